package org.neuralstyle.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ij.IJ;
import ij.ImagePlus;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.neuralstyle.cli.NeuralStyleCli;
import picocli.CommandLine;

/** Small images, the two programs on them, and what they wrote. */
final class Programs {

  /** Columns of a table that no two runs have in common. */
  private static final List<String> TIMES = List.of("seconds", "secondsPerEvaluation");

  /** As deep as all other layers of the tests: the network of this Java never becomes deeper. */
  static final String STYLE_LAYERS = "--style-layers=conv1_1,conv2_2";

  record Answer(int code, String out, String err) {}

  private Programs() {}

  static Answer plain(Object... args) {
    return run(NeuralStyleCli.commandLine(), args);
  }

  /** With the master that the system property names. */
  static Answer spark(Object... args) {
    return run(NeuralStyleCli.elsewhere(new NeuralStyleSpark()), args);
  }

  private static Answer run(CommandLine commandLine, Object... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    commandLine.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return new Answer(NeuralStyleCli.execute(commandLine, words(args)), out + "", err + "");
  }

  /** On the CPU, with an untrained network. */
  static String[] words(Object... args) {
    List<String> words = new ArrayList<>(Stream.of(args).map(String::valueOf).toList());
    words.addAll(List.of("--weights", "untrained", "--device", "cpu"));
    return words.toArray(String[]::new);
  }

  static Path image(Path file, int width, int height, long seed) throws IOException {
    Random random = new Random(seed);
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, random.nextInt());
      }
    }
    ImageIO.write(image, "png", file.toFile());
    return file;
  }

  /** The first half of a file. */
  static Path damaged(Path whole, Path half) throws IOException {
    byte[] bytes = Files.readAllBytes(whole);
    return Files.write(half, Arrays.copyOf(bytes, bytes.length / 2));
  }

  /** The words of a command and some more. */
  static Object[] with(Object[] words, Object... more) {
    return Stream.concat(Stream.of(words), Stream.of(more)).toArray();
  }

  /** The slices of a stack, their names and their pixels. */
  static void assertSameStack(Path expected, Path actual) {
    ImagePlus one = IJ.openImage(expected.toString());
    ImagePlus other = IJ.openImage(actual.toString());
    assertEquals(one.getStackSize(), other.getStackSize());
    for (int i = 1; i <= one.getStackSize(); i++) {
      assertEquals(label(one, i), label(other, i));
      assertArrayEquals(
          (int[]) one.getStack().getProcessor(i).convertToRGB().getPixels(),
          (int[]) other.getStack().getProcessor(i).convertToRGB().getPixels());
    }
  }

  /** What is told of a slice, without its time. */
  private static String label(ImagePlus stack, int slice) {
    return String.valueOf(stack.getStack().getSliceLabel(slice))
        .replaceFirst("(?m)^seconds: .*$", "");
  }

  static void assertSameBytes(Path expected, Path actual) throws IOException {
    assertEquals(-1, Files.mismatch(expected, actual), expected + " and " + actual);
  }

  /** A table's rows without times. */
  static List<List<String>> rows(Path csv) throws IOException {
    List<List<String>> rows =
        Files.readAllLines(csv).stream().map(line -> Arrays.asList(line.split(",", -1))).toList();
    List<Integer> columns =
        Stream.iterate(0, i -> i < rows.get(0).size(), i -> i + 1)
            .filter(i -> !TIMES.contains(rows.get(0).get(i)))
            .toList();
    return rows.stream().map(row -> columns.stream().map(row::get).toList()).toList();
  }
}
