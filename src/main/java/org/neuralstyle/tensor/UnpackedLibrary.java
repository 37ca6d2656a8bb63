package org.neuralstyle.tensor;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A library that was unpacked from a jar, which holds its length and CRC-32. As the sum of half a
 * gigabyte takes its time, it is taken once, and anew when the file has changed since.
 *
 * @param file that was unpacked
 * @param source in the jar
 */
record UnpackedLibrary(Path file, URL source) {

  private static final Logger LOG = LoggerFactory.getLogger(UnpackedLibrary.class);
  private static final int BLOCK = 1 << 20;

  /** Whether the file is what is in the jar, as far as the jar says. */
  boolean isWhole() throws IOException {
    URLConnection connection = source.openConnection();
    long bytes = connection.getContentLengthLong();
    if (bytes >= 0 && Files.size(file) != bytes) {
      return false;
    }
    if (!(connection instanceof JarURLConnection jar) || jar.getJarEntry().getCrc() < 0) {
      return true;
    }
    long sum = jar.getJarEntry().getCrc();
    String state = Long.toHexString(sum) + " " + Files.getLastModifiedTime(file);
    Path note = file.resolveSibling(file.getFileName() + ".crc32");
    if (Files.exists(note) && Files.readString(note).equals(state)) {
      return true;
    }
    if (sum() != sum) {
      return false;
    }
    try {
      Files.writeString(note, state);
    } catch (IOException e) {
      LOG.debug("{} is checked at every start", file, e);
    }
    return true;
  }

  private long sum() throws IOException {
    CRC32 sum = new CRC32();
    byte[] block = new byte[BLOCK];
    try (InputStream in = new CheckedInputStream(Files.newInputStream(file), sum)) {
      while (in.read(block) >= 0) {
        Thread.onSpinWait();
      }
    }
    return sum.getValue();
  }
}
