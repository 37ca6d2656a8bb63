package org.neuralstyle.objective;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.tensor.Workers;
import org.neuralstyle.vgg.Layer;
import org.neuralstyle.vgg.Pooling;
import org.neuralstyle.vgg.Precision;

/**
 * The statistics of the styles used last, so that frames, sweeps and galleries compute them once:
 * of runs at once with the same style, the first computes them and the others wait. Owns its
 * arrays.
 */
public final class StyleCache implements AutoCloseable {

  /** Styles times scales of a usual run, and a second style. */
  private static final int CAPACITY = 16;

  /**
   * What statistics depend on.
   *
   * @param style the style at its own size, told by its identity: RgbImage is immutable and defines
   *     no equality
   * @param width it is resampled to
   * @param height it is resampled to
   * @param layers where features are taken
   * @param pooling of the network
   * @param precision of the features: a target's rounding should be that of what is to meet it
   * @param edges whether positions that zero padding reaches count
   */
  public record Key(
      RgbImage style,
      int width,
      int height,
      List<Layer> layers,
      Pooling pooling,
      Precision precision,
      Edges edges) {

    /** Copies the list. */
    public Key {
      layers = List.copyOf(layers);
    }
  }

  /** The last bits depend on the number of threads, and equal runs have equal results. */
  private record Computed(Key key, int threads) {}

  private final Map<Computed, List<NDArray>> targets = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * The statistics of a style at some size.
   *
   * @param key what they depend on
   * @param compute makes them, if they are not there
   * @return copies, owned by the caller
   */
  public synchronized List<NDArray> get(Key key, Supplier<List<NDArray>> compute) {
    Computed computed = new Computed(key, Workers.threads());
    List<NDArray> kept = targets.get(computed);
    if (kept == null) {
      kept = compute.get();
      targets.put(computed, kept);
      if (targets.size() > CAPACITY) {
        Iterator<List<NDArray>> eldest = targets.values().iterator();
        eldest.next().forEach(NDArray::close);
        eldest.remove();
      }
    }
    return copies(kept);
  }

  private static List<NDArray> copies(List<NDArray> arrays) {
    List<NDArray> copies = new ArrayList<>();
    try {
      arrays.forEach(array -> copies.add(array.duplicate()));
      return copies;
    } catch (RuntimeException | Error e) {
      copies.forEach(NDArray::close);
      throw e;
    }
  }

  @Override
  public synchronized void close() {
    targets.values().forEach(list -> list.forEach(NDArray::close));
    targets.clear();
  }
}
