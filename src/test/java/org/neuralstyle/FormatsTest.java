package org.neuralstyle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A format writes numbers with the digits and the decimal point of the user's language, unless it
 * is given another, but for {@code %s}. Files, messages and status lines have ASCII digits.
 */
class FormatsTest {

  /** A text on one line, or a block of text; a comment, which is passed over. */
  private static final Pattern TEXT =
      Pattern.compile("(?s)/\\*.*?\\*/|//[^\\n]*|\"\"\".*?\"\"\"|\"(?:[^\"\\\\\\n]|\\\\.)*\"");

  private static final Pattern NUMBER =
      Pattern.compile("%(?:\\d+\\$)?[-#+0,(]*[\\d.]*[doxXeEfgGaAtT]");

  /** Before the format, or before what it is joined to. */
  private static final Pattern ROOT =
      Pattern.compile("Locale\\.ROOT,\\s*(?:\"(?:[^\"\\\\\\n]|\\\\.)*\"\\s*\\+\\s*)*$");

  private static List<String> dependingOnLanguage(String source) {
    List<String> texts = new ArrayList<>();
    Matcher matcher = TEXT.matcher(source);
    while (matcher.find()) {
      String text = matcher.group();
      if (text.startsWith("\"")
          && NUMBER.matcher(text).find()
          && !ROOT.matcher(source.substring(0, matcher.start())).find()) {
        texts.add(text);
      }
    }
    return texts;
  }

  @Test
  void numbersAreWrittenAlikeInAnyLanguage() throws IOException {
    List<String> texts = new ArrayList<>();
    try (Stream<Path> files = Files.walk(Path.of("src", "main", "java"))) {
      for (Path file : files.filter(file -> file.toString().endsWith(".java")).toList()) {
        dependingOnLanguage(Files.readString(file))
            .forEach(text -> texts.add(file.getFileName() + ": " + text));
      }
    }
    assertEquals(List.of(), texts, "Write %s, or String.format(Locale.ROOT, ...).");
  }

  @Test
  void theRuleFindsWhatItIsFor() {
    assertEquals(
        List.of("\"%d of %s\"", "\"%.4g\"", "\"\"\"\n%02d\n\"\"\""),
        dependingOnLanguage(
            """
            a = "%d of %s".formatted(1, 2); // "%d"
            b = String.format("%.4g", x); /* "%f" */
            c = String.format(Locale.ROOT, "%s at " + "%.2f", x) + "50 % of it".formatted();
            d = \"""
            %02d
            \""".formatted(1);
            """));
  }
}
