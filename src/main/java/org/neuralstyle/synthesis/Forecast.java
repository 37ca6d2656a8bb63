package org.neuralstyle.synthesis;

import java.util.List;
import java.util.Locale;

/**
 * What a run is expected to take, before it starts.
 *
 * @param width of the result in pixels
 * @param height of the result in pixels
 * @param bytes peak of the memory: of the device where that has its own, otherwise of the process
 * @param seconds if all evaluations are used
 */
public record Forecast(int width, int height, long bytes, double seconds) {

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
   * An evaluation that the device was tried with.
   *
   * @param seconds it took
   * @param unit its image and layers
   */
  record Trial(double seconds, Effort.Unit unit) {}

  /**
   * A forecast.
   *
   * @param scales the sizes the run goes through
   * @param plans how memory is used at each
   * @param efforts what each takes
   * @param trial of the device
   * @param ownMemory whether the device has memory of its own
   */
  static Forecast of(
      List<Scale> scales,
      List<MemoryPlan> plans,
      List<Effort> efforts,
      Trial trial,
      boolean ownMemory) {
    double seconds = 0;
    double bytes = 0;
    for (int i = 0; i < scales.size(); i++) {
      Scale scale = scales.get(i);
      double pixels = (double) scale.canvasWidth() * scale.canvasHeight();
      MemoryPlan plan = plans.get(i);
      Effort effort = efforts.get(i);
      seconds +=
          trial.seconds() * (effort.preparation() + scale.evaluations() * effort.evaluation());
      double process =
          PROCESS + plan.imageBytes() + FRAGMENTATION * plan.mapBytes() + COPIES * COPY * pixels;
      bytes = Math.max(bytes, ownMemory ? plan.bytes() : process);
    }
    Scale finest = scales.get(scales.size() - 1);
    return new Forecast(finest.width(), finest.height(), (long) bytes, seconds);
  }

  /**
   * What several runs take, one after another.
   *
   * @param runs at least one
   * @return the size of the last, the memory of the largest, and all of the time
   */
  public static Forecast sum(List<Forecast> runs) {
    Forecast last = runs.get(runs.size() - 1);
    return new Forecast(
        last.width,
        last.height,
        runs.stream().mapToLong(Forecast::bytes).max().orElseThrow(),
        runs.stream().mapToDouble(Forecast::seconds).sum());
  }

  /**
   * What to tell people whose memory is too small.
   *
   * @param available bytes
   * @return a sentence
   */
  public String shortage(long available) {
    return String.format(
        Locale.ROOT,
        "A run of %s x %s px is expected to need %s, but this machine has only %.1f GB.",
        width,
        height,
        this,
        available / 1e9);
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
