package org.neuralstyle.imagej;

import ij.ImagePlus;
import ij.WindowManager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.option.Operation;
import org.neuralstyle.option.Options;
import org.neuralstyle.picture.DisplayedImage;
import org.neuralstyle.picture.ImageFiles;
import org.neuralstyle.report.ResultFiles;
import org.neuralstyle.report.ResultImage;
import org.neuralstyle.report.ResultProperties;
import org.neuralstyle.settings.SynthesisSettings;
import org.neuralstyle.synthesis.Checkpoint;
import org.neuralstyle.synthesis.Ending;
import org.neuralstyle.synthesis.Forecaster;
import org.neuralstyle.synthesis.Inputs;
import org.neuralstyle.synthesis.ResultSize;
import org.neuralstyle.synthesis.Scoring;
import org.neuralstyle.synthesis.SynthesisResult;
import org.scijava.ItemIO;
import org.scijava.plugin.Parameter;

/** A command that makes one image by one run. */
public abstract class SynthesisCommand extends NeuralStyleCommand {

  /** Ends the title of a result that was stopped early. */
  static final String STOPPED = " (stopped)";

  @Parameter(persist = false)
  private boolean rgb;

  @Parameter(persist = false, required = false)
  private String output;

  @Parameter(type = ItemIO.OUTPUT)
  private ImagePlus result;

  /** What was asked for when it was checked, with the pixels that the images had then. */
  private Optional<Request> checked = Optional.empty();

  SynthesisCommand(Operation operation) {
    super(operation);
  }

  /**
   * What a command asks for.
   *
   * @param operation reconstruct, texture or transfer
   * @param sources titles of the images, by content and style
   * @param title of the result
   * @param settings of the run
   * @param inputs its images
   * @param like the image whose type and calibration the result takes on
   * @param computation weights and device
   */
  record Request(
      String operation,
      Map<String, String> sources,
      String title,
      SynthesisSettings settings,
      Inputs inputs,
      DisplayedImage like,
      Computation computation) {

    /** The files that are read, which are never written to. */
    List<Path> files() {
      Stream<Path> images =
          CommandInputs.images().stream()
              .filter(imp -> sources.containsValue(imp.getTitle()))
              .flatMap(imp -> ImageFiles.fileOf(imp).stream());
      return Stream.of(images, GuideInputs.files(sources), computation.files().stream())
          .flatMap(files -> files)
          .toList();
    }
  }

  /** Reads the parameters; what is wrong with them is an exception whose message says it. */
  abstract Request request();

  /** The file that keeps the run, asked for after {@link #request()}. */
  Optional<Path> checkpoint() {
    return value(Options.CHECKPOINT);
  }

  /** Whether the result is RGB, whatever the type of its content. */
  boolean isRgb() {
    return value(Options.RGB);
  }

  @Override
  final Optional<String> expected(Forecasters forecasters) throws InterruptedException {
    Request request = request();
    ResultSize size = ResultSize.of(request.inputs(), request.settings());
    Forecaster forecaster = forecasters.on(request.computation().device());
    return Optional.of(
        "%s x %s px: %s"
            .formatted(
                size.width(),
                size.height(),
                forecaster.forecast(request.inputs(), request.settings())));
  }

  private boolean isScored() {
    return fields().options().contains(Options.SCORE) && value(Options.SCORE);
  }

  @Override
  final void check() throws IOException {
    Request request = request();
    ResultSize.of(request.inputs(), request.settings());
    if (isScored()) {
      Scoring.check(request.inputs(), request.settings());
    }
    ResultFiles files = files();
    files.check(request.files());
    files.place(request.inputs(), request.settings());
    checked = Optional.of(request);
  }

  private ResultFiles files() {
    return new ResultFiles("", value(Options.OUTPUT), value(Options.REPORT), checkpoint());
  }

  @Override
  final void execute(RunDisplay display) throws IOException, InterruptedException {
    if (checked.isEmpty()) {
      check();
    }
    Request request = checked.orElseThrow();
    ResultFiles files = files();
    Optional<Checkpoint> checkpoint = files.place(request.inputs(), request.settings());
    Optional<LiveResult> live =
        display.audience() == RunDisplay.Audience.NONE
            ? Optional.empty()
            : Optional.of(live(request, display));
    SynthesisResult synthesis;
    try {
      StatusListener listener = new StatusListener(request.title(), display, live);
      synthesis =
          request
              .computation()
              .run(request.inputs(), request.settings(), checkpoint, isScored(), listener);
      if (display.control().isCancelled()) {
        throw new CancellationException();
      }
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      live.ifPresent(LiveResult::discard);
      throw e;
    }
    boolean stopped = synthesis.ending().reason() == Ending.Reason.STOPPED;
    String remark = stopped ? STOPPED : "";
    ImagePlus imp =
        live.isPresent()
            ? live.get().end(synthesis.image(), remark, hasContent(request))
            : image(
                request, synthesis.image(), WindowManager.makeUniqueName(request.title() + remark));
    ResultProperties.add(imp, request.operation(), request.sources(), synthesis);
    checkpoint()
        .ifPresent(
            file ->
                imp.setProp(
                    ResultProperties.PREFIX + Options.CHECKPOINT.key(),
                    file.toAbsolutePath().toString()));
    result = imp;
    try {
      files.save(request.operation(), imp, Optional.empty(), synthesis);
    } catch (IOException e) {
      // What took long to make is not given up for a file.
      complain(e.getMessage());
    }
    display.ending(
        String.format(
            Locale.ROOT,
            "%d evaluations in %.0f s; %s; %s",
            synthesis.evaluations().size(),
            synthesis.seconds(),
            synthesis.ending(),
            request.title()));
  }

  private static boolean hasContent(Request request) {
    return request.inputs().content().isPresent();
  }

  private LiveResult live(Request request, RunDisplay display) {
    Inputs inputs = request.inputs();
    ResultSize size = ResultSize.of(inputs, request.settings());
    return new LiveResult(
        request.title(),
        size,
        inputs.start().or(inputs::content).orElseGet(() -> LiveResult.blank(size)),
        picture -> image(request, picture, request.title()),
        display);
  }

  private ImagePlus image(Request request, RgbImage picture, String title) {
    return ResultImage.of(picture, title, request.inputs(), request.like(), isRgb());
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
}
