package org.neuralstyle.former;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What somebody wrote for the version before, and what it gave. In the files of examples, a line is
 * followed by {@code > FILE: NAME=VALUE; NAME=VALUE} for each file that it leaves, or by {@code !
 * TEXT} if it is refused with a message that holds the text; {@code @} is a folder with the images.
 *
 * @param line what was written
 * @param left what it leaves, without the signs before them
 * @param refusal what the message says; empty if it is no refusal
 */
public record Example(String line, List<String> left, String refusal) {

  /** Images, results and kept runs of the version before. */
  private static final Path FOLDER = folder();

  private static Path folder() {
    try {
      return Path.of(Example.class.getResource("content.png").toURI()).getParent();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Reads examples.
   *
   * @param name of their file
   * @return all of them, in order
   * @throws IOException if there is no such file
   */
  public static List<Example> read(String name) throws IOException {
    List<Example> examples = new ArrayList<>();
    List<String> lines =
        Files.readAllLines(FOLDER.resolve(name)).stream()
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .toList();
    for (int i = 0; i < lines.size(); ) {
      String line = lines.get(i++);
      List<String> left = new ArrayList<>();
      String refusal = "";
      for (; i < lines.size() && lines.get(i).matches("[>!] .*"); i++) {
        String rest = lines.get(i).substring(2);
        if (lines.get(i).startsWith(">")) {
          left.add(rest);
        } else {
          refusal = rest;
        }
      }
      examples.add(new Example(line, left, refusal));
    }
    return examples;
  }

  /**
   * Copies what the version before left to where it may be changed.
   *
   * @param target a folder, made if it is not there
   * @throws IOException if it cannot be written
   */
  public static void copyTo(Path target) throws IOException {
    try (Stream<Path> files = Files.walk(FOLDER)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = target.resolve(FOLDER.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
  }

  /** The line with a folder in place of its sign. */
  public String in(Path folder) {
    return line.replace("@", folder.toString());
  }

  /**
   * Checks that what the line leaves is what it left before.
   *
   * @param folder the one in place of the sign
   */
  public void check(Path folder) {
    for (String expected : left) {
      String[] parts = expected.split(": ", 2);
      Path file = folder.resolve(parts[0]);
      assertTrue(Files.exists(file), () -> line + " does not leave " + file.getFileName());
      Map<String, String> facts = facts(file);
      for (String pair : parts[1].split("; ")) {
        String[] named = pair.split("=", 2);
        String found = facts.get(named[0]);
        assertEquals(plain(named[1]), plain(found), () -> line + ": " + named[0] + " of " + facts);
      }
    }
  }

  private static Map<String, String> facts(Path file) {
    try {
      return Facts.of(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Numbers that are equal however they are written.
   *
   * @param text a number or not
   * @return one text for all that are equal
   */
  public static String plain(String text) {
    try {
      return String.valueOf(Double.parseDouble(text));
    } catch (NumberFormatException | NullPointerException e) {
      return text;
    }
  }

  @Override
  public String toString() {
    return line.replaceFirst("(.{70}).*", "$1 ...");
  }
}
