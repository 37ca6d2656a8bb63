package org.neuralstyle.imagej;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The options of a command in a macro of ImageJ 1.x: {@code key=value key=[a value] key='a value'
 * flag}. Unlike {@code ij.Macro.getValue}, which takes the first place where a key's name occurs,
 * this looks for keys outside of values only.
 */
final class MacroOptions {

  private MacroOptions() {}

  /**
   * Reads options.
   *
   * @param text as ImageJ passes it to a command
   * @return values by key, in order; a flag, which has none, is empty
   * @throws IllegalArgumentException if a key comes twice or a value never ends; the message names
   *     it
   */
  static Map<String, Optional<String>> parse(String text) {
    Map<String, Optional<String>> options = new LinkedHashMap<>();
    int place = skipSpaces(text, 0);
    while (place < text.length()) {
      int end = place;
      while (end < text.length() && text.charAt(end) != '=' && !isSpace(text, end)) {
        end++;
      }
      String key = text.substring(place, end);
      Optional<String> value = Optional.empty();
      if (end < text.length() && text.charAt(end) == '=') {
        int begin = end + 1;
        end = valueEnd(text, begin, key);
        value = Optional.of(text.substring(begin, end));
      }
      if (options.put(key, value.map(MacroOptions::unquoted)) != null) {
        throw new IllegalArgumentException("The key %s is given twice.".formatted(key));
      }
      place = skipSpaces(text, end);
    }
    return options;
  }

  /**
   * Writes a value so that {@link #parse}, and ImageJ, read it again.
   *
   * @param value any text
   * @return the value as it is, in brackets or in quotes
   * @throws IllegalArgumentException if none of them can hold it
   */
  static String quoted(String value) {
    boolean plain = !value.isEmpty() && value.chars().noneMatch(Character::isWhitespace);
    if (plain && !value.startsWith("[") && !value.startsWith("'")) {
      return value;
    } else if (closing("[" + value + "]", 0) == value.length() + 1) {
      return "[" + value + "]";
    } else if (value.indexOf('\'') < 0) {
      return "'" + value + "'";
    }
    throw new IllegalArgumentException(
        "A macro cannot hold the text %s: it has a bracket without its partner and a quotation mark."
            .formatted(value));
  }

  private static String unquoted(String value) {
    boolean quoted = value.startsWith("[") || value.startsWith("'");
    return quoted ? value.substring(1, value.length() - 1) : value;
  }

  private static int valueEnd(String text, int begin, String key) {
    int end = begin;
    if (text.startsWith("[", begin)) {
      end = closing(text, begin) + 1;
    } else if (text.startsWith("'", begin)) {
      end = text.indexOf('\'', begin + 1) + 1;
    } else {
      while (end < text.length() && !isSpace(text, end)) {
        end++;
      }
      return end;
    }
    if (end == 0) {
      throw new IllegalArgumentException(
          "The value of %s begins with %s and never ends; write %s=[value]."
              .formatted(key, text.charAt(begin), key));
    }
    return end;
  }

  /** Where the bracket closes that opens at a place; -1 if it does not. */
  private static int closing(String text, int open) {
    int depth = 0;
    for (int i = open; i < text.length(); i++) {
      depth += text.charAt(i) == '[' ? 1 : text.charAt(i) == ']' ? -1 : 0;
      if (depth == 0) {
        return i;
      }
    }
    return -1;
  }

  private static int skipSpaces(String text, int from) {
    int place = from;
    while (place < text.length() && isSpace(text, place)) {
      place++;
    }
    return place;
  }

  private static boolean isSpace(String text, int place) {
    return Character.isWhitespace(text.charAt(place));
  }
}
