package org.neuralstyle.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** The images beside content and style, from the command line. */
class GuidesTest extends CliTest {

  /** White up to a column, black from there. */
  private Path mask(String name, int columns) throws IOException {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < WIDTH * HEIGHT; i++) {
      image.getRaster().setSample(i % WIDTH, i / WIDTH, 0, i % WIDTH < columns ? 255 : 0);
    }
    Path path = folder.resolve(name);
    ImageIO.write(image, "png", path.toFile());
    return path;
  }

  private Answer transfer(Object... more) {
    Object[] all = new Object[more.length + 9];
    System.arraycopy(
        new Object[] {
          "transfer", "--content", content, "--style", style, "--output", output, "--iterations", 3
        },
        0,
        all,
        0,
        9);
    System.arraycopy(more, 0, all, 9, more.length);
    return runQuickly(all);
  }

  @Test
  void allControlsTogether() throws Exception {
    assertDone(
        transfer(
            "--style2",
            image("second.png", 24, 24, 5),
            "--style3",
            image("third.png", 22, 26, 6),
            "--style-shares",
            "0.5,0.3,0.2",
            "--style-scale",
            "0.9",
            "--mask",
            mask("mask.png", 12),
            "--feather",
            3,
            "--colour",
            "content",
            "--report",
            report));
    BufferedImage before = ImageIO.read(content.toFile());
    BufferedImage after = ImageIO.read(output.toFile());
    int changed = 0;
    for (int i = 0; i < WIDTH * HEIGHT; i++) {
      int x = i % WIDTH;
      int y = i / WIDTH;
      if (x >= 12) {
        assertEquals(before.getRGB(x, y), after.getRGB(x, y));
      } else if (before.getRGB(x, y) != after.getRGB(x, y)) {
        changed++;
      }
    }
    assertTrue(changed > HEIGHT * 6, changed + " pixels changed");
    assertTrue(Files.readString(report).contains("\"colour\": \"content\""));
  }

  @Test
  void labelsChooseRegions() throws Exception {
    Path labels = mask("labels.png", 16);
    assertDone(transfer("--content-labels", labels, "--style-labels", labels));
    Answer answer = transfer("--content-labels", labels);
    assertEquals(2, answer.code());
    assertNoTrace(answer);
    assertTrue(answer.err().contains("Give both"), answer.err());
  }

  @Test
  void whatIsWrongIsNamed() throws Exception {
    for (Object[] wrong :
        new Object[][] {
          {"--mask", folder.resolve("none.png"), "No such file"},
          {"--mask", mask("black.png", 0), "black everywhere"},
          {"--style-shares", "1,2", "there are 1 styles"},
          {"--style-scale", "0", "style scale must be"},
          {"--colour", "green", "style, content, matched"},
          {"--style-by", "median", "gram, gram-mean-std, w2, neighbours"}
        }) {
      Answer answer = transfer(wrong[0], wrong[1]);
      assertEquals(2, answer.code(), answer.err());
      assertNoTrace(answer);
      assertTrue(answer.err().contains((String) wrong[2]), answer.err());
    }
  }

  /** Frames and masks in folders. */
  @Test
  void filmsHaveAMaskForEachFrame() throws Exception {
    Path in = Files.createDirectory(folder.resolve("in"));
    Path masks = Files.createDirectory(folder.resolve("masks"));
    for (int i = 0; i < 2; i++) {
      Files.move(image("f" + i + ".png", WIDTH, HEIGHT, 7), in.resolve("f" + i + ".png"));
      Files.move(mask("m" + i + ".png", 10 + i), masks.resolve("m" + i + ".png"));
    }
    Path out = folder.resolve("out");
    assertDone(
        runQuickly(
            "stylize-video",
            in,
            style,
            out,
            "--mask",
            masks,
            "--iterations",
            2,
            "--colour",
            "matched",
            "--style-by",
            "w2",
            "--strength",
            "0.5"));
    for (int i = 0; i < 2; i++) {
      BufferedImage before = ImageIO.read(in.resolve("f" + i + ".png").toFile());
      BufferedImage after = ImageIO.read(out.resolve("frame-00000" + (i + 1) + ".png").toFile());
      for (int x = 10 + i; x < WIDTH; x++) {
        assertEquals(before.getRGB(x, 5), after.getRGB(x, 5));
      }
      assertTrue(
          before.getRGB(4, 5) != after.getRGB(4, 5) || before.getRGB(3, 9) != after.getRGB(3, 9));
    }
  }
}
