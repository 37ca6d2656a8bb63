package org.neuralstyle.imagej;

import ij.ImagePlus;
import ij.WindowManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.option.InputOptions;
import org.neuralstyle.option.Option;
import org.neuralstyle.picture.DisplayedImage;
import org.neuralstyle.picture.GuideImages;
import org.neuralstyle.picture.ImageFiles;
import org.neuralstyle.picture.StackFrames;
import org.neuralstyle.stack.FrameGuidance;
import org.neuralstyle.stack.FrameSource;
import org.neuralstyle.storage.GivenPath;
import org.neuralstyle.synthesis.Guidance;

/**
 * The images beside content and style, each named by the title of an open image or by its file.
 *
 * @param names by the keys of the options
 * @param selections whether the selections of content and style count
 */
record GuideInputs(Map<String, String> names, boolean selections) {

  /** What a command was given. */
  static GuideInputs of(NeuralStyleCommand command) {
    Map<String, String> names = new LinkedHashMap<>();
    InputOptions.GUIDES.forEach(
        option -> command.value(option).ifPresent(name -> names.put(option.key(), name)));
    return new GuideInputs(names, command.value(InputOptions.SELECTIONS));
  }

  /** What a command was given, and what else a result tells of its run. */
  static GuideInputs of(NeuralStyleCommand command, Map<String, String> properties) {
    GuideInputs given = of(command);
    InputOptions.GUIDES.stream()
        .map(Option::key)
        .filter(properties::containsKey)
        .forEach(key -> given.names.putIfAbsent(key, properties.get(key)));
    boolean before = Boolean.parseBoolean(properties.get(InputOptions.SELECTIONS.key()));
    return new GuideInputs(given.names, given.selections || before);
  }

  /** What a result tells of them. */
  Map<String, String> sources() {
    Map<String, String> sources = new LinkedHashMap<>(names);
    if (selections) {
      sources.put(InputOptions.SELECTIONS.key(), "true");
    }
    return sources;
  }

  /** Those of them that are files and no open images. */
  static Stream<Path> files(Map<String, String> sources) {
    return InputOptions.GUIDES.stream()
        .flatMap(option -> Stream.ofNullable(sources.get(option.key())))
        .filter(name -> WindowManager.getImage(name) == null)
        .map(GivenPath::of)
        .filter(Files::exists);
  }

  /**
   * The guidance of a still.
   *
   * @throws IllegalArgumentException if an image is missing; the message names it
   */
  Guidance guidance(ImagePlus content, ImagePlus style) {
    Guidance guidance =
        GuideImages.of(
            Optional.empty(),
            option ->
                Optional.ofNullable(names.get(option.key()))
                    .map(name -> DisplayedImage.of(image(option.key(), name))));
    if (!selections) {
      return guidance;
    }
    if (GuideImages.selection(content).isEmpty() && GuideImages.selection(style).isEmpty()) {
      throw new IllegalArgumentException(
          "Selections are to be used, and neither content nor style has one with an area. Draw one, or leave out selections.");
    }
    return new Guidance(
        guidance.styles(),
        GuideImages.both(guidance.inside(), GuideImages.selection(content)),
        guidance.contentLabels(),
        guidance.styleLabels().map(labels -> GuideImages.cropped(style, labels)),
        GuideImages.selectedOfCropped(style));
  }

  /** The style, or the part of it that is selected. */
  RgbImage style(ImagePlus style) {
    RgbImage whole = DisplayedImage.of(style).toRgb();
    return selections ? GuideImages.cropped(style, whole) : whole;
  }

  /** The guidance of a stack: masks and labels of the content may have an image for each frame. */
  FrameGuidance ofFrames(ImagePlus content, ImagePlus style, StackFrames.Axis axis) {
    Map<String, String> still = new LinkedHashMap<>(names);
    Optional<FrameSource> masks = frames(still, InputOptions.MASK.key(), axis);
    Optional<FrameSource> labels = frames(still, InputOptions.CONTENT_LABELS.key(), axis);
    return new FrameGuidance(
        new GuideInputs(still, selections).guidance(content, style), masks, labels);
  }

  private static Optional<FrameSource> frames(
      Map<String, String> still, String key, StackFrames.Axis axis) {
    if (!still.containsKey(key)) {
      return Optional.empty();
    }
    ImagePlus imp = image(key, still.get(key));
    StackFrames.Axis own = axis.length(imp) > 1 ? axis : axis.other();
    if (own.length(imp) == 1) {
      return Optional.empty();
    }
    still.remove(key);
    return Optional.of(new StackFrames(imp, own, 0, 1));
  }

  private static ImagePlus image(String key, String name) {
    ImagePlus open = WindowManager.getImage(name);
    if (open != null) {
      return open;
    }
    Path file = GivenPath.of(name);
    if (!Files.exists(file)) {
      throw new IllegalArgumentException(
          "%s=[%s]: no open image has this title, and there is no such file. %s"
              .formatted(key, name, ExploreCommand.titles()));
    }
    try {
      return ImageFiles.open(file);
    } catch (IOException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }
}
