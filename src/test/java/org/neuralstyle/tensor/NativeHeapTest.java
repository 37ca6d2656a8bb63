package org.neuralstyle.tensor;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.jna.Memory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class NativeHeapTest {

  private static final int BLOCK = 64 << 10;
  private static final int BLOCKS = 3200;

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "only glibc keeps much of what is freed")
  void whatIsFreedGoesBack() throws IOException {
    List<Memory> blocks = new ArrayList<>();
    for (int i = 0; i < BLOCKS; i++) {
      Memory block = new Memory(BLOCK);
      block.clear();
      blocks.add(block);
    }
    // What is still in use at the end holds all before it.
    for (int i = 0; i < BLOCKS - 1; i++) {
      blocks.get(i).close();
    }
    long kept = resident();
    assertTrue(NativeHeap.trim());
    long given = kept - resident();
    assertTrue(given > BLOCK * (long) BLOCKS / 2, given + " bytes of " + BLOCK * (long) BLOCKS);
    blocks.get(BLOCKS - 1).close();
  }

  /** Bytes of this process that are in memory. */
  private static long resident() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
        .findFirst()
        .orElseThrow();
  }
}
