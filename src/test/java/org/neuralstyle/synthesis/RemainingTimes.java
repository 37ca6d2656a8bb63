package org.neuralstyle.synthesis;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.option.Operation;
import org.neuralstyle.option.Properties;
import org.neuralstyle.picture.DisplayedImage;
import org.neuralstyle.picture.ImageFiles;
import org.neuralstyle.settings.SynthesisSettings;
import org.neuralstyle.tensor.DeviceChoice;
import org.neuralstyle.weights.WeightsChoice;

/**
 * A program that measures how well runs foretell their time: before they start, and at 10, 50 and
 * 90 % of their time. It takes as long as the runs.
 */
public final class RemainingTimes {

  private static final double[] PARTS = {0.1, 0.5, 0.9};

  private RemainingTimes() {}

  /** What was told, and when. */
  private record Told(double seconds, int scale, double left) {}

  /**
   * Does it.
   *
   * @param arguments weights, content, style, sizes and presets with commas between them, and if
   *     there is another one, what it takes at each scale is printed as well
   * @throws Exception if a run fails
   */
  public static void main(String[] arguments) throws Exception {
    RgbImage content = DisplayedImage.of(ImageFiles.open(Path.of(arguments[1]))).toRgb();
    RgbImage style = DisplayedImage.of(ImageFiles.open(Path.of(arguments[2]))).toRgb();
    System.out.println("size,preset,seconds,forecast,error,left10,left50,left90");
    for (String size : arguments[3].split(",")) {
      for (String preset : arguments[4].split(",")) {
        SynthesisSettings settings =
            Properties.byDefault(Operation.TRANSFER, Optional.of(preset))
                .synthesis()
                .withSchedule(schedule -> schedule.size(Integer.parseInt(size)));
        try (NeuralStyle neuralStyle =
            new NeuralStyle(WeightsChoice.parse(arguments[0]), DeviceChoice.parse("cpu"))) {
          neuralStyle.prepare(Scales.deepest(settings), RunListener.NONE);
          Watch watch = new Watch();
          neuralStyle.run(Inputs.of(content, style), settings, watch);
          System.out.println(size + "," + preset + "," + watch.row());
          if (arguments.length > 5) {
            watch.printScales();
          }
        }
      }
    }
  }

  private static final class Watch implements RunListener {

    private final List<Told> told = new ArrayList<>();
    private long begin;
    private double forecast;

    @Override
    public void expected(Forecast expected) {
      forecast = expected.seconds();
      begin = System.nanoTime();
    }

    @Override
    public void evaluated(Progress progress) {
      told.add(
          new Told((System.nanoTime() - begin) / 1e9, progress.scale(), progress.secondsLeft()));
    }

    String row() {
      double all = told.get(told.size() - 1).seconds();
      StringBuilder row =
          new StringBuilder(
              String.format(
                  Locale.ROOT, "%.1f,%.1f,%+.0f %%", all, forecast, 100 * (forecast / all - 1)));
      for (double part : PARTS) {
        Told then = told.stream().filter(t -> t.seconds() >= part * all).findFirst().orElseThrow();
        double left = all - then.seconds();
        row.append(String.format(Locale.ROOT, ",%+.0f %%", 100 * (then.left() / left - 1)));
      }
      return row.toString();
    }

    void printScales() {
      double before = 0;
      for (int scale = 1; scale <= told.get(told.size() - 1).scale(); scale++) {
        int wanted = scale;
        List<Told> own = told.stream().filter(t -> t.scale() == wanted).toList();
        if (!own.isEmpty()) {
          double first = own.get(0).seconds();
          double last = own.get(own.size() - 1).seconds();
          double each = (last - first) / Math.max(1, own.size() - 1);
          System.out.printf(
              Locale.ROOT,
              "  scale %d: %d evaluations of %.3f s, first after %.2f s (%.1f evaluations)%n",
              scale,
              own.size(),
              each,
              first - before,
              (first - before) / each);
          before = last;
        }
      }
    }
  }
}
