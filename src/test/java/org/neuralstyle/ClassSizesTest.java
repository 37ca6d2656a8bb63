package org.neuralstyle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A long class does more than one job. */
class ClassSizesTest {

  private static final int LINES = 400;
  private static final int LINES_OF_FACADE = 200;

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src", "main", "java"))) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
  }

  @Test
  void noClassIsLong() throws IOException {
    List<String> tooLong = new ArrayList<>();
    for (Path file : sources()) {
      int allowed = file.endsWith("NeuralStyle.java") ? LINES_OF_FACADE : LINES;
      int lines = Files.readAllLines(file).size();
      if (lines > allowed) {
        tooLong.add("%s: %d lines, %d allowed".formatted(file, lines, allowed));
      }
    }
    assertEquals(List.of(), tooLong);
  }
}
