package org.neuralstyle.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Weights from a file take the place of a download. */
class WeightsImportTest {

  private static final Path FILE =
      Path.of("..", "shared", "weights", "vgg19-oxford-features.safetensors");

  @TempDir Path folder;

  /** Nobody answers at its address. */
  private WeightsLoader loader() {
    return new WeightsLoader(
        new WeightsSettings(
            Optional.empty(),
            URI.create("http://127.0.0.1:1/w.safetensors"),
            folder,
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            1));
  }

  @Test
  void anImportedFileIsUsedWithoutANetworkUntilItIsRemoved() throws Exception {
    Assumptions.assumeTrue(Files.exists(FILE));
    assertEquals(0, loader().cached());
    loader().importFile(FILE);
    assertEquals(16, loader().cached());
    Vgg19Weights imported = loader().load(new WeightsChoice.Auto(), 16, DownloadListener.NONE);
    Vgg19Weights file = loader().load(new WeightsChoice.FromFile(FILE), 16, DownloadListener.NONE);
    assertEquals(file.sha256(), imported.sha256());
    loader().removeCached();
    assertEquals(0, loader().cached());
    IOException e =
        assertThrows(
            IOException.class,
            () -> loader().load(new WeightsChoice.Auto(), 1, DownloadListener.NONE));
    assertEquals(true, e.getMessage().contains("Weights and Device..."), e.getMessage());
  }

  @Test
  void whatIsNoWeightsFileIsRefusedAndTheCacheIsLeftAlone() throws Exception {
    Path file = Files.writeString(folder.resolve("w.safetensors"), "no weights");
    assertThrows(IOException.class, () -> loader().importFile(file));
    assertEquals(0, loader().cached());
  }
}
