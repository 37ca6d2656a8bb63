package org.neuralstyle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The pages that people read, and what is in their blocks of code. */
public final class Pages {

  /** The guide. */
  public static final Path GUIDE = Path.of("src", "site", "markdown");

  static final Path README = Path.of("README.md");

  /**
   * A fenced block.
   *
   * @param page where it is
   * @param language after the fence, or nothing
   * @param text its lines
   */
  public record Block(Path page, String language, String text) {}

  private Pages() {}

  /** README and the guide, in order. */
  static List<Path> guide() throws IOException {
    List<Path> pages = new ArrayList<>(List.of(README));
    pages.addAll(markdown(GUIDE, 1));
    return pages;
  }

  /** All pages of the project. */
  static List<Path> all() throws IOException {
    List<Path> pages = new ArrayList<>(markdown(Path.of(""), 1));
    pages.addAll(markdown(Path.of("src", "site"), 2));
    pages.addAll(markdown(Path.of(".github"), 2));
    pages.addAll(markdown(Path.of("src", "main", "resources"), 5));
    return pages;
  }

  static List<Path> markdown(Path folder, int depth) throws IOException {
    try (Stream<Path> files = Files.walk(folder, depth)) {
      return files.filter(file -> file.toString().endsWith(".md")).sorted().toList();
    }
  }

  /**
   * The blocks of README and guide.
   *
   * @param language after the fence
   * @return in order
   */
  public static List<Block> blocks(String language) throws IOException {
    return guide().stream()
        .flatMap(page -> blocks(page).stream())
        .filter(block -> block.language().equals(language))
        .toList();
  }

  /** All blocks of a page. */
  static List<Block> blocks(Path page) {
    List<Block> blocks = new ArrayList<>();
    String language = null;
    StringBuilder text = new StringBuilder();
    for (String line : lines(page)) {
      if (!line.startsWith("```")) {
        text.append(line).append('\n');
      } else if (language == null) {
        language = line.substring(3);
        text.setLength(0);
      } else {
        blocks.add(new Block(page, language, text.toString()));
        language = null;
      }
    }
    return blocks;
  }

  static List<String> lines(Path page) {
    try {
      return Files.readAllLines(page);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
