package org.neuralstyle.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ij.ImagePlus;
import ij.process.FloatProcessor;
import java.awt.image.BufferedImage;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.neuralstyle.picture.ImageFiles;

/** Images on their way from files through the command line to files. */
class InputImageTest extends CliTest {

  private static final Path CASES = Path.of("..", "shared", "cases", "images");

  /** Without style the content comes back. */
  private Answer same(Path input, Path output) {
    return runQuickly(
        "transfer",
        "--content",
        input,
        "--style",
        style,
        "--output",
        output,
        "--size",
        64,
        "--iterations",
        2,
        "--style-weight",
        0,
        "--content-layers",
        "conv1_1",
        "--style-layers",
        "conv1_1");
  }

  @Test
  void transparencyGoesThrough() throws IOException {
    BufferedImage sticker = new BufferedImage(40, 30, BufferedImage.TYPE_INT_ARGB);
    for (int y = 0; y < 30; y++) {
      for (int x = 0; x < 40; x++) {
        sticker.setRGB(x, y, x < 20 ? 0xff20a040 : 0x00ff00ff);
      }
    }
    Path input = folder.resolve("sticker.png");
    ImageIO.write(sticker, "png", input.toFile());
    assertDone(same(input, output));
    BufferedImage result = ImageIO.read(output.toFile());
    assertEquals(255, result.getRGB(10, 24) >>> 24);
    assertEquals(0xa0, result.getRGB(10, 24) >> 8 & 255, 2);
    assertEquals(0, result.getRGB(54, 24));

    Path frames = Files.createDirectory(folder.resolve("frames"));
    Files.copy(input, frames.resolve("1.png"));
    Path out = folder.resolve("out");
    assertDone(
        runQuickly(
            "stylize-video",
            frames,
            style,
            out,
            "--mode",
            "independent",
            "--iterations",
            2,
            "--style-weight",
            0,
            "--content-layers",
            "conv1_1",
            "--style-layers",
            "conv1_1"));
    result = ImageIO.read(out.resolve("frame-000001.png").toFile());
    assertEquals(0xff20a040, result.getRGB(2, 2));
    assertEquals(0, result.getRGB(38, 2));
  }

  @Test
  void warningsAreTold() throws IOException {
    FloatProcessor ip = new FloatProcessor(40, 30);
    for (int i = 0; i < 1200; i++) {
      ip.setf(i, i);
    }
    ip.setf(7, 3, Float.POSITIVE_INFINITY);
    Path input = folder.resolve("ratio.tif");
    ImageFiles.save(new ImagePlus("ratio", ip), input);
    Answer answer = same(input, output);
    assertDone(answer);
    assertTrue(answer.err().contains("Warning: " + input + " holds infinite"), answer.err());
    assertTrue(answer.err().contains("x=7, y=3"), answer.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"exif6.jpg", "rgb16.png", "cmyk.tif", "photo.webp", "icc-swapped.png"})
  void casesComeOutRight(String name) throws IOException {
    assumeTrue(Files.exists(CASES.resolve(name)), CASES + " is missing");
    assertDone(same(CASES.resolve(name), output));
    assertSize(64, 43, output);
    int argb = ImageIO.read(output.toFile()).getRGB(10, 10);
    assertEquals(220, argb >> 16 & 255, 3);
    assertEquals(30, argb >> 8 & 255, 3);
    assertEquals(30, argb & 255, 3);
  }

  @Test
  void deepPondComesOutRight() throws IOException {
    assumeTrue(Files.exists(CASES), CASES + " is missing");
    assertDone(same(CASES.resolve("pond16.tif"), output));
    int argb = ImageIO.read(output.toFile()).getRGB(10, 10);
    assertEquals(48, argb >> 16 & 255, 3);
    assertEquals(91, argb >> 8 & 255, 3);
    assertEquals(106, argb & 255, 3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"px1.png", "px3.png", "row.png", "column.png", "panorama.png", "odd.png"})
  void unusualSizesAreDoneOrRefused(String name) {
    assumeTrue(Files.exists(CASES.resolve(name)), CASES + " is missing");
    Answer answer = same(CASES.resolve(name), output);
    assertNoTrace(answer);
    assertTrue(answer.code() == 0 || answer.err().contains(" px"), answer.err());
    assertEquals(answer.code() == 0, Files.exists(output));
  }

  @ParameterizedTest
  @ValueSource(strings = {"jpg", "png", "gif", "bmp", "tif"})
  void halfAnImageIsRefusedAndNothingWritten(String extension) throws IOException {
    Path whole = folder.resolve("whole." + extension);
    ImageFiles.save(ImageFiles.open(content), whole);
    byte[] bytes = Files.readAllBytes(whole);
    Path half = folder.resolve("half." + extension);
    Files.write(half, Arrays.copyOf(bytes, bytes.length / 2));
    Answer answer = same(half, output);
    assertEquals(2, answer.code());
    assertTrue(answer.err().contains(half + " is damaged: "), answer.err());
    assertNoTrace(answer);
    assertFalse(Files.exists(output));
  }

  @Test
  void tooLittleMemoryIsSaid() throws Exception {
    Path huge = folder.resolve("huge.png");
    writeBlack(huge, 12000, 9000);
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx256m",
                    "-cp",
                    System.getProperty("java.class.path"),
                    NeuralStyleCli.class.getName(),
                    "transfer",
                    "--content",
                    huge.toString(),
                    "--style",
                    style.toString(),
                    "--output",
                    output.toString()))
            .redirectErrorStream(true)
            .start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    assertEquals(2, process.exitValue(), text);
    assertTrue(text.contains("too little memory (256 MB) to open " + huge), text);
    assertFalse(text.contains("Exception"), text);
  }

  /** A PNG in one row of bytes at a time. */
  private static void writeBlack(Path path, int width, int height) throws IOException {
    Path data = path.resolveSibling("data");
    Deflater fast = new Deflater(Deflater.BEST_SPEED);
    try (DeflaterOutputStream out =
        new DeflaterOutputStream(Files.newOutputStream(data), fast, 1 << 16)) {
      byte[] row = new byte[1 + 3 * width];
      for (int y = 0; y < height; y++) {
        out.write(row);
      }
    } finally {
      fast.end();
    }
    try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(path))) {
      out.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
      byte[] header = {
        0,
        0,
        (byte) (width >> 8),
        (byte) width,
        0,
        0,
        (byte) (height >> 8),
        (byte) height,
        8,
        2,
        0,
        0,
        0
      };
      chunk(out, "IHDR", header);
      chunk(out, "IDAT", Files.readAllBytes(data));
      chunk(out, "IEND", new byte[0]);
    }
  }

  private static void chunk(DataOutputStream out, String name, byte[] data) throws IOException {
    out.writeInt(data.length);
    CheckedOutputStream checked = new CheckedOutputStream(out, new CRC32());
    checked.write(name.getBytes(StandardCharsets.US_ASCII));
    checked.write(data);
    out.writeInt((int) checked.getChecksum().getValue());
  }
}
