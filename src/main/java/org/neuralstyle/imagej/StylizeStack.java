package org.neuralstyle.imagej;

import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.option.Codec;
import org.neuralstyle.option.Operation;
import org.neuralstyle.option.Options;
import org.neuralstyle.option.Properties;
import org.neuralstyle.picture.DisplayedImage;
import org.neuralstyle.picture.ImageFiles;
import org.neuralstyle.picture.StackAssembly;
import org.neuralstyle.picture.StackFrames;
import org.neuralstyle.settings.ColorMode;
import org.neuralstyle.settings.Preset;
import org.neuralstyle.settings.StackSettings;
import org.neuralstyle.stack.FrameGuidance;
import org.neuralstyle.stack.MovieSink;
import org.neuralstyle.stack.StackResult;
import org.neuralstyle.stack.StackStyler;
import org.neuralstyle.storage.OutputFile;
import org.neuralstyle.synthesis.Forecast;
import org.neuralstyle.synthesis.Inputs;
import org.neuralstyle.synthesis.NeuralStyle;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/**
 * Gives the frames or slices of a stack the style of an image, so that the result can be watched.
 */
@Plugin(
    type = Command.class,
    label = "Stylize Stack...",
    description = "Gives the frames of a film, or the slices of a stack, the style of an image.",
    visible = false)
public final class StylizeStack extends NeuralStyleCommand {

  private static final double DEFAULT_FRAME_RATE = 25;

  @Parameter(persist = false)
  private ImagePlus content;

  @Parameter(persist = false)
  private ImagePlus style;

  @Parameter(persist = false, required = false)
  private String style2;

  @Parameter(persist = false, required = false)
  private String style3;

  @Parameter(persist = false)
  private boolean selections;

  @Parameter(persist = false, required = false)
  private String mask;

  @Parameter(persist = false, required = false)
  private String contentLabels;

  @Parameter(persist = false, required = false)
  private String styleLabels;

  @Parameter(persist = false, required = false)
  private String styleShares;

  @Parameter(persist = false, required = false)
  private String styleScale;

  @Parameter(persist = false, required = false)
  private String feather;

  @Parameter(persist = false, required = false)
  private String colour;

  @Parameter(persist = false, required = false)
  private String styleBy;

  @Parameter(persist = false, required = false)
  private String mode;

  @Parameter(persist = false)
  private String axis;

  @Parameter(persist = false)
  private String motion;

  @Parameter(persist = false, required = false)
  private String temporalWeight;

  @Parameter(persist = false, required = false)
  private String size;

  @Parameter(persist = false)
  private String preset;

  @Parameter(persist = false, required = false)
  private String strength;

  @Parameter(persist = false, required = false)
  private String styleWeight;

  @Parameter(persist = false, required = false)
  private String contentLayers;

  @Parameter(persist = false, required = false)
  private String styleLayers;

  @Parameter(persist = false, required = false)
  private String contentWeight;

  @Parameter(persist = false, required = false)
  private String tvWeight;

  @Parameter(persist = false, required = false)
  private String scales;

  @Parameter(persist = false, required = false)
  private String iterations;

  @Parameter(persist = false, required = false)
  private String laterIterations;

  @Parameter(persist = false, required = false)
  private String seed;

  @Parameter(persist = false, required = false)
  private String optimizer;

  @Parameter(persist = false, required = false)
  private String pooling;

  @Parameter(persist = false, required = false)
  private String precision;

  @Parameter(persist = false)
  private boolean rgb;

  @Parameter(persist = false, required = false)
  private String work;

  @Parameter(persist = false, required = false)
  private String output;

  @Parameter(type = ItemIO.OUTPUT)
  private ImagePlus result;

  /** SciJava creates its commands itself. */
  public StylizeStack() {
    super(Operation.STACK);
  }

  @Override
  void suggest() {
    preset = Codec.shown(Options.PRESET.codec().writer().apply(Preset.SUGGESTED));
  }

  /** Frames that depend on each other. */
  private record Track(StackFrames frames, int channel) {}

  /** A result, and in words how it ended. */
  private record Stylized(ImagePlus imp, String summary) {}

  @Override
  Optional<String> expected(Forecasters forecasters) throws IOException, InterruptedException {
    List<Track> tracks = tracks();
    int frames = tracks.get(0).frames().count();
    Forecast each =
        StackStyler.forecast(
            Inputs.of(DisplayedImage.of(content).toRgb(), DisplayedImage.of(style).toRgb()),
            settings(),
            frames,
            forecasters.on(value(Options.DEVICE)));
    Forecast all = Forecast.sum(Collections.nCopies(tracks.size(), each));
    return Optional.of("%s frames: %s".formatted(tracks.size() * frames, all));
  }

  @Override
  void execute(RunDisplay display) throws IOException, InterruptedException {
    initialize();
    if (isCanceled()) {
      return;
    }
    RgbImage styleImage = GuideInputs.of(this).style(style);
    Optional<Path> file = value(Options.STACK_OUTPUT);
    if (file.isPresent() && !MovieSink.isMovie(file.get())) {
      new OutputFile("output", file.get()).checkApart(inputs());
      ImageFiles.checkTarget(file.get());
    }
    String title =
        SynthesisCommand.name(content) + " in the style of " + SynthesisCommand.name(style);
    try (StackStatus status = new StackStatus(title, tracks().size(), display);
        NeuralStyle neuralStyle = computation().open()) {
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
  private List<Path> inputs() {
    return Stream.concat(
            Stream.of(content, style).flatMap(imp -> ImageFiles.fileOf(imp).stream()),
            computation().files().stream())
        .toList();
  }

  private StackFrames.Axis axis() {
    return switch (value(Options.AXIS)) {
      case "frames" -> StackFrames.Axis.FRAMES;
      case "slices" -> StackFrames.Axis.SLICES;
      default -> StackFrames.Axis.of(content);
    };
  }

  private boolean followsMotion() {
    return switch (value(Options.MOTION)) {
      case "follow" -> true;
      case "none" -> false;
      default -> axis() == StackFrames.Axis.FRAMES || content.getBitDepth() == 24;
    };
  }

  private FrameGuidance guidance() {
    return GuideInputs.of(this).ofFrames(content, style, axis());
  }

  private StackSettings stackSettings() {
    return settings().withMotion(followsMotion());
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
    StackSettings settings = stackSettings();
    FrameGuidance guidance = guidance();
    StackAssembly assembly = new StackAssembly(content, title, rgb);
    List<Track> tracks = tracks();
    Optional<StackResult> last = Optional.empty();
    for (int i = 0; i < tracks.size() && !status.isStopped(); i++) {
      Track track = tracks.get(i);
      String name = "track-" + (i + 1);
      Optional<Path> folder =
          value(Options.WORK).map(path -> tracks.size() == 1 ? path : path.resolve(name));
      last =
          Optional.of(
              new StackStyler(neuralStyle, styleImage, settings, folder)
                  .withGuidance(guidance)
                  .run(
                      track.frames(),
                      assembly.sink(
                          track.frames(),
                          track.channel(),
                          guidance,
                          settings.synthesis().blending().colour() == ColorMode.CONTENT),
                      status));
    }
    if (assembly.isEmpty() || status.isCancelled()) {
      throw new CancellationException();
    }
    StackResult done = last.orElseThrow();
    ImagePlus imp = assembly.toImagePlus();
    if (!done.isComplete()) {
      imp.setTitle(title + SynthesisCommand.STOPPED);
    }
    Properties.of(done.settings()).forEach((name, value) -> imp.setProp(name, value.toString()));
    return new Stylized(imp, summary(done));
  }

  private String film(NeuralStyle neuralStyle, RgbImage styleImage, StackStatus status, Path file)
      throws IOException, InterruptedException {
    List<Track> tracks = tracks();
    if (tracks.size() > 1) {
      throw new IllegalArgumentException(
          "A film holds one sequence of frames, and this stack has %s. Save it as TIFF, or make a substack first."
              .formatted(tracks.size()));
    }
    double rate = content.getCalibration().fps;
    if (!(rate > 0)) {
      double interval = content.getCalibration().frameInterval;
      rate = interval > 0 && interval <= 1 ? 1 / interval : DEFAULT_FRAME_RATE;
    }
    try (MovieSink sink = new MovieSink(file, rate, Optional.empty())) {
      StackResult done =
          new StackStyler(neuralStyle, styleImage, stackSettings(), value(Options.WORK))
              .withGuidance(guidance())
              .run(tracks.get(0).frames(), sink, status);
      return summary(done);
    }
  }

  private static String summary(StackResult result) {
    return result.isComplete()
        ? result.planned() + " frames"
        : "stopped after %s of %s frames".formatted(result.frames().size(), result.planned());
  }
}
