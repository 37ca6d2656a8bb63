package org.neuralstyle.weights;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A safetensors file on a server, of which only the header and the convolutions asked for are
 * fetched, by HTTP range.
 *
 * <p>What is checked: the header, each tensor's place, type, shape and size, that its values are
 * finite, that each answer is the range asked for of one and the same version of the file, and the
 * SHA-256 of a range where the server names it ({@code Content-Digest}). What the server names for
 * the whole file (an entity tag that is a SHA-256, {@code Repr-Digest}, {@code Digest}) cannot be
 * checked with parts of it; the entity tag serves to tell versions apart.
 */
final class WeightsDownload {

  /** Shorter gaps between tensors are fetched rather than asked around. */
  private static final long MAX_GAP = 1 << 15;

  /** Takes a convolution as soon as it has arrived and is checked. */
  interface Sink {
    void accept(Vgg19Convolution convolution, WeightsCache.Layer layer) throws IOException;
  }

  private record Part(Vgg19Convolution convolution, SafetensorsHeader.Tensor tensor) {}

  private final HttpRanges ranges;
  private final DownloadListener listener;
  private final SafetensorsHeader header;

  /** Fetches the header. */
  WeightsDownload(WeightsSettings settings, DownloadListener listener)
      throws IOException, InterruptedException {
    this.ranges = new HttpRanges(settings, listener);
    this.listener = listener;
    String source = "the file on the server";
    byte[] prefix = fetch(0, SafetensorsHeader.PREFIX_BYTES);
    long fileBytes = ranges.version().bytes();
    int jsonLength = SafetensorsHeader.jsonLength(prefix, fileBytes, source);
    byte[] json =
        fetch(SafetensorsHeader.PREFIX_BYTES, SafetensorsHeader.PREFIX_BYTES + (long) jsonLength);
    this.header = SafetensorsHeader.parse(json, fileBytes, source);
  }

  private byte[] fetch(long begin, long end) throws IOException, InterruptedException {
    try (RangeBody body = ranges.open(begin, end, bytes -> {})) {
      byte[] bytes = body.read(Math.toIntExact(end - begin));
      body.finish();
      return bytes;
    }
  }

  RemoteVersion version() {
    return ranges.version();
  }

  /** Fetches convolutions, in the order of the file. */
  void fetch(List<Vgg19Convolution> convolutions, Sink sink)
      throws IOException, InterruptedException {
    List<Part> parts = new ArrayList<>();
    for (Vgg19Convolution convolution : convolutions) {
      parts.add(new Part(convolution, header.kernel(convolution)));
      parts.add(new Part(convolution, header.bias(convolution)));
    }
    parts.sort(Comparator.comparingLong(part -> part.tensor().begin()));
    List<List<Part>> runs = runs(parts);
    Assembly assembly = new Assembly(sink, runs);
    for (List<Part> run : runs) {
      assembly.fetch(run);
    }
  }

  /** Groups parts that lie together, so that each group is one request. */
  private static List<List<Part>> runs(List<Part> sorted) throws IOException {
    List<List<Part>> runs = new ArrayList<>();
    long end = Long.MIN_VALUE;
    for (Part part : sorted) {
      if (part.tensor().begin() < end) {
        throw new IOException(
            "the file on the server is not a valid safetensors file: tensor "
                + part.tensor().name()
                + " overlaps another one");
      }
      if (runs.isEmpty() || part.tensor().begin() - end > MAX_GAP) {
        runs.add(new ArrayList<>());
      }
      runs.get(runs.size() - 1).add(part);
      end = part.tensor().end();
    }
    return runs;
  }

  private static long begin(List<Part> run) {
    return run.get(0).tensor().begin();
  }

  private static long end(List<Part> run) {
    return run.get(run.size() - 1).tensor().end();
  }

  /** Puts convolutions together from their tensors as these arrive. */
  private final class Assembly {
    private final Sink sink;
    private final long total;
    private final Map<String, float[]> tensors = new HashMap<>();
    private long done;

    Assembly(Sink sink, List<List<Part>> runs) {
      this.sink = sink;
      this.total = runs.stream().mapToLong(run -> end(run) - begin(run)).sum();
    }

    void fetch(List<Part> run) throws IOException, InterruptedException {
      try (RangeBody body = ranges.open(begin(run), end(run), this::arrived)) {
        List<Vgg19Convolution> unconfirmed = new ArrayList<>();
        long position = begin(run);
        for (Part part : run) {
          SafetensorsHeader.Tensor tensor = part.tensor();
          body.read(Math.toIntExact(tensor.begin() - position));
          tensors.put(tensor.name(), header.decode(tensor, body.read(tensor.length())));
          position = tensor.end();
          if (body.namesDigest()) {
            unconfirmed.add(part.convolution());
          } else {
            deliver(part.convolution());
          }
        }
        body.finish();
        for (Vgg19Convolution convolution : unconfirmed) {
          deliver(convolution);
        }
      }
    }

    private void arrived(long bytes) {
      done += bytes;
      listener.progress(done, total);
    }

    /** Hands a convolution on if both its tensors are there. */
    private void deliver(Vgg19Convolution convolution) throws IOException {
      if (tensors.containsKey(convolution.kernelKey())
          && tensors.containsKey(convolution.biasKey())) {
        ConvolutionWeights weights =
            new ConvolutionWeights(
                convolution.inChannels(),
                convolution.outChannels(),
                tensors.remove(convolution.kernelKey()),
                tensors.remove(convolution.biasKey()));
        sink.accept(convolution, new WeightsCache.Layer(weights, ranges.version()));
      }
    }
  }
}
