package org.neuralstyle.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.neuralstyle.spark.Programs.Answer;

/** Sweeps on two threads of Spark, against the same without Spark. */
class SparkSweepsTest {

  @RegisterExtension final LocalSpark spark = new LocalSpark(2, 1);
  @TempDir Path folder;
  private Path content;
  private Path other;
  private Path style;

  @BeforeEach
  void makeImages() throws IOException {
    content = Programs.image(folder.resolve("content.png"), 32, 24, 1);
    other = Programs.image(folder.resolve("other.png"), 32, 32, 2);
    style = Programs.image(folder.resolve("style.png"), 24, 36, 3);
  }

  private Object[] gallery(Path output, Object... more) {
    return Programs.with(
        new Object[] {
          "gallery",
          Programs.STYLE_LAYERS,
          "--content",
          content,
          "--content",
          other,
          "--style",
          style,
          "--style",
          content,
          "--size",
          32,
          "--iterations",
          4,
          "--output",
          output
        },
        more);
  }

  private static Map<Path, FileTime> runs(Path output) throws IOException {
    Map<Path, FileTime> times = new TreeMap<>();
    try (Stream<Path> files = Files.list(output.resolve("runs"))) {
      for (Path file : files.toList()) {
        times.put(file, Files.getLastModifiedTime(file));
      }
    }
    return times;
  }

  @Test
  void aGalleryIsTheSameAndGoesOn() throws IOException {
    Path plain = folder.resolve("plain");
    Path spark = folder.resolve("spark");
    assertEquals(0, Programs.plain(gallery(plain)).code());
    Answer answer = Programs.spark(gallery(spark));
    assertEquals(0, answer.code(), answer.toString());
    Programs.assertSameStack(plain.resolve("gallery.tif"), spark.resolve("gallery.tif"));
    Programs.assertSameBytes(plain.resolve("gallery.png"), spark.resolve("gallery.png"));
    assertEquals(
        Programs.rows(plain.resolve("gallery.csv")), Programs.rows(spark.resolve("gallery.csv")));

    Map<Path, FileTime> kept = runs(spark);
    assertEquals(4, kept.size());
    Files.delete(kept.keySet().iterator().next());
    assertEquals(0, Programs.spark(gallery(spark)).code());
    Map<Path, FileTime> again = runs(spark);
    assertEquals(kept.keySet(), again.keySet());
    again.entrySet().removeAll(kept.entrySet());
    assertEquals(1, again.size(), "only the one that was not there is done again");
    Programs.assertSameStack(plain.resolve("gallery.tif"), spark.resolve("gallery.tif"));
  }

  @Test
  void aDamagedContentIsNamedAndTheRestIsDone() throws IOException {
    Path damaged = Programs.damaged(content, folder.resolve("damaged.png"));
    Path output = folder.resolve("output");
    Answer answer = Programs.spark(gallery(output, "--content", damaged));
    assertEquals(1, answer.code(), answer.err());
    assertTrue(answer.out().contains("6 of 6 runs, 2 failed"), answer.out());
    String[] table = Files.readString(output.resolve("gallery.csv")).split("\n");
    assertEquals(7, table.length);
    assertTrue(table[5].contains("failed") && table[5].contains("damaged.png"), table[5]);
    assertEquals(4, runs(output).size());
  }

  /** Whichever part of the network an executor has, all runs are kept as the plain program does. */
  @Test
  void aSweepOfLayersIsTheSame() throws IOException {
    Path plain = folder.resolve("plain");
    Path spark = folder.resolve("spark");
    Object[] sweep = {
      "sweep",
      "layers",
      "--content",
      content,
      "--layers",
      "conv1_1,conv2_2",
      "--size",
      24,
      "--iterations",
      4,
      "--output"
    };
    assertEquals(0, Programs.plain(Programs.with(sweep, plain)).code());
    Answer answer = Programs.spark(Programs.with(sweep, spark));
    assertEquals(0, answer.code(), answer.toString());
    Programs.assertSameStack(plain.resolve("layer-sweep.tif"), spark.resolve("layer-sweep.tif"));
    Programs.assertSameBytes(plain.resolve("layer-sweep.png"), spark.resolve("layer-sweep.png"));
    assertEquals(names(plain), names(spark));
  }

  private static List<Path> names(Path output) throws IOException {
    return runs(output).keySet().stream().map(Path::getFileName).toList();
  }

  @Test
  void aDryRunTellsTheUnitsWithoutSpark() {
    System.setProperty("spark.master", "nowhere");
    Path output = folder.resolve("output");
    Answer answer = Programs.spark(gallery(output, "--dry-run"));
    assertEquals(0, answer.code(), answer.toString());
    assertTrue(answer.out().contains("other.png in style.png\n"), answer.out());
    assertFalse(Files.exists(output));
  }

  @Test
  void whoNamesNoMasterOrABadOneIsToldWhatToDo() {
    System.setProperty("spark.master", "nowhere");
    Answer bad = Programs.spark(gallery(folder.resolve("output")));
    assertEquals(1, bad.code());
    assertTrue(bad.err().contains("the master nowhere: Could not parse"), bad.err());
    System.clearProperty("spark.master");
    Answer none = Programs.spark(gallery(folder.resolve("output")));
    assertEquals(1, none.code());
    assertTrue(none.err().contains("spark-submit --master"), none.err());
  }
}
