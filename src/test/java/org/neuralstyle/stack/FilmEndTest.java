package org.neuralstyle.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files whose parts have lengths, cut at every byte. */
class FilmEndTest {

  @TempDir private Path folder;

  private boolean isMissing(byte[] bytes, String kind) throws IOException {
    return FilmEnd.isMissing(Files.write(folder.resolve("film"), bytes), kind);
  }

  /** The lengths at which nothing seems to be missing. */
  private Set<Integer> whole(byte[] bytes, String kind) throws IOException {
    Set<Integer> whole = new TreeSet<>();
    for (int length = 1; length <= bytes.length; length++) {
      if (!isMissing(Arrays.copyOf(bytes, length), kind)) {
        whole.add(length);
      }
    }
    return whole;
  }

  private static byte[] parts(String... hexadecimal) {
    return HexFormat.of().parseHex(String.join("", hexadecimal));
  }

  /** An EBML header of 2 bytes, then a segment. */
  @ParameterizedTest
  @CsvSource({
    // of 11 bytes: a cluster of 3, and a void one of 1
    "1A45DFA3 82 0000 18538067 8B 1F43B675 83 010203 EC 81 00, 23",
    // of unknown length: a cluster of unknown length with a block, and a cluster of 3 with one
    "1A45DFA3 82 0000 18538067 FF 1F43B675 FF A3 81 00 1F43B675 83 A3 81 00, '7 12 17 20 28'",
    // a length of eight bytes
    "1A45DFA3 82 0000 EC 0100000000000003 010203, '7 19'",
  })
  void matroskaIsCutAnywhereButBetweenElements(String hexadecimal, String whole)
      throws IOException {
    byte[] bytes = parts(hexadecimal.split(" "));
    Set<Integer> expected = new TreeSet<>();
    for (String length : whole.split(" ")) {
      expected.add(Integer.valueOf(length));
    }
    // What follows the header may be missing altogether.
    expected.add(7);
    assertEquals(expected, whole(bytes, "matroska,webm"));
  }

  @ParameterizedTest
  @CsvSource({"188, 0", "192, 4"})
  void transportStreamsAreCutWithinPackets(int length, int before) throws IOException {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    for (int packet = 0; packet < 3; packet++) {
      byte[] bytes = new byte[length];
      bytes[before] = 0x47;
      stream.write(bytes);
    }
    Set<Integer> whole = whole(stream.toByteArray(), "mpegts");
    // Less than the mark of the first is no stream at all.
    whole.removeIf(cut -> cut <= before);
    assertEquals(Set.of(length, 2 * length, 3 * length), whole);
  }

  /** The second box has its length in eight bytes; a last one of length 0 goes to the end. */
  @Test
  void boxesAreCutAnywhereButBetweenThem() throws IOException {
    String first = "0000000C 66747970 01020304";
    String second = "00000001 6D6F6F76 0000000000000012 0102";
    byte[] bytes = parts((first + " " + second + " 00000000 6D646174 01").split(" "));
    assertEquals(Set.of(12, 30, 38, 39), whole(bytes, "mov,mp4,m4a,3gp,3g2,mj2"));
  }

  /** A chunk of 3 bytes has one more. */
  @Test
  void riffIsCutAnywhereButBetweenChunks() throws IOException {
    byte[] bytes = parts("52494646 03000000 010203 00 52494646 04000000 01020304".split(" "));
    Set<Integer> whole = whole(bytes, "avi");
    whole.removeIf(cut -> cut < 8);
    assertEquals(Set.of(11, 12, 13, 14, 15, 16, 17, 18, 19, 24), whole);
  }

  @Test
  void gifsEndWithTheirMarkAndPerhapsZeros() throws IOException {
    byte[] bytes = parts("474946383961", "01", "3B", "0000");
    assertEquals(Set.of(8, 9, 10), whole(bytes, "gif"));
  }

  @Test
  void othersDoNotSay() throws IOException {
    assertEquals(Set.of(1, 2, 3), whole(new byte[3], "flv"));
  }
}
