package org.neuralstyle.objective;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.vgg.Layer;
import org.neuralstyle.vgg.Precision;

/**
 * The statistics of the styles used last, so that frames, sweeps and galleries compute them once.
 * Owns its arrays.
 */
public final class StyleCache implements AutoCloseable {

  /** Styles times scales of a usual run, and a second style. */
  private static final int CAPACITY = 16;

  /** An image by its identity: RgbImage is immutable and defines no equality. */
  private record Key(
      RgbImage style,
      int width,
      int height,
      List<Layer> layers,
      Precision precision,
      boolean unpadded) {}

  private final Map<Key, List<NDArray>> targets = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * The statistics of a style at some size.
   *
   * @param style the style at its own size
   * @param width it is resampled to
   * @param height it is resampled to
   * @param layers where features are taken
   * @param precision of the features: a target's rounding should be that of what is to meet it
   * @param unpadded whether positions that zero padding reaches are left out
   * @param compute makes them, if they are not there
   * @return copies, owned by the caller
   */
  public List<NDArray> get(
      RgbImage style,
      int width,
      int height,
      List<Layer> layers,
      Precision precision,
      boolean unpadded,
      Supplier<List<NDArray>> compute) {
    Key key = new Key(style, width, height, List.copyOf(layers), precision, unpadded);
    List<NDArray> kept = targets.get(key);
    if (kept == null) {
      kept = compute.get();
      targets.put(key, kept);
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

  /** Forgets all, when the network changes. */
  public void clear() {
    targets.values().forEach(list -> list.forEach(NDArray::close));
    targets.clear();
  }

  @Override
  public void close() {
    clear();
  }
}
