package org.neuralstyle.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.neuralstyle.spark.Programs.Answer;
import org.neuralstyle.tensor.Workers;

/** A film of two scenes, with and without Spark. */
class SparkFilmTest {

  private static final int FRAMES = 5;
  private static final int CUT = 3;

  @RegisterExtension final LocalSpark spark = new LocalSpark(1, Workers.threads());
  @TempDir Path folder;
  private Path film;
  private Path style;

  @BeforeEach
  void makeFilm() throws IOException {
    film = Files.createDirectories(folder.resolve("film"));
    style = Programs.image(folder.resolve("style.png"), 24, 36, 3);
    for (int i = 0; i < FRAMES; i++) {
      BufferedImage frame = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
      for (int y = 0; y < 32; y++) {
        for (int x = 0; x < 32; x++) {
          int wave = (int) (127 * (1 + Math.sin((x + i) / 3.0) * Math.cos(y / 4.0)));
          frame.setRGB(x, y, i < CUT ? wave << 16 | wave : 0xffffff - wave * 0x10100);
        }
      }
      ImageIO.write(frame, "png", film.resolve("frame" + i + ".png").toFile());
    }
  }

  private Object[] film(String output, Object... more) {
    return Programs.with(
        new Object[] {
          "stylize-video",
          film,
          style,
          folder.resolve(output),
          Programs.STYLE_LAYERS,
          "--size",
          32,
          "--iterations",
          6,
          "--work",
          folder.resolve(output + "-work")
        },
        more);
  }

  private void assertSame(String one, String other) throws IOException {
    for (int i = 1; i <= FRAMES; i++) {
      String name = "frame-00000" + i + ".png";
      Programs.assertSameBytes(
          folder.resolve(one).resolve(name), folder.resolve(other).resolve(name));
    }
  }

  @Test
  void aScenePerUnit() throws IOException {
    Answer told = Programs.spark(film("told", "--dry-run"));
    assertEquals("frames 1 to 3\nframes 4 to 5\n", told.out(), told.err());
    assertFalse(Files.exists(folder.resolve("told-work")));
    assertEquals(0, Programs.plain(film("plain", "--colour", "matched")).code());
    Answer answer = Programs.spark(film("spark", "--colour", "matched"));
    assertEquals(0, answer.code(), answer.err());
    assertSame("plain", "spark");
  }

  @Test
  void independentFramesAndADamagedOne() throws IOException {
    assertEquals(0, Programs.plain(film("plain", "--mode", "independent")).code());
    Path third = film.resolve("frame2.png");
    byte[] whole = Files.readAllBytes(third);
    Programs.damaged(third, third);
    Answer damaged = Programs.spark(film("spark", "--mode", "independent"));
    assertEquals(1, damaged.code());
    assertTrue(damaged.err().contains("frame2.png"), damaged.err());
    Files.write(third, whole);
    Answer answer = Programs.spark(film("spark", "--mode", "independent"));
    assertEquals(0, answer.code(), answer.err());
    assertSame("plain", "spark");
  }

  @Test
  void aWorkFolderIsNeeded() {
    List<Object> words = List.of("stylize-video", film, style, folder.resolve("out"));
    Answer answer = Programs.spark(words.toArray());
    assertEquals(2, answer.code());
    assertTrue(answer.err().contains("Give --work"), answer.err());
  }
}
