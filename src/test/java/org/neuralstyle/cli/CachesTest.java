package org.neuralstyle.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Where native libraries are unpacked, and what if they cannot be. */
class CachesTest extends CliTest {

  private CliProcess process(Path cache) {
    return new CliProcess()
        .option("-Duser.home=" + folder.resolve("no-home"))
        .environment("NEURAL_STYLE_CACHE", cache.toString());
  }

  /** A library that is cut off would end Java by a signal. */
  @Test
  void oneSettingHoldsAllAndDamageIsMended() throws Exception {
    Path cache = folder.resolve("cache");
    assertDone(process(cache).run(folder, "devices"));
    List<Path> libraries = libraries(cache);
    assertTrue(libraries.size() >= 3, libraries.toString());
    for (Path library : libraries) {
      long size = Files.size(library);
      if (library.toString().matches(".*(torch_cpu|djl_torch).*")) {
        cut(library, size / 2);
        Answer answer = process(cache).run(folder, "devices");
        assertDone(answer);
        assertTrue(answer.err().contains("is not whole"), answer.err());
        assertEquals(size, Files.size(library), library.toString());
      }
    }
    assertTrue(Files.notExists(folder.resolve("no-home")));
  }

  @Test
  void aCacheThatCannotBeIsNamedWithAnotherSetting() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "no folder");
    Answer answer = process(file).run(folder, "devices");
    assertEquals(1, answer.code(), answer.err());
    assertTrue(answer.err().contains("cannot be unpacked into " + file), answer.err());
    assertTrue(answer.err().contains("neuralstyle.cache"), answer.err());
    assertTrue(answer.err().contains("NEURAL_STYLE_CACHE"), answer.err());
    assertEquals(1, answer.err().lines().count(), answer.err());
  }

  private static List<Path> libraries(Path cache) throws IOException {
    try (Stream<Path> files = Files.walk(cache)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  private static void cut(Path file, long size) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(size);
    }
  }
}
