package org.neuralstyle.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.option.InputOptions;
import org.neuralstyle.option.Operation;
import org.neuralstyle.option.Options;
import org.neuralstyle.picture.FrameFiles;
import org.neuralstyle.picture.GuideImages;
import org.neuralstyle.settings.StackSettings;
import org.neuralstyle.stack.FrameGuidance;
import org.neuralstyle.stack.FrameRange;
import org.neuralstyle.stack.FrameSink;
import org.neuralstyle.stack.FrameSource;
import org.neuralstyle.stack.MovieSink;
import org.neuralstyle.stack.MovieSource;
import org.neuralstyle.stack.StackResult;
import org.neuralstyle.stack.StackStyler;
import org.neuralstyle.synthesis.Guidance;
import org.neuralstyle.synthesis.NeuralStyle;
import org.neuralstyle.weights.WeightsChoice;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Films. */
@Command(
    name = "stylize-video",
    description =
        "Give a film or a folder of images the style of an image, with little flicker. Size, frame rate and sound are kept.")
final class StylizeVideoCommand implements Callable<Integer> {

  /** Of images in a folder; the names are the files' endings. */
  private enum Format {
    PNG,
    TIF
  }

  /** Independent frames that are made one after another elsewhere. */
  private static final int AT_ONCE = 8;

  @Spec private CommandSpec command;
  @Mixin private final ConsoleOptions console = new ConsoleOptions();
  @Mixin private final MemoryOptions memory = new MemoryOptions();
  @Mixin private final TableOptions options = TableOptions.of(Operation.STACK);
  private final EngineOptions engine = new EngineOptions(options);

  @Parameters(
      index = "0",
      paramLabel = "IN",
      description = "A film, a folder of images in the order of their numbers, or a TIFF stack.")
  private Path in;

  @Parameters(index = "1", paramLabel = "STYLE", description = "The image whose style is taken on.")
  private Path styleFile;

  @Parameters(
      index = "2",
      paramLabel = "OUT",
      description =
          "A film ending in mp4, mov, mkv, avi or gif, or a folder for images; it must not exist.")
  private Path out;

  @Option(
      names = "--slices",
      description = "The frames are slices, which do not move: they are compared as they lie.")
  private boolean slices;

  @Option(
      names = "--format",
      paramLabel = "png|tif",
      defaultValue = "png",
      description = "Format of the images if OUT is a folder. Default: ${DEFAULT-VALUE}.")
  private Format format;

  @Override
  public Integer call() throws IOException, InterruptedException {
    engine.check();
    StackSettings settings = options.settings().withMotion(!slices);
    checkPlaces();
    RgbImage styleImage = image(styleFile);
    Optional<RgbImage> start = options.start().map(this::image);
    try (FrameGuidance guidance = guidance();
        FrameSource source = input();
        Console listener = console.open(memory.forced())) {
      Optional<NeuralStyle> network = NeuralStyleCli.network(command);
      if (network.isPresent()) {
        StackStyler styler = styler(network.get(), settings, styleImage, start, guidance);
        styler.keep(
            source,
            NeuralStyleCli.frames(command).orElseThrow(),
            new StackConsole(listener, source.count()));
        return listener.isStopped() ? NeuralStyleCli.STOPPED : NeuralStyleCli.OK;
      }
      try (NeuralStyle neuralStyle = engine.open()) {
        StackStyler styler = styler(neuralStyle, settings, styleImage, start, guidance);
        long begin = System.nanoTime();
        Optional<Elsewhere> elsewhere = Elsewhere.of(command);
        if (elsewhere.isPresent()
            && !done(elsewhere.get(), styler, source, neuralStyle, listener)) {
          return NeuralStyleCli.OK;
        }
        return film(styler, source, listener, begin);
      }
    }
  }

  private StackStyler styler(
      NeuralStyle neuralStyle,
      StackSettings settings,
      RgbImage styleImage,
      Optional<RgbImage> start,
      FrameGuidance guidance) {
    StackStyler styler =
        new StackStyler(neuralStyle, styleImage, settings, options.value(Options.WORK))
            .withGuidance(guidance);
    return start.map(styler::withStart).orElse(styler);
  }

  /**
   * Has the frames made elsewhere, which leaves the film to be put together; false if only told.
   */
  private boolean done(
      Elsewhere elsewhere,
      StackStyler styler,
      FrameSource source,
      NeuralStyle neuralStyle,
      Console listener)
      throws IOException {
    if (options.value(Options.WORK).isEmpty()) {
      throw badInput(new IOException("Give --work, a folder for frames that all machines see."));
    }
    List<FrameRange> ranges = styler.ranges(source, AT_ONCE);
    if (!elsewhere.isDryRun()) {
      styler.begin(source);
    }
    return elsewhere.run(command, ranges, engine.network(neuralStyle, memory.forced()), listener);
  }

  private int film(StackStyler styler, FrameSource source, Console listener, long begin)
      throws IOException, InterruptedException {
    try (FrameSink sink = output(source)) {
      if (source instanceof MovieSource movie) {
        movie.warnings().forEach(listener::warning);
        if (movie.hasSound() && MovieSink.isMovie(out) && !MovieSink.holdsSound(out)) {
          listener.warning(
              "The sound of %s is left out of %s: a GIF holds none.".formatted(in, out));
        }
      }
      StackResult result = styler.run(source, sink, new StackConsole(listener, source.count()));
      sink.close();
      listener.finish();
      console.done(
          String.format(
              Locale.ROOT,
              "%s: %d of %d frames in %.1f s.",
              out,
              result.frames().size(),
              result.planned(),
              (System.nanoTime() - begin) / 1e9));
      if (!result.isComplete()) {
        return NeuralStyleCli.STOPPED;
      }
      return result.diverged() > 0 ? NeuralStyleCli.FAILED : NeuralStyleCli.OK;
    }
  }

  /** Images that are written into a folder must not replace what is read. */
  private void checkPlaces() {
    try {
      if (isSame(out, in) && Files.isDirectory(in)) {
        throw new IOException(
            "The output %s is the folder of the input; choose another folder.".formatted(out));
      }
      Path work = options.value(Options.WORK).orElse(null);
      if (work != null && (isSame(work, out) || work.normalize().equals(out.normalize()))) {
        throw new IOException(
            "The work folder %s is the output too; choose another folder for one of them."
                .formatted(work));
      }
      for (Path input : inputs()) {
        Path folder = input.toRealPath().getParent();
        if (folder != null && isSame(folder, out)) {
          throw new IOException(
              "The input %s lies in the output folder %s; choose another folder."
                  .formatted(input, out));
        }
      }
    } catch (IOException e) {
      throw badInput(e);
    }
  }

  private List<Path> inputs() {
    List<Path> inputs = new ArrayList<>(List.of(in, styleFile));
    inputs.addAll(options.guides().values());
    options.start().ifPresent(inputs::add);
    if (engine.weights() instanceof WeightsChoice.FromFile weights) {
      inputs.add(weights.path());
    }
    return inputs.stream().filter(Files::exists).toList();
  }

  private static boolean isSame(Path one, Path other) throws IOException {
    return Files.exists(one) && Files.exists(other) && Files.isSameFile(one, other);
  }

  /** Masks and labels of the content may be films as it is one. */
  private FrameGuidance guidance() {
    Map<String, Path> still = options.guides();
    Optional<FrameSource> masks = frames(still, InputOptions.MASK.key());
    Optional<FrameSource> labels = frames(still, InputOptions.CONTENT_LABELS.key());
    Guidance common =
        GuideImages.of(
            Optional.empty(),
            option ->
                Optional.ofNullable(still.get(option.key()))
                    .map(file -> InputImage.open(command.commandLine(), file)));
    return new FrameGuidance(common, masks, labels);
  }

  /** Takes out a folder, a film or a stack, which has an image for each frame. */
  private Optional<FrameSource> frames(Map<String, Path> guides, String key) {
    Optional<FrameSource> frames =
        Optional.ofNullable(guides.get(key))
            .filter(FrameFiles::mayBeSeveral)
            .map(this::input)
            .filter(source -> source.count() > 1);
    frames.ifPresent(source -> guides.remove(key));
    return frames;
  }

  private RgbImage image(Path file) {
    return InputImage.open(command.commandLine(), file).toRgb();
  }

  private FrameSource input() {
    return input(in);
  }

  private FrameSource input(Path file) {
    try {
      return FrameFiles.open(
          file, warning -> Console.warn(command.commandLine().getErr(), warning));
    } catch (IOException e) {
      throw badInput(e);
    }
  }

  private FrameSink output(FrameSource source) {
    try {
      return FrameFiles.create(
          out,
          format.name().toLowerCase(Locale.ROOT),
          options.value(Options.WORK).filter(StackStyler::isBegun).isPresent(),
          source,
          in);
    } catch (IOException e) {
      throw badInput(e);
    }
  }

  private ParameterException badInput(IOException e) {
    return new ParameterException(command.commandLine(), e.getMessage(), e);
  }
}
