package org.neuralstyle.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import ij.IJ;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.neuralstyle.former.Example;

/** What the version before kept on disk: the same command goes on with it. */
class FormerWorkTest extends CliTest {

  private Path place;

  @BeforeEach
  void copy() throws IOException {
    place = folder.resolve("former");
    Example.copyTo(place);
    output = place.resolve("more.png");
  }

  private Answer resume(String line) {
    return runQuickly((Object[]) line.replace("@", place.toString()).split(" "));
  }

  private Answer sweep(String target) {
    return resume(
        "sweep layer-sets --style @/style.png --set conv1_1 --set block1 --size 0 --iterations 3 --seed 5 --precision float32 --verbose --output @/"
            + target);
  }

  private Answer transfer(int iterations, int seed) {
    return resume(
        "transfer --content @/content.png --style @/style.png --output @/more.png --report @/more.json --content-layers conv1_2:0.5,relu2_1 --style-layers 1,block2 --content-weight 2 --style-weight 2e5 --tv-weight 0.5 --init noise --size 16 --scales 1 --optimizer lbfgs --pooling average --checkpoint @/run.checkpoint --verbose --iterations %d --seed %d"
            .formatted(iterations, seed));
  }

  private Answer film(String more) {
    return resume(
        "stylize-video @/frames @/style.png @/film --work @/work --iterations 3 --style-layers 1,2 --content-layers 1 --precision float32 --verbose"
            + more);
  }

  /** All that a folder holds, by names. */
  private static Map<String, byte[]> contents(Path folder) throws IOException {
    Map<String, byte[]> contents = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        contents.put(file.getFileName().toString(), Files.readAllBytes(file));
      }
    }
    return contents;
  }

  private static void assertKept(Map<String, byte[]> before, Path folder) throws IOException {
    Map<String, byte[]> after = contents(folder);
    before.forEach((name, bytes) -> assertArrayEquals(bytes, after.get(name), name));
  }

  private JsonObject report(String name) throws IOException {
    return JsonParser.parseString(Files.readString(place.resolve(name))).getAsJsonObject();
  }

  @Test
  void keptRunsOfASweepAreFound() throws IOException {
    Map<String, byte[]> runs = contents(place.resolve("sweep/runs"));
    Path table = place.resolve("sweep/layer-set-sweep.csv");
    List<String> before = Files.readAllLines(table);
    Files.delete(table);
    Answer answer = sweep("sweep");
    assertDone(answer);
    assertTrue(answer.err().contains("2 of 2 runs are found finished"), answer.err());
    assertKept(runs, place.resolve("sweep/runs"));
    assertEquals(runs.size(), contents(place.resolve("sweep/runs")).size());
    // The numbers of runs that are found, seconds too, are those of the version before.
    assertEquals(values(before), values(Files.readAllLines(table)));
  }

  /** By column and row, since columns may be added. */
  private static Map<String, String> values(List<String> table) {
    Map<String, String> values = new TreeMap<>();
    List<String> columns = List.of(table.get(0).split(","));
    for (int row = 1; row < table.size(); row++) {
      String[] cells = table.get(row).split(",");
      for (String column : List.of("label", "styleLoss", "totalLoss", "evaluations", "seconds")) {
        values.put(row + " " + column, cells[columns.indexOf(column)]);
      }
    }
    return values;
  }

  @Test
  void keptRunsOfAnotherVersionStayAndAreNotTaken() throws IOException {
    Map<String, byte[]> runs = contents(place.resolve("packed/runs"));
    Answer answer = sweep("packed");
    assertDone(answer);
    assertTrue(answer.err().contains("holds 2 finished runs, but none of these"), answer.err());
    assertKept(runs, place.resolve("packed/runs"));
    assertEquals(4, contents(place.resolve("packed/runs")).size());
  }

  @Test
  void aCheckpointGoesOnWithMoreIterations() throws IOException {
    List<JsonObject> before = evaluations(report("transfer.json"));
    Answer answer = transfer(8, 7);
    assertDone(answer);
    assertTrue(answer.err().contains("run.checkpoint after 6"), answer.err());
    List<JsonObject> after = evaluations(report("more.json"));
    assertEquals(8, after.size());
    for (int i = 0; i < before.size(); i++) {
      for (String loss : before.get(i).keySet()) {
        assertEquals(before.get(i).get(loss), after.get(i).get(loss), loss + " of " + i);
      }
    }
    assertTrue(number(after.get(7), "total") < 2 * number(after.get(5), "total"), after.toString());
    assertSize(16, 13, output);
  }

  @Test
  void aCheckpointOfAnotherRunIsRefused() throws IOException {
    byte[] before = Files.readAllBytes(place.resolve("run.checkpoint"));
    Answer answer = transfer(8, 9);
    assertEquals(NeuralStyleCli.BAD_INPUT, answer.code(), answer.err());
    assertTrue(answer.err().contains("seed 7, not 9"), answer.err());
    assertArrayEquals(before, Files.readAllBytes(place.resolve("run.checkpoint")));
  }

  @Test
  void theWorkFolderOfAFilmGoesOn() throws IOException {
    Map<String, byte[]> work = contents(place.resolve("work"));
    Answer answer = film("");
    assertDone(answer);
    assertTrue(answer.err().contains("frame 1/3 was finished before"), answer.err());
    assertTrue(answer.err().contains("frame 2/3 was finished before"), answer.err());
    assertTrue(answer.err().contains("frame 3/3: 1 evaluations"), answer.err());
    assertKept(work, place.resolve("work"));
    for (String frame : List.of("frame-000001.png", "frame-000002.png")) {
      assertArrayEquals(pixels("out/" + frame), pixels("film/" + frame), frame);
    }
    assertEquals(3, contents(place.resolve("film")).size());
  }

  private int[] pixels(String file) {
    return (int[]) IJ.openImage(place.resolve(file).toString()).getProcessor().getPixels();
  }

  @Test
  void theWorkFolderOfAnotherFilmIsRefused() throws IOException {
    Map<String, byte[]> work = contents(place.resolve("work"));
    Answer answer = film(" --style-weight 5");
    assertNotEquals(NeuralStyleCli.OK, answer.code(), answer.err());
    assertTrue(answer.err().contains("holds another stack: its styleWeight is"), answer.err());
    List<String> names = new ArrayList<>(work.keySet());
    assertEquals(names, new ArrayList<>(contents(place.resolve("work")).keySet()));
    assertKept(work, place.resolve("work"));
  }
}
