package org.neuralstyle.imagej;

import ij.IJ;
import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.synthesis.Initialization;
import org.neuralstyle.synthesis.Inputs;
import org.neuralstyle.synthesis.Method;
import org.neuralstyle.synthesis.NeuralStyle;
import org.neuralstyle.synthesis.OutOfMemoryException;
import org.neuralstyle.synthesis.RunReport;
import org.neuralstyle.synthesis.SynthesisResult;
import org.neuralstyle.synthesis.SynthesisSettings;
import org.neuralstyle.tensor.DeviceChoice;
import org.neuralstyle.vgg.Pooling;
import org.neuralstyle.weights.WeightsChoice;
import org.scijava.Cancelable;
import org.scijava.command.Command;

/**
 * A command that makes one image. Its fields are what dialogs show and macros name, in lower case;
 * they stand in each command, since SciJava shows a superclass's parameters first.
 *
 * <p>Neither windows nor a SciJava context are needed to run it.
 */
public abstract class RunCommand implements Command, Cancelable {

  private String reason;
  private boolean canceled;

  /**
   * What a command asks for.
   *
   * @param operation reconstruct, texture or transfer
   * @param title of the result
   * @param settings of the run
   * @param inputs its images
   * @param like the image whose type and calibration the result takes on
   * @param engine weights and device
   * @param output where the result goes
   */
  record Job(
      String operation,
      String title,
      SynthesisSettings settings,
      Inputs inputs,
      DisplayedImage like,
      Engine engine,
      Output output) {}

  /**
   * What to compute with, and where.
   *
   * @param weights a file, auto or untrained
   * @param device auto, cpu, cuda:N or mps
   */
  record Engine(String weights, String device) {
    NeuralStyle open() {
      return new NeuralStyle(WeightsChoice.parse(weights), DeviceChoice.parse(device));
    }
  }

  /**
   * What becomes of the result.
   *
   * @param rgb true to have RGB whatever the type of the input
   * @param file a path to save the image to, or empty
   * @param report a path to write a report to, or empty
   */
  record Output(boolean rgb, String file, String report) {

    Optional<Path> filePath() {
      return path(file);
    }

    Optional<Path> reportPath() {
      return path(report);
    }

    private static Optional<Path> path(String text) {
      return text == null || text.isBlank() ? Optional.empty() : Optional.of(Path.of(text.strip()));
    }
  }

  /** Reads the parameters; what is wrong with them is an exception whose message says it. */
  abstract Job job();

  /** Takes the result. */
  abstract void show(ImagePlus result);

  @Override
  public final void run() {
    try {
      Job job = job();
      if (job.output().filePath().isPresent()) {
        ImageFiles.checkTarget(job.output().filePath().get());
      }
      show(run(job));
    } catch (IllegalArgumentException | IOException | OutOfMemoryException e) {
      cancel(e.getMessage());
    } catch (OutOfMemoryError e) {
      cancel(
          "Java has too little memory for an image of this size. Give ImageJ more memory or choose a smaller size.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      cancel(null);
    } finally {
      IJ.showProgress(1);
    }
  }

  private static ImagePlus run(Job job) throws IOException, InterruptedException {
    StatusListener listener = new StatusListener(job.title());
    SynthesisResult result;
    try (NeuralStyle neuralStyle = job.engine().open()) {
      result = neuralStyle.run(job.inputs(), job.settings(), listener);
    }
    ImagePlus imp = image(job, result);
    ResultProperties.add(imp, job.operation(), result);
    if (job.output().filePath().isPresent()) {
      ImageFiles.save(imp, job.output().filePath().get());
    }
    if (job.output().reportPath().isPresent()) {
      RunReport.write(job.output().reportPath().get(), job.operation(), result);
    }
    IJ.showStatus(
        "%s: %d evaluations in %.1f s; %s"
            .formatted(
                job.title(), result.evaluations().size(), result.seconds(), result.ending()));
    return imp;
  }

  private static ImagePlus image(Job job, SynthesisResult result) {
    RgbImage image = result.image();
    if (job.inputs().content().isPresent()) {
      return job.like().toImagePlus(image, job.title(), job.output().rgb());
    }
    // A texture is not a field of its style: it may be larger, but its pixels are never finer.
    RgbImage style = job.inputs().style().orElseThrow();
    double scaleX = Math.min(1, (double) image.width() / style.width());
    double scaleY = Math.min(1, (double) image.height() / style.height());
    return job.like().toImagePlus(image, job.title(), job.output().rgb(), scaleX, scaleY);
  }

  /** An input image, or an exception that says which is missing. */
  static DisplayedImage displayed(ImagePlus imp, String name) {
    if (imp == null) {
      throw new IllegalArgumentException(
          "There is no %s image. Open an image first (File > Open...), or name an open one: %s=[title]."
              .formatted(name, name));
    }
    return DisplayedImage.of(imp);
  }

  /** An image's title without the file name's extension. */
  static String name(ImagePlus imp) {
    return imp.getShortTitle();
  }

  static Method method(String text) {
    return constant(Method.class, "optimizer", text);
  }

  static Pooling pooling(String text) {
    return constant(Pooling.class, "pooling", text);
  }

  static Initialization initialization(String text) {
    return constant(Initialization.class, "init", text);
  }

  private static <E extends Enum<E>> E constant(Class<E> type, String name, String text) {
    StringBuilder allowed = new StringBuilder();
    for (E value : type.getEnumConstants()) {
      if (value.name().equalsIgnoreCase(text.strip())) {
        return value;
      }
      allowed.append(allowed.isEmpty() ? "" : ", ").append(value.name().toLowerCase(Locale.ROOT));
    }
    throw new IllegalArgumentException(
        "There is no %s \"%s\"; choose one of %s.".formatted(name, text, allowed));
  }

  @Override
  public final boolean isCanceled() {
    return canceled;
  }

  @Override
  public final void cancel(String why) {
    canceled = true;
    reason = why;
  }

  @Override
  public final String getCancelReason() {
    return reason;
  }
}
