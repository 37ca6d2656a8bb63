package org.neuralstyle.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.neuralstyle.storage.KeptFile.UnusableException.Fault;

class KeptFileTest {

  private static final int KIND = ByteBuffer.wrap(ascii("TEST")).getInt();

  @TempDir private Path folder;
  private KeptFile kept;

  @BeforeEach
  void choosePlace() {
    kept = new KeptFile(folder.resolve("file"), "test file", KIND, 2);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** The format as it is described, with the checksum of the JDK. */
  private static byte[] file(String kind, int version, byte[] content) {
    ByteBuffer bytes = ByteBuffer.allocate(4 + 4 + content.length + 8);
    bytes.put(ascii(kind)).putInt(version).put(content);
    CRC32 crc = new CRC32();
    crc.update(bytes.array(), 0, bytes.position());
    return bytes.putLong(crc.getValue()).array();
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  @Test
  void theFormatIsThatOfTheDescription() throws IOException {
    kept.write(out -> out.write(ascii("content")));
    assertArrayEquals(file("TEST", 2, ascii("content")), Files.readAllBytes(kept.path()));
    assertEquals(List.of("file"), names());
    try (DataInputStream in = kept.open()) {
      assertArrayEquals(ascii("content"), in.readNBytes(7));
    }
  }

  @Test
  void whatCannotBeUsedIsToldApart() throws IOException {
    byte[] whole = file("TEST", 2, ascii("content"));
    assertFault(Fault.FOREIGN, "is no test file", new byte[0]);
    assertFault(Fault.FOREIGN, "is no test file", file("ELSE", 2, ascii("content")));
    assertFault(
        Fault.NEWER,
        "is a test file of version 3, and this program knows version 2",
        file("TEST", 3, ascii("content")));
    assertFault(
        Fault.OLDER,
        "is a test file of version 1, and this program knows version 2",
        file("TEST", 1, new byte[0]));
    for (int length = 8; length < whole.length; length++) {
      assertFault(Fault.DAMAGED, "is damaged", Arrays.copyOf(whole, length));
    }
    for (int i = 8; i < whole.length; i++) {
      byte[] flipped = whole.clone();
      flipped[i] ^= 1;
      assertFault(Fault.DAMAGED, "is damaged", flipped);
    }
  }

  private void assertFault(Fault fault, String message, byte[] bytes) throws IOException {
    Files.write(kept.path(), bytes);
    KeptFile.UnusableException e =
        assertThrows(KeptFile.UnusableException.class, kept::open, Arrays.toString(bytes));
    assertEquals(fault, e.fault());
    assertEquals(message, e.getMessage());
  }

  @Test
  void aFailureLeavesWhatWasThere() throws IOException {
    kept.write(out -> out.writeInt(7));
    byte[] before = Files.readAllBytes(kept.path());
    assertThrows(
        IOException.class,
        () ->
            kept.write(
                out -> {
                  out.write(new byte[1 << 20]);
                  throw new IOException("no room");
                }));
    assertArrayEquals(before, Files.readAllBytes(kept.path()));
    assertEquals(List.of("file"), names());
  }

  @Test
  void whatAKilledProgramLeftIsKnown() throws IOException {
    byte[] whole = file("TEST", 2, ascii("content"));
    Files.write(kept.part(), Arrays.copyOf(whole, 9));
    assertTrue(kept.isKindOf(kept.part()));
    Files.write(kept.part(), ascii("T"));
    assertTrue(kept.isKindOf(kept.part()));
    Files.write(kept.part(), ascii("a letter"));
    assertFalse(kept.isKindOf(kept.part()));
  }
}
