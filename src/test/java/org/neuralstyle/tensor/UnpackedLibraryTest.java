package org.neuralstyle.tensor;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A library that is not what the jar holds would end Java without a message. */
class UnpackedLibraryTest {

  @TempDir private Path folder;
  private final byte[] bytes = new byte[5_000_000];
  private Path file;
  private URL source;

  @BeforeEach
  void pack() throws IOException {
    new Random(3).nextBytes(bytes);
    Path jar = folder.resolve("native.jar");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new ZipEntry("lib.so"));
      out.write(bytes);
    }
    source = URI.create("jar:" + jar.toUri() + "!/lib.so").toURL();
    file = Files.write(folder.resolve("lib.so"), bytes);
  }

  private boolean isWhole() throws IOException {
    return new UnpackedLibrary(file, source).isWhole();
  }

  @Test
  void damageIsFoundAtEqualLengthToo() throws IOException {
    byte[] damaged = bytes.clone();
    damaged[4_000_000] ^= 1;
    Files.write(file, damaged);
    assertFalse(isWhole());
    Files.write(file, new byte[10]);
    assertFalse(isWhole());
  }

  @Test
  void aWholeOneIsReadOnceAndAgainWhenItHasChanged() throws IOException {
    assertTrue(isWhole());
    assertTrue(isWhole());
    bytes[7] ^= 1;
    Files.write(file, bytes);
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(60)));
    assertFalse(isWhole());
  }
}
