package org.neuralstyle.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.neuralstyle.spark.Programs.Answer;
import org.neuralstyle.tensor.Workers;

/** A folder of contents in one style, against one content after the other without Spark. */
class SparkTransferTest {

  /** With as many threads for one picture as without Spark, bits are the same. */
  @RegisterExtension final LocalSpark spark = new LocalSpark(1, Workers.threads());

  @TempDir Path folder;
  private Path contents;
  private Path style;
  private Path output;

  @BeforeEach
  void makeImages() throws IOException {
    contents = Files.createDirectories(folder.resolve("contents"));
    output = folder.resolve("output");
    Programs.image(contents.resolve("a.png"), 32, 24, 1);
    Programs.image(contents.resolve("b.png"), 24, 24, 2);
    style = Programs.image(folder.resolve("style.png"), 24, 36, 3);
  }

  private Answer transfer(Object... more) {
    Object[] words = {
      "transfer",
      Programs.STYLE_LAYERS,
      "--content",
      contents,
      "--style",
      style,
      "--output",
      output,
      "--size",
      32,
      "--iterations",
      4
    };
    return Programs.spark(Programs.with(words, more));
  }

  @Test
  void picturesAreTheSameAndADamagedContentIsNamed() throws IOException {
    Programs.damaged(contents.resolve("a.png"), contents.resolve("c.png"));
    Answer answer = transfer("--verbose");
    assertEquals(1, answer.code(), answer.err());
    assertTrue(answer.err().contains("Unit 3 of 3 has ended: "), answer.err());
    List<String> table = Files.readAllLines(output.resolve("transfer.csv"));
    assertEquals(4, table.size());
    assertEquals("a.png,a.png,done,", table.get(1).replaceFirst(",done,.*", ",done,"));
    assertTrue(
        table.get(3).startsWith("c.png,,failed," + contents.resolve("c.png") + " is damaged: "),
        table.get(3));
    for (String name : List.of("a.png", "b.png")) {
      Path plain = folder.resolve("plain-" + name);
      Object[] words = {
        "transfer",
        Programs.STYLE_LAYERS,
        "--content",
        contents.resolve(name),
        "--style",
        style,
        "--output",
        plain,
        "--size",
        32,
        "--iterations",
        4
      };
      assertEquals(0, Programs.plain(words).code());
      Programs.assertSameStack(plain, output.resolve(name));
    }

    Files.copy(
        contents.resolve("b.png"),
        contents.resolve("c.png"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    assertEquals(0, transfer().code());
    assertEquals(
        List.of("a.png,a.png,done,found finished", "b.png,b.png,done,found finished"),
        Files.readAllLines(output.resolve("transfer.csv")).subList(1, 3));
    assertTrue(Files.exists(output.resolve("c.png")));
  }

  @Test
  void wrongOptionsAreToldBeforeAnyWork() {
    Answer unknown = transfer("--stile-weight", 3);
    assertEquals(2, unknown.code());
    assertTrue(unknown.err().contains("--stile-weight"), unknown.err());
    assertEquals(2, transfer("--report", "r.json").code());
    assertEquals("a.png\nb.png\n", transfer("--dry-run").out());
  }
}
