package org.neuralstyle.study;

import java.util.Optional;
import org.neuralstyle.settings.Initialization;
import org.neuralstyle.settings.SynthesisSettings;

/**
 * One run of a sweep as a description: its result follows from it, the images it names and the
 * network's weights.
 *
 * @param label what distinguishes it from the sweep's other runs, for slices and rows
 * @param content name of the content image, if there is one
 * @param style name of the style image, if there is one
 * @param settings all settings, the seed among them
 * @param repetition 0, or the number of a repetition that must be computed anew, to take its time
 */
public record Run(
    String label,
    Optional<String> content,
    Optional<String> style,
    SynthesisSettings settings,
    int repetition) {

  /**
   * A reconstruction.
   *
   * @param label of the run
   * @param content name of the image
   * @param settings with content layers only
   * @return the run
   */
  static Run reconstruction(String label, Source content, SynthesisSettings settings) {
    return new Run(label, Optional.of(content.name()), Optional.empty(), settings, 0);
  }

  /**
   * A texture.
   *
   * @param label of the run
   * @param style name of the style
   * @param settings with style layers only, from noise
   * @return the run
   */
  static Run texture(String label, Source style, SynthesisSettings settings) {
    return new Run(label, Optional.empty(), Optional.of(style.name()), settings, 0);
  }

  /**
   * A style transfer.
   *
   * @param label of the run
   * @param content the content
   * @param style the style
   * @param settings with content and style layers
   * @return the run
   */
  static Run transfer(String label, Source content, Source style, SynthesisSettings settings) {
    return new Run(label, Optional.of(content.name()), Optional.of(style.name()), settings, 0);
  }

  /**
   * The same with other settings.
   *
   * @param other settings
   * @return a new one
   */
  public Run withSettings(SynthesisSettings other) {
    return new Run(label, content, style, other, repetition);
  }

  /**
   * The same under another name.
   *
   * @param other label
   * @return a new one
   */
  public Run withLabel(String other) {
    return new Run(other, content, style, settings, repetition);
  }

  Run withRepetition(int number) {
    return new Run(label, content, style, settings, number);
  }

  /**
   * The command that does the same.
   *
   * @return {@code reconstruct}, {@code texture} or {@code transfer}
   */
  public String operation() {
    if (settings.losses().styleLayers().isEmpty()) {
      return "reconstruct";
    }
    return settings.losses().contentLayers().isEmpty()
            && settings.start().initialization() == Initialization.NOISE
            && content.isEmpty()
        ? "texture"
        : "transfer";
  }
}
