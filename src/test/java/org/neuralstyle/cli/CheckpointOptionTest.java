package org.neuralstyle.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.neuralstyle.picture.ImageFiles;

/** What {@code --checkpoint} does, and what it refuses. */
class CheckpointOptionTest extends CliTest {

  private Answer transfer(int iterations, Object... more) {
    List<Object> args = new ArrayList<>(List.of("transfer", "--content", content));
    args.addAll(List.of("--style", style, "--output", output, "--report", report));
    args.addAll(List.of("--iterations", iterations, "--precision", "float32"));
    args.addAll(List.of(more));
    return runQuickly(args.toArray());
  }

  @Test
  void aFinishedRunGoesOnWithMoreIterations() throws IOException {
    assertDone(transfer(16));
    byte[] whole = Files.readAllBytes(output);
    List<JsonObject> losses = evaluations(readReport());
    Path checkpoint = folder.resolve("run.checkpoint");
    assertDone(transfer(11, "--checkpoint", checkpoint));
    assertEquals(11, evaluations(readReport()).size());
    Answer more = transfer(16, "--checkpoint", checkpoint, "--verbose");
    assertDone(more);
    assertTrue(more.err().contains("run.checkpoint after 1"), more.err());
    assertArrayEquals(whole, Files.readAllBytes(output));
    assertEquals(losses, evaluations(readReport()));
  }

  @Test
  void whatItCannotGoOnFromIsBadInput() throws IOException {
    Path checkpoint = folder.resolve("run.checkpoint");
    assertDone(transfer(2, "--checkpoint", checkpoint));
    Files.delete(output);
    for (Answer refused :
        List.of(
            transfer(2, "--checkpoint", checkpoint, "--style-weight", 2),
            transfer(1, "--checkpoint", checkpoint),
            transfer(2, "--checkpoint", content),
            transfer(2, "--checkpoint", image("other.png", 20, 28, 3)),
            transfer(2, "--checkpoint", report),
            transfer(2, "--checkpoint", folder.resolve("no/run")))) {
      assertEquals(NeuralStyleCli.BAD_INPUT, refused.code(), refused.err());
      assertNoTrace(refused);
      assertFalse(Files.exists(output));
    }
    Files.writeString(checkpoint, "a letter");
    Answer foreign = transfer(2, "--checkpoint", checkpoint);
    assertTrue(foreign.err().contains("is no checkpoint of a run"), foreign.err());
    assertEquals("a letter", Files.readString(checkpoint));
  }

  /** The image that a run starts from is neither content nor style. */
  @Test
  void propertiesNameContentAndStyle() throws IOException {
    output = folder.resolve("result.tif");
    assertDone(transfer(1, "--init", image("start.png", 30, 30, 4)));
    ImagePlus result = ImageFiles.open(output);
    assertEquals("content.png", result.getProp("neuralstyle.content"));
    assertEquals("style.png", result.getProp("neuralstyle.style"));
  }

  @Test
  void sizesThatFitNoBufferAreSaidBeforeTheStart() {
    Answer answer = transfer(1, "--size", 32768);
    assertEquals(NeuralStyleCli.BAD_INPUT, answer.code(), answer.err());
    assertTrue(answer.err().contains("A result of 32768 x 24576 px is too large"), answer.err());
    assertTrue(answer.err().contains("at most 15428 px"), answer.err());
    assertNoTrace(answer);
  }
}
