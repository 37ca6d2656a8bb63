package org.neuralstyle.objective;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.neuralstyle.image.Labels;
import org.neuralstyle.image.Mask;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.loss.Statistic;
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

  /** Styles and regions times scales. */
  private static final int CAPACITY = 64;

  /**
   * What statistics depend on.
   *
   * @param style the style at its own size, told by its identity: RgbImage is immutable and defines
   *     no equality
   * @param grid the tiles of the style at the size it is resampled to: the memory that a run has,
   *     and with it the size of its content, decides on them
   * @param layers where features are taken
   * @param pooling of the network
   * @param precision of the features: a target's rounding should be that of what is to meet it
   * @param statistic which statistics they are
   * @param region of the style that they are of; empty for all of it
   * @param inside which pixels of the style count, told by its identity; empty for all of them
   */
  public record Key(
      RgbImage style,
      TileGrid grid,
      List<Layer> layers,
      Pooling pooling,
      Precision precision,
      Statistic statistic,
      Optional<Labels.Region> region,
      Optional<Mask> inside) {

    /** Copies the list. */
    public Key {
      layers = List.copyOf(layers);
    }
  }

  /** The last bits depend on the number of threads, and equal runs have equal results. */
  private record Computed(Key key, int threads) {}

  private final Map<Computed, List<Optional<NDArray>>> targets =
      new LinkedHashMap<>(16, 0.75f, true);

  /**
   * The statistics of a style at some size.
   *
   * @param key what they depend on
   * @param compute makes them, if they are not there
   * @return copies, owned by the caller; empty for layers at which the region has no positions
   */
  public synchronized List<Optional<NDArray>> get(
      Key key, Supplier<List<Optional<NDArray>>> compute) {
    Computed computed = new Computed(key, Workers.threads());
    List<Optional<NDArray>> kept = targets.get(computed);
    if (kept == null) {
      kept = compute.get();
      targets.put(computed, kept);
      if (targets.size() > CAPACITY) {
        Iterator<List<Optional<NDArray>>> eldest = targets.values().iterator();
        close(eldest.next());
        eldest.remove();
      }
    }
    return copies(kept);
  }

  private static List<Optional<NDArray>> copies(List<Optional<NDArray>> arrays) {
    List<Optional<NDArray>> copies = new ArrayList<>();
    try {
      arrays.forEach(array -> copies.add(array.map(NDArray::duplicate)));
      return copies;
    } catch (RuntimeException | Error e) {
      close(copies);
      throw e;
    }
  }

  private static void close(List<Optional<NDArray>> arrays) {
    arrays.forEach(array -> array.ifPresent(NDArray::close));
  }

  @Override
  public synchronized void close() {
    targets.values().forEach(StyleCache::close);
    targets.clear();
  }
}
