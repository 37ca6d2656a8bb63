package org.neuralstyle.cli;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.neuralstyle.settings.SynthesisSettings;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** A command whose options have their defaults from the library's settings. */
interface HasDefaults {

  /**
   * The defaults of the command's options.
   *
   * @return values by name as in {@link SynthesisSettings#toMap()}: {@code contentLayers} for the
   *     option {@code --content-layers}
   */
  Map<String, Object> defaults();

  /** The default of an option, or null if it has none, as picocli wants it. */
  static String defaultValue(ArgSpec argument) {
    if (!(argument instanceof OptionSpec option)
        || !(argument.command().userObject() instanceof HasDefaults command)) {
      return null;
    }
    Map<String, Object> defaults = command.defaults();
    return Arrays.stream(option.names())
        .map(name -> defaults.get(key(name)))
        .filter(Objects::nonNull)
        .map(String::valueOf)
        .findFirst()
        .orElse(null);
  }

  /** {@code contentLayers} for {@code --content-layers}. */
  private static String key(String optionName) {
    return Pattern.compile("-(\\p{Lower})")
        .matcher(optionName.replaceFirst("^--", ""))
        .replaceAll(match -> match.group(1).toUpperCase(Locale.ROOT));
  }
}
