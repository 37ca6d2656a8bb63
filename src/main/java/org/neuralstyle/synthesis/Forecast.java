package org.neuralstyle.synthesis;

import java.util.List;
import java.util.Locale;
import org.neuralstyle.vgg.Layer;

/**
 * What a run is expected to take, before it starts.
 *
 * @param bytes peak of the memory: of the device where that has its own, otherwise of the process
 * @param seconds if all evaluations are used
 */
public record Forecast(long bytes, double seconds) {

  /** What a process with Java and libtorch holds without any image; measured. */
  private static final double PROCESS = 0.35e9;

  /**
   * What the allocator of the process holds in relation to the feature maps in use, which come and
   * go in many sizes; measured. Arrays of the image's size fill each other's places.
   */
  private static final double FRAGMENTATION = 1.6;

  /** Java's copies of images: inputs at their own size and the scale's, start, result. */
  private static final int COPIES = 6;

  private static final double COPY = 12;

  /**
   * A forecast.
   *
   * @param scales the sizes the run goes through
   * @param plans how memory is used at each
   * @param deepest the deepest layer computed
   * @param rate at which the device does a small image's evaluations, in {@link #operations} per
   *     second
   * @param ownMemory whether the device has memory of its own
   */
  static Forecast of(
      List<Scale> scales, List<MemoryPlan> plans, Layer deepest, double rate, boolean ownMemory) {
    double seconds = 0;
    double bytes = 0;
    for (int i = 0; i < scales.size(); i++) {
      Scale scale = scales.get(i);
      double pixels = (double) scale.width() * scale.height();
      MemoryPlan plan = plans.get(i);
      // Of the way forward and back, the way forward is done again where maps are not kept.
      double passes = plan.keepActivations() ? 1 : 1.5;
      seconds += scale.evaluations() * passes * pixels * operations(deepest) / rate;
      double process =
          PROCESS + plan.imageBytes() + FRAGMENTATION * plan.mapBytes() + COPIES * COPY * pixels;
      bytes = Math.max(bytes, ownMemory ? plan.bytes() : process);
    }
    return new Forecast((long) bytes, seconds);
  }

  /**
   * Floating point operations of the convolutions, one way, for each pixel of the image.
   *
   * @param deepest the deepest layer computed
   */
  static double operations(Layer deepest) {
    double sum = 0;
    for (int i = 1; i <= deepest.convolution(); i++) {
      Layer layer = Layer.conv(i);
      int inputs = i == 1 ? 3 : Layer.conv(i - 1).channels();
      sum += 2.0 * 9 * inputs * layer.channels() / layer.stride() / layer.stride();
    }
    return sum;
  }

  /** For people: about so much memory and time. */
  @Override
  public String toString() {
    String time =
        seconds < 90
            ? String.format(Locale.ROOT, "%.0f s", Math.max(1, seconds))
            : String.format(Locale.ROOT, "%.0f min", seconds / 60);
    return String.format(Locale.ROOT, "about %.1f GB of memory and %s", bytes / 1e9, time);
  }
}
