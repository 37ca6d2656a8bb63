package org.neuralstyle.weights;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.neuralstyle.storage.GivenPath;

/** Which weights to compute with. Its text form is what {@link #parse(String)} reads. */
public sealed interface WeightsChoice {

  /**
   * The trained weights that are at hand: the file named by a setting, else the user's cache, else
   * a download into it.
   */
  record Auto() implements WeightsChoice {
    @Override
    public String toString() {
      return "auto";
    }
  }

  /** An untrained network, see {@link Vgg19Weights#untrained(int)}. */
  record Untrained() implements WeightsChoice {
    @Override
    public String toString() {
      return "untrained";
    }
  }

  /**
   * A safetensors file.
   *
   * @param path its path
   */
  record FromFile(Path path) implements WeightsChoice {
    /** Checks that there is a path. */
    public FromFile {
      Objects.requireNonNull(path, "path");
    }

    @Override
    public String toString() {
      return path.toString();
    }
  }

  /**
   * The file of the user's that the weights come from.
   *
   * @param settings where weights are looked for when none are chosen
   * @return a path, or nothing if they come from the cache or are untrained
   */
  default Optional<Path> file(WeightsSettings settings) {
    return this instanceof FromFile chosen
        ? Optional.of(chosen.path())
        : this instanceof Auto ? settings.file() : Optional.empty();
  }

  /**
   * Reads a choice.
   *
   * @param text {@code auto}, {@code untrained} (in any case), or the path of a safetensors file; a
   *     file of such a name is {@code ./auto}
   * @return the choice; whether the file exists is seen when it is loaded
   * @throws IllegalArgumentException if the text is blank or not a path
   */
  static WeightsChoice parse(String text) {
    String trimmed = text.strip();
    if (trimmed.equalsIgnoreCase("auto")) {
      return new Auto();
    }
    if (trimmed.equalsIgnoreCase("untrained")) {
      return new Untrained();
    }
    if (trimmed.isEmpty()) {
      throw new IllegalArgumentException(
          "No weights given: use auto, untrained, or the path of a safetensors file");
    }
    try {
      return new FromFile(GivenPath.of(trimmed));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "Weights are auto, untrained, or the path of a safetensors file. " + e.getMessage(), e);
    }
  }
}
