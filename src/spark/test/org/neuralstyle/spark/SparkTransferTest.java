package org.neuralstyle.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.neuralstyle.spark.Programs.Answer;
import org.neuralstyle.tensor.Workers;

/** A folder of contents in one style, against one content after the other without Spark. */
class SparkTransferTest {

  @TempDir Path folder;
  private Path contents;
  private Path style;
  private Path output;

  @BeforeEach
  void makeImages() throws IOException {
    // With as many threads for one picture as without Spark, bits are the same.
    System.setProperty("spark.master", "local[" + Workers.threads() + "]");
    System.setProperty("spark.task.cpus", String.valueOf(Workers.threads()));
    System.setProperty("spark.ui.enabled", "false");
    System.setProperty("spark.driver.host", "localhost");
    contents = Files.createDirectories(folder.resolve("contents"));
    output = folder.resolve("output");
    Programs.image(contents.resolve("a.png"), 32, 24, 1);
    Programs.image(contents.resolve("b.png"), 24, 24, 2);
    style = Programs.image(folder.resolve("style.png"), 24, 36, 3);
  }

  @AfterEach
  void forgetSpark() {
    System.getProperties().keySet().removeIf(key -> key.toString().startsWith("spark."));
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
    Object[] all = Arrays.copyOf(words, words.length + more.length);
    System.arraycopy(more, 0, all, words.length, more.length);
    return Programs.spark(all);
  }

  @Test
  void picturesAreTheSameAndADamagedContentIsNamed() throws IOException {
    byte[] bytes = Files.readAllBytes(contents.resolve("a.png"));
    Files.write(contents.resolve("c.png"), Arrays.copyOf(bytes, bytes.length / 2));
    Answer answer = transfer();
    assertEquals(1, answer.code(), answer.err());
    List<String> table = Files.readAllLines(output.resolve("transfer.csv"));
    assertEquals(4, table.size());
    assertEquals("a.png,a.png,done,", table.get(1).replaceFirst(",done,.*", ",done,"));
    assertTrue(table.get(3).startsWith("c.png,,failed,"), table.get(3));
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
