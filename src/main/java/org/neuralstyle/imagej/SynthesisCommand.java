package org.neuralstyle.imagej;

import ij.ImagePlus;
import ij.WindowManager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.neuralstyle.image.OutputFile;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.picture.DisplayedImage;
import org.neuralstyle.picture.ImageFiles;
import org.neuralstyle.report.ResultProperties;
import org.neuralstyle.settings.Initialization;
import org.neuralstyle.settings.Method;
import org.neuralstyle.settings.PrecisionChoice;
import org.neuralstyle.settings.SynthesisSettings;
import org.neuralstyle.synthesis.Checkpoint;
import org.neuralstyle.synthesis.Ending;
import org.neuralstyle.synthesis.Inputs;
import org.neuralstyle.synthesis.NeuralStyle;
import org.neuralstyle.synthesis.RunListener;
import org.neuralstyle.synthesis.RunReport;
import org.neuralstyle.synthesis.SynthesisResult;
import org.neuralstyle.tensor.DeviceChoice;
import org.neuralstyle.tensor.Workers;
import org.neuralstyle.vgg.Pooling;
import org.neuralstyle.weights.WeightsChoice;
import org.neuralstyle.weights.WeightsSettings;

/** A command that makes one image by one run. */
public abstract class SynthesisCommand extends NeuralStyleCommand {

  /** Ends the title of a result that was stopped early. */
  static final String STOPPED = " (stopped)";

  /**
   * What a command asks for.
   *
   * @param operation reconstruct, texture or transfer
   * @param sources titles of the images, by content and style
   * @param title of the result
   * @param settings of the run
   * @param inputs its images
   * @param like the image whose type and calibration the result takes on
   * @param engine weights and device
   * @param output where the result goes
   */
  record Request(
      String operation,
      Map<String, String> sources,
      String title,
      SynthesisSettings settings,
      Inputs inputs,
      DisplayedImage like,
      Engine engine,
      Output output) {

    /** The files that are read, which are never written to. */
    List<Path> files() {
      Stream<Path> images =
          CommandInputs.images().stream()
              .filter(imp -> sources.containsValue(imp.getTitle()))
              .flatMap(imp -> ImageFiles.fileOf(imp).stream());
      return Stream.concat(images, engine.files().stream()).toList();
    }
  }

  /**
   * What to compute with, and where.
   *
   * @param weights a file, auto or untrained
   * @param device auto, cpu, cuda:N or mps
   * @param threads of libtorch, at least 1; empty for as many as it takes by itself
   */
  record Engine(String weights, String device, Optional<Integer> threads) {

    Engine(String weights, String device) {
      this(weights, device, Optional.empty());
    }

    /** The file that the weights come from. */
    List<Path> files() {
      return WeightsChoice.parse(weights).file(WeightsSettings.defaults()).stream().toList();
    }

    NeuralStyle open() {
      return new NeuralStyle(WeightsChoice.parse(weights), DeviceChoice.parse(device));
    }

    SynthesisResult run(
        Inputs inputs,
        SynthesisSettings settings,
        Optional<Checkpoint> checkpoint,
        RunListener listener)
        throws IOException, InterruptedException {
      try (NeuralStyle neuralStyle = open()) {
        if (threads.isEmpty()) {
          return neuralStyle.run(inputs, settings, checkpoint, listener);
        }
        Workers.Task<SynthesisResult> run =
            () -> neuralStyle.run(inputs, settings, checkpoint, listener);
        try (Workers worker = new Workers(1, threads.get())) {
          return worker.all(List.of(run)).get(0);
        }
      }
    }
  }

  /**
   * What becomes of the result.
   *
   * @param rgb true to have RGB whatever the type of the input
   * @param file a path to save the image to, or empty
   * @param report a path to write a report to, or empty
   * @param checkpoint a path of the file that keeps the run, or empty
   */
  record Output(boolean rgb, String file, String report, String checkpoint) {

    Output(boolean rgb, String file, String report) {
      this(rgb, file, report, "");
    }

    /** Refuses paths that cannot be written to or are inputs, before any work is done. */
    void check(List<Path> inputs) throws IOException {
      if (path(file).isPresent()) {
        new OutputFile("output", path(file).get()).checkApart(inputs);
        ImageFiles.checkTarget(path(file).get());
      }
      if (path(report).isPresent()) {
        OutputFile json = new OutputFile("report", path(report).get());
        json.checkApart(inputs);
        json.checkWritable();
        json.checkKind("a report of a run", RunReport::isReport);
      }
    }

    /** Where the run is kept; refuses a file that it cannot go on from. */
    Optional<Checkpoint> place(Inputs inputs, SynthesisSettings settings) throws IOException {
      Optional<Checkpoint> place = path(checkpoint).map(Checkpoint::in);
      if (place.isPresent()) {
        place.get().check(inputs, settings);
      }
      return place;
    }

    void save(String operation, ImagePlus imp, SynthesisResult result) throws IOException {
      if (path(file).isPresent()) {
        ImageFiles.saveOrKeep(imp, Optional.empty(), path(file).get());
      }
      if (path(report).isPresent()) {
        RunReport.write(path(report).get(), operation, result);
      }
    }

    private static Optional<Path> path(String text) {
      return text == null || text.isBlank() ? Optional.empty() : Optional.of(Path.of(text.strip()));
    }
  }

  /** Reads the parameters; what is wrong with them is an exception whose message says it. */
  abstract Request request();

  /** Takes the result. */
  abstract void show(ImagePlus result);

  @Override
  final void execute(RunDisplay display) throws IOException, InterruptedException {
    Request request = request();
    request.output().check(request.files());
    Optional<Checkpoint> checkpoint = request.output().place(request.inputs(), request.settings());
    StatusListener listener = new StatusListener(request.title(), display);
    SynthesisResult synthesis =
        request.engine().run(request.inputs(), request.settings(), checkpoint, listener);
    ImagePlus imp = image(request, synthesis);
    ResultProperties.add(imp, request.operation(), request.sources(), synthesis);
    show(imp);
    try {
      request.output().save(request.operation(), imp, synthesis);
    } catch (IOException e) {
      // What took long to make is not given up for a file.
      complain(e.getMessage());
    }
    display.ending(
        "%d evaluations in %.0f s; %s; %s"
            .formatted(
                synthesis.evaluations().size(),
                synthesis.seconds(),
                synthesis.ending(),
                request.title()));
  }

  private static ImagePlus image(Request request, SynthesisResult result) {
    RgbImage image = result.image();
    boolean stopped = result.ending().reason() == Ending.Reason.STOPPED;
    String title = WindowManager.makeUniqueName(request.title() + (stopped ? STOPPED : ""));
    if (request.inputs().content().isPresent()) {
      return request.like().toImagePlus(image, title, request.output().rgb());
    }
    // A texture is not a field of its style: it may be larger, but its pixels are never finer.
    RgbImage style = request.inputs().style().orElseThrow();
    double scaleX = Math.min(1, (double) image.width() / style.width());
    double scaleY = Math.min(1, (double) image.height() / style.height());
    return request.like().toImagePlus(image, title, request.output().rgb(), scaleX, scaleY);
  }

  /** An input image, or an exception that says which is missing. */
  static DisplayedImage displayed(ImagePlus imp, String name) {
    if (imp == null) {
      throw new IllegalArgumentException("There is no " + name + " image.");
    }
    return DisplayedImage.of(imp);
  }

  /** An image's title without the file name's extension. */
  static String name(ImagePlus imp) {
    return imp.getTitle().replaceFirst("(?<=.)\\.[A-Za-z][A-Za-z0-9]{1,4}$", "");
  }

  static Method method(String text) {
    return constant(Method.class, "optimizer", text);
  }

  static Pooling pooling(String text) {
    return constant(Pooling.class, "pooling", text);
  }

  static PrecisionChoice precision(String text) {
    return constant(PrecisionChoice.class, "precision", text);
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
}
