package org.neuralstyle.weights;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;

/**
 * Finds and reads VGG-19's weights: a safetensors file with torchvision's key names ({@code
 * features.0.weight} .. {@code features.34.bias}; F32, F16 or BF16), or the user's cache and what
 * is missing there from a server, or an untrained network, as {@link WeightsChoice} says. It never
 * takes an untrained network unless that is chosen.
 */
public final class WeightsLoader {

  private final WeightsSettings settings;

  /**
   * Makes a loader.
   *
   * @param settings where to look
   */
  public WeightsLoader(WeightsSettings settings) {
    this.settings = settings;
  }

  /**
   * Loads the first convolutions of VGG-19, reading or fetching no more than these need.
   *
   * <p>A download keeps each convolution in the cache as soon as it is complete and checked, so
   * that after one that failed or was cancelled the next only fetches what is missing. Checked are
   * the header, places, types, shapes and sizes, that values are finite, that all convolutions come
   * from one version of the file, and the SHA-256 that a server names for the bytes it sends
   * ({@code Content-Digest}); a SHA-256 of the whole file cannot be checked with parts of it. The
   * cache keeps a SHA-256 of each convolution and checks it at each load; a damaged one is deleted
   * and fetched again.
   *
   * @param choice which weights
   * @param convolutions how many convolutions, 1 .. 16
   * @param listener follows a download and can cancel it
   * @return the weights
   * @throws IllegalArgumentException if VGG-19 has not so many convolutions
   * @throws IOException if a file is not there or not what it should be, or the download failed;
   *     the message says what was found and what to do
   * @throws CancellationException if the listener cancelled the download
   * @throws InterruptedException if the thread was interrupted while it waited for the server
   */
  public Vgg19Weights load(WeightsChoice choice, int convolutions, DownloadListener listener)
      throws IOException, InterruptedException {
    List<Vgg19Convolution> wanted = Vgg19Convolution.first(convolutions);
    if (choice instanceof WeightsChoice.Untrained) {
      return Vgg19Weights.untrained(convolutions);
    }
    if (choice instanceof WeightsChoice.FromFile fromFile) {
      return fromFile(fromFile.path(), "The weights file " + fromFile.path(), wanted);
    }
    if (settings.file().isPresent()) {
      Path file = settings.file().get();
      String source =
          "The weights file "
              + file
              + ", set by "
              + WeightsSettings.FILE_PROPERTY
              + " or NEURAL_STYLE_WEIGHTS,";
      return fromFile(file, source, wanted);
    }
    return fromCache(wanted, listener);
  }

  private Vgg19Weights fromFile(Path file, String source, List<Vgg19Convolution> wanted)
      throws IOException {
    try {
      if (!Files.isRegularFile(file)) {
        throw new IOException(source + kind(file));
      }
      try (FileChannel channel = FileChannel.open(file)) {
        SafetensorsReader reader = SafetensorsReader.of(channel, source);
        List<ConvolutionWeights> layers = new ArrayList<>();
        for (Vgg19Convolution convolution : wanted) {
          layers.add(reader.read(convolution));
        }
        return Vgg19Weights.ofFile(layers, file);
      }
    } catch (FileSystemException e) {
      throw new IOException(source + " cannot be read (" + reason(e) + "). " + fileRemedy(), e);
    } catch (IOException e) {
      throw new IOException(e.getMessage() + ". " + fileRemedy(), e);
    }
  }

  /** Pipes and devices could keep a reader waiting for ever. */
  private static String kind(Path file) {
    return Files.isDirectory(file)
        ? " is a folder"
        : Files.exists(file) ? " is no file but a pipe or a device" : " does not exist";
  }

  /** For example, AccessDenied with the path: such exceptions often have no other text. */
  private static String reason(FileSystemException e) {
    return e.getClass().getSimpleName().replace("Exception", "") + ": " + e.getMessage();
  }

  private String fileRemedy() {
    return "Give the path of a safetensors file of VGG-19 with torchvision's key names, such as "
        + settings.shownAddress()
        + ", or use auto to have the weights downloaded";
  }

  private Vgg19Weights fromCache(List<Vgg19Convolution> wanted, DownloadListener listener)
      throws IOException, InterruptedException {
    WeightsCache cache = cache();
    try {
      Map<Vgg19Convolution, WeightsCache.Layer> layers = cached(cache, wanted);
      if (layers.size() < wanted.size()) {
        download(cache, wanted, layers, listener);
      }
      return Vgg19Weights.ofAddress(
          wanted.stream().map(convolution -> layers.get(convolution).weights()).toList(),
          settings.shownAddress());
    } catch (FileSystemException e) {
      throw new IOException(
          "The weights' cache folder "
              + settings.cacheFolder()
              + " cannot be read and written ("
              + reason(e)
              + "). Make it so, or set another one by the system property "
              + WeightsSettings.CACHE_PROPERTY
              + " or the environment variable NEURAL_STYLE_CACHE",
          e);
    } catch (IOException e) {
      throw new WeightsUnavailableException(
          "The VGG-19 weights could not be downloaded from "
              + settings.shownAddress()
              + ": "
              + e.getMessage()
              + ". Try again (what has arrived is kept), or download that file by other means"
              + " and give its path as weights (--weights FILE, in macros weights=FILE;"
              + " in ImageJ, Plugins > Neural Style > Weights and Device... has the address to copy,"
              + " and takes the file), or"
              + " choose the weights 'untrained'",
          e);
    }
  }

  /**
   * How much of the cache can be used; what is damaged there is deleted.
   *
   * @return convolutions of one version, 0 .. 16
   * @throws IOException if the cache cannot be read
   */
  public int cached() throws IOException {
    return cached(cache(), Vgg19Convolution.ALL).size();
  }

  /**
   * Puts the weights of a file where downloads are kept, in place of those there, so that {@code
   * auto} has them without a network.
   *
   * @param file as for {@link WeightsChoice.FromFile}
   * @throws IOException if it is not what it should be, or the cache cannot be written
   */
  public void importFile(Path file) throws IOException {
    Vgg19Weights weights = fromFile(file, "The weights file " + file, Vgg19Convolution.ALL);
    WeightsCache cache = cache();
    cache.prepare();
    RemoteVersion version = new RemoteVersion("file " + weights.sha256(), Files.size(file));
    for (int i = 0; i < weights.layers().size(); i++) {
      cache.store(
          Vgg19Convolution.ALL.get(i), new WeightsCache.Layer(weights.layers().get(i), version));
    }
  }

  /**
   * Deletes what downloads have left.
   *
   * @throws IOException if it cannot be deleted
   */
  public void removeCached() throws IOException {
    for (Vgg19Convolution convolution : Vgg19Convolution.ALL) {
      cache().remove(convolution);
    }
  }

  private WeightsCache cache() {
    return new WeightsCache(settings.cacheFolder(), settings.address());
  }

  /** The convolutions in the cache that come from the same version of the file as the first. */
  private static Map<Vgg19Convolution, WeightsCache.Layer> cached(
      WeightsCache cache, List<Vgg19Convolution> wanted) throws IOException {
    Map<Vgg19Convolution, WeightsCache.Layer> layers =
        new TreeMap<>(Comparator.comparingInt(Vgg19Convolution::number));
    for (Vgg19Convolution convolution : wanted) {
      cache.load(convolution).ifPresent(layer -> layers.put(convolution, layer));
    }
    layers.values().stream()
        .findFirst()
        .map(WeightsCache.Layer::version)
        .ifPresent(version -> layers.values().removeIf(l -> !l.version().equals(version)));
    return layers;
  }

  private void download(
      WeightsCache cache,
      List<Vgg19Convolution> wanted,
      Map<Vgg19Convolution, WeightsCache.Layer> layers,
      DownloadListener listener)
      throws IOException, InterruptedException {
    cache.prepare();
    WeightsDownload download = new WeightsDownload(settings, listener);
    layers.values().removeIf(layer -> !layer.version().equals(download.version()));
    List<Vgg19Convolution> missing =
        wanted.stream().filter(convolution -> !layers.containsKey(convolution)).toList();
    download.fetch(
        missing,
        (convolution, layer) -> {
          cache.store(convolution, layer);
          layers.put(convolution, layer);
        });
  }
}
