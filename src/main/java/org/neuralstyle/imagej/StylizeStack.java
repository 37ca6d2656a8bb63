package org.neuralstyle.imagej;

import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.neuralstyle.image.OutputFile;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.picture.DisplayedImage;
import org.neuralstyle.picture.ImageFiles;
import org.neuralstyle.picture.StackAssembly;
import org.neuralstyle.picture.StackFrames;
import org.neuralstyle.settings.LossSettings;
import org.neuralstyle.settings.Schedule;
import org.neuralstyle.settings.StackMode;
import org.neuralstyle.settings.StackSettings;
import org.neuralstyle.settings.SynthesisSettings;
import org.neuralstyle.stack.MovieSink;
import org.neuralstyle.stack.StackResult;
import org.neuralstyle.stack.StackStyler;
import org.neuralstyle.synthesis.NeuralStyle;
import org.neuralstyle.vgg.WeightedLayer;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/**
 * Gives the frames or slices of a stack the style of an image, so that the result can be watched.
 */
@Plugin(type = Command.class, label = "Stylize Stack...", visible = false)
public final class StylizeStack extends NeuralStyleCommand {

  private static final double DEFAULT_FRAME_RATE = 25;

  @Parameter(
      label = "Stack",
      description = "The stack whose scene is kept; it is not changed",
      persist = false)
  private ImagePlus content;

  @Parameter(
      label = "Style",
      description = "The image whose style is taken on; it is not changed",
      persist = false)
  private ImagePlus style;

  @Parameter(
      label = "Mode",
      choices = {"coherent", "warm-start", "independent"},
      description =
          "coherent: without flicker; warm-start: from the frame before; independent: each alone",
      persist = false)
  private String mode = "coherent";

  @Parameter(
      label = "Run along",
      choices = {"auto", "frames", "slices"},
      description = "auto: frames, or slices where there is one frame only",
      persist = false)
  private String axis = "auto";

  @Parameter(
      label = "Motion",
      choices = {"auto", "follow", "none"},
      description =
          "Whether motion is followed; auto: in films, that is along frames and in RGB stacks",
      persist = false)
  private String motion = "auto";

  @Parameter(
      label = "Temporal weight",
      description = "Factor of the temporal loss; more makes the film steadier",
      min = "0",
      persist = false)
  private double temporalWeight = StackSettings.DEFAULT_TEMPORAL_WEIGHT;

  @Parameter(
      label = "Size (px)",
      description = "Longer side of the result; 0 keeps the stack's own size",
      min = "0",
      persist = false)
  private int size;

  @Parameter(label = "Style weight", description = "Factor of the style loss", persist = false)
  private double styleWeight = LossSettings.DEFAULT_STYLE_WEIGHT;

  @Parameter(label = "Content layers", persist = false)
  private String contentLayers = WeightedLayer.format(SynthesisSettings.transfer().contentLayers());

  @Parameter(label = "Style layers", persist = false)
  private String styleLayers = LossSettings.DEFAULT_STYLE_LAYERS.label();

  @Parameter(label = "Content weight", description = "Factor of the content loss", persist = false)
  private double contentWeight = LossSettings.DEFAULT_CONTENT_WEIGHT;

  @Parameter(
      label = "Total variation weight",
      description = "Factor of the total variation, which smooths; 0 for none",
      persist = false)
  private double tvWeight;

  @Parameter(
      label = "Scales",
      description = "Sizes that the first frame goes through; 0 chooses by the size",
      min = "0",
      persist = false)
  private int scales;

  @Parameter(
      label = "Iterations",
      description = "Evaluations of the first frame with one scale",
      min = "1",
      persist = false)
  private int iterations = Schedule.DEFAULT_ITERATIONS;

  @Parameter(
      label = "Later iterations",
      description = "Most evaluations of the frames after the first; 0 for a third of the first",
      min = "0",
      persist = false)
  private int laterIterations;

  @Parameter(label = "Seed of the noise", persist = false)
  private long seed;

  @Parameter(
      label = "Optimizer",
      choices = {"lbfgs", "classic", "adam"},
      persist = false)
  private String optimizer = "classic";

  @Parameter(
      label = "Pooling",
      choices = {"max", "average"},
      persist = false)
  private String pooling = "max";

  @Parameter(
      label = "VGG-19 weights",
      description = "auto, a path to a safetensors file, or untrained (random)",
      persist = false)
  private String weights = "auto";

  @Parameter(label = "Device", description = "auto, cpu, cuda:N or mps", persist = false)
  private String device = "auto";

  @Parameter(
      label = "Precision",
      choices = {"auto", "float32", "bfloat16"},
      description = "Of feature maps; auto: bfloat16 where it is faster and good enough",
      persist = false)
  private String precision = "auto";

  @Parameter(
      label = "RGB result",
      description = "Otherwise the result has the type of the stack",
      persist = false)
  private boolean rgb;

  @Parameter(
      label = "Work folder (optional)",
      description = "Finished frames are kept there, so that a run that was ended goes on",
      required = false,
      persist = false)
  private String work = "";

  @Parameter(
      label = "Save result as (optional)",
      description =
          "Path of a TIFF file, or of an MP4, MOV, MKV, AVI or GIF film, which is written frame by frame and not shown",
      required = false,
      persist = false)
  private String output = "";

  @Parameter(type = ItemIO.OUTPUT)
  private ImagePlus result;

  /** SciJava creates its commands itself. */
  public StylizeStack() {}

  /** Frames that depend on each other. */
  private record Track(StackFrames frames, int channel) {}

  /** A result, and in words how it ended. */
  private record Stylized(ImagePlus imp, String summary) {}

  @Override
  public void initialize() {
    content = orActive(content, "content");
    style = orOther(style, content, "style");
  }

  @Override
  void execute(RunDisplay display) throws IOException, InterruptedException {
    content = orActive(content, "content");
    style = orOther(style, content, "style");
    if (isCanceled()) {
      return;
    }
    RgbImage styleImage = DisplayedImage.of(style).toRgb();
    Optional<Path> file = path(output);
    if (file.isPresent() && !MovieSink.isMovie(file.get())) {
      new OutputFile("output", file.get()).checkApart(files());
      ImageFiles.checkTarget(file.get());
    }
    String title =
        SynthesisCommand.name(content) + " in the style of " + SynthesisCommand.name(style);
    try (StackStatus status = new StackStatus(title, display);
        NeuralStyle neuralStyle = new SynthesisCommand.Engine(weights, device).open()) {
      if (file.isPresent() && MovieSink.isMovie(file.get())) {
        display.ending(file.get() + ": " + film(neuralStyle, styleImage, status, file.get()));
      } else {
        Stylized stylized = stack(neuralStyle, styleImage, status, title);
        result = stylized.imp();
        display.ending(stylized.summary() + "; " + title);
        if (file.isPresent()) {
          save(result, file.get());
        }
      }
    }
  }

  private void save(ImagePlus imp, Path file) {
    try {
      ImageFiles.saveOrKeep(imp, Optional.empty(), file);
    } catch (IOException e) {
      // What took long to make is not given up for a file.
      complain(e.getMessage());
    }
  }

  /** The files that are read, which are never written to. */
  private List<Path> files() {
    return Stream.concat(
            Stream.of(content, style).flatMap(imp -> ImageFiles.fileOf(imp).stream()),
            new SynthesisCommand.Engine(weights, device).files().stream())
        .toList();
  }

  private static Optional<Path> path(String text) {
    return text == null || text.isBlank() ? Optional.empty() : Optional.of(Path.of(text.strip()));
  }

  private StackFrames.Axis axis() {
    return switch (axis.strip().toLowerCase(Locale.ROOT)) {
      case "auto" -> StackFrames.Axis.of(content);
      case "frames" -> StackFrames.Axis.FRAMES;
      case "slices" -> StackFrames.Axis.SLICES;
      default ->
          throw new IllegalArgumentException(
              "There is no axis \"" + axis + "\"; choose auto, frames or slices.");
    };
  }

  private boolean motion(StackFrames.Axis along) {
    return switch (motion.strip().toLowerCase(Locale.ROOT)) {
      case "auto" -> along == StackFrames.Axis.FRAMES || content.getBitDepth() == 24;
      case "follow" -> true;
      case "none" -> false;
      default ->
          throw new IllegalArgumentException(
              "There is no motion \"" + motion + "\"; choose auto, follow or none.");
    };
  }

  private StackMode mode() {
    return switch (mode.strip().toLowerCase(Locale.ROOT)) {
      case "coherent" -> StackMode.COHERENT;
      case "warm-start" -> StackMode.WARM_START;
      case "independent" -> StackMode.INDEPENDENT;
      default ->
          throw new IllegalArgumentException(
              "There is no mode \"" + mode + "\"; choose coherent, warm-start or independent.");
    };
  }

  private StackSettings settings() {
    SynthesisSettings synthesis =
        StackSettings.frame()
            .withLosses(
                losses ->
                    losses
                        .contentLayers(WeightedLayer.parse(contentLayers))
                        .styleLayers(WeightedLayer.parse(styleLayers))
                        .contentWeight(contentWeight)
                        .styleWeight(styleWeight)
                        .tvWeight(tvWeight))
            .withSchedule(schedule -> schedule.size(size).scales(scales).iterations(iterations))
            .withEngine(
                engine ->
                    engine
                        .method(SynthesisCommand.method(optimizer))
                        .pooling(SynthesisCommand.pooling(pooling))
                        .precision(SynthesisCommand.precision(precision)))
            .withStart(start -> start.seed(seed));
    return StackSettings.of(synthesis)
        .withMode(mode())
        .withMotion(motion(axis()))
        .withTemporalWeight(temporalWeight)
        .withLaterIterations(laterIterations);
  }

  private List<Track> tracks() {
    StackFrames.Axis along = axis();
    boolean each = StackFrames.isChannelByChannel(content) && !(rgb && content.getNChannels() == 1);
    List<Track> tracks = new ArrayList<>();
    for (int place = 1; place <= along.other().length(content); place++) {
      for (int channel = each ? 1 : 0; channel <= (each ? content.getNChannels() : 0); channel++) {
        tracks.add(new Track(new StackFrames(content, along, channel, place), channel));
      }
    }
    return tracks;
  }

  private Stylized stack(
      NeuralStyle neuralStyle, RgbImage styleImage, StackStatus status, String title)
      throws IOException, InterruptedException {
    StackSettings settings = settings();
    StackAssembly assembly = new StackAssembly(content, title, rgb);
    List<Track> tracks = tracks();
    Optional<StackResult> last = Optional.empty();
    for (int i = 0; i < tracks.size() && !status.isStopped(); i++) {
      Track track = tracks.get(i);
      String name = "track-" + (i + 1);
      Optional<Path> folder =
          path(work).map(path -> tracks.size() == 1 ? path : path.resolve(name));
      last =
          Optional.of(
              new StackStyler(neuralStyle, styleImage, settings, folder)
                  .run(track.frames(), assembly.sink(track.frames(), track.channel()), status));
    }
    if (assembly.isEmpty()) {
      throw new CancellationException();
    }
    StackResult done = last.orElseThrow();
    ImagePlus imp = assembly.toImagePlus();
    if (!done.isComplete()) {
      imp.setTitle(title + SynthesisCommand.STOPPED);
    }
    done.settings().toMap().forEach((name, value) -> imp.setProp(name, value.toString()));
    return new Stylized(imp, summary(done));
  }

  private String film(NeuralStyle neuralStyle, RgbImage styleImage, StackStatus status, Path file)
      throws IOException, InterruptedException {
    List<Track> tracks = tracks();
    if (tracks.size() > 1) {
      throw new IllegalArgumentException(
          "A film holds one sequence of frames, and this stack has %d. Save it as TIFF, or make a substack first."
              .formatted(tracks.size()));
    }
    double rate = content.getCalibration().fps;
    if (!(rate > 0)) {
      double interval = content.getCalibration().frameInterval;
      rate = interval > 0 && interval <= 1 ? 1 / interval : DEFAULT_FRAME_RATE;
    }
    try (MovieSink sink = new MovieSink(file, rate, Optional.empty())) {
      StackResult done =
          new StackStyler(neuralStyle, styleImage, settings(), path(work))
              .run(tracks.get(0).frames(), sink, status);
      return summary(done);
    }
  }

  private static String summary(StackResult result) {
    return result.isComplete()
        ? result.planned() + " frames"
        : "stopped after %d of %d frames".formatted(result.frames().size(), result.planned());
  }
}
