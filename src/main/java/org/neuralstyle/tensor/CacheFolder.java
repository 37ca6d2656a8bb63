package org.neuralstyle.tensor;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.neuralstyle.storage.GivenPath;

/**
 * The folder that keeps what is needed again: downloaded weights, and the native libraries of
 * PyTorch, FFmpeg and OpenCV, which are unpacked before they are loaded.
 *
 * @param path the folder; it need not exist
 * @param chosen whether a setting names it. Otherwise it is {@code neural-style} in the platform's
 *     folder for caches, and native libraries are kept where other programs with the same libraries
 *     keep them, {@code ~/.djl.ai} and {@code ~/.javacpp}.
 */
public record CacheFolder(Path path, boolean chosen) {

  /** System property with the folder. */
  public static final String PROPERTY = "neuralstyle.cache";

  /** Environment variable with the folder, if there is no property. */
  public static final String VARIABLE = "NEURAL_STYLE_CACHE";

  /** How to choose another one, for messages: without a full stop. */
  public static final String REMEDY =
      "set another folder by the system property "
          + PROPERTY
          + " or the environment variable "
          + VARIABLE;

  /**
   * The folder of this user on this machine.
   *
   * @return that of the property, else of the variable, else the platform's: {@code
   *     $XDG_CACHE_HOME} or {@code ~/.cache}, {@code ~/Library/Caches}, {@code %LOCALAPPDATA%}
   * @throws IllegalArgumentException if it is no path; the message names the setting
   */
  public static CacheFolder defaults() {
    return of(System::getProperty, System::getenv);
  }

  /**
   * The folder by other settings.
   *
   * @param property gives system properties
   * @param environment gives environment variables
   * @return the folder
   * @throws IllegalArgumentException if it is no path; the message names the setting
   */
  public static CacheFolder of(UnaryOperator<String> property, UnaryOperator<String> environment) {
    return first(property.apply(PROPERTY), environment.apply(VARIABLE))
        .map(text -> new CacheFolder(chosen(text), true))
        .orElseGet(
            () -> new CacheFolder(platform(property, environment).resolve("neural-style"), false));
  }

  private static Path chosen(String text) {
    try {
      return GivenPath.of(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("The setting " + PROPERTY + ": " + e.getMessage(), e);
    }
  }

  private static Path platform(UnaryOperator<String> property, UnaryOperator<String> environment) {
    Path home = Path.of(property.apply("user.home"));
    String system = property.apply("os.name").toLowerCase(Locale.ROOT);
    if (system.startsWith("windows")) {
      return first(environment.apply("LOCALAPPDATA"))
          .map(Path::of)
          .orElse(home.resolve("AppData").resolve("Local"));
    }
    if (system.startsWith("mac")) {
      return home.resolve("Library").resolve("Caches");
    }
    // The XDG base directory specification has relative paths ignored.
    return first(environment.apply("XDG_CACHE_HOME"))
        .map(Path::of)
        .filter(Path::isAbsolute)
        .orElse(home.resolve(".cache"));
  }

  private static Optional<String> first(String... texts) {
    for (String text : texts) {
      if (text != null && !text.isBlank()) {
        return Optional.of(text.strip());
      }
    }
    return Optional.empty();
  }
}
