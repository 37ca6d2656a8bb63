package org.neuralstyle.objective;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.loss.GramMatrix;
import org.neuralstyle.vgg.Layer;
import org.neuralstyle.vgg.Pooling;
import org.neuralstyle.vgg.Precision;

class StyleCacheTest {

  private static final List<Layer> LAYERS = List.of(Layer.conv(1));

  @Test
  void computesOnceForEachStyleAndSizeAndOwnsItsArrays() {
    RgbImage style = new RgbImage(1, 1, new float[3]);
    RgbImage other = new RgbImage(1, 1, new float[3]);
    AtomicInteger computed = new AtomicInteger();
    try (NDManager manager = NDManager.newBaseManager()) {
      int before = manager.getManagedArrays().size();
      try (StyleCache cache = new StyleCache()) {
        for (int i = 0; i < 3; i++) {
          get(cache, style, 8, manager, computed);
          get(cache, style, 9, manager, computed);
          get(cache, other, 8, manager, computed);
          get(cache, style, 8, Pooling.MAX, Precision.BFLOAT16, Edges.COUNTED, manager, computed);
          get(
              cache,
              style,
              8,
              Pooling.AVERAGE,
              Precision.FLOAT32,
              Edges.COUNTED,
              manager,
              computed);
          get(cache, style, 8, Pooling.MAX, Precision.FLOAT32, Edges.LEFT_OUT, manager, computed);
        }
        assertEquals(6, computed.get());
        for (int size = 10; size < 80; size++) {
          get(cache, style, size, manager, computed);
        }
        assertEquals(76, computed.get());
        get(cache, style, 8, manager, computed);
        assertEquals(77, computed.get());
      }
      assertEquals(before, manager.getManagedArrays().size());
    }
  }

  private static void get(
      StyleCache cache, RgbImage style, int size, NDManager manager, AtomicInteger computed) {
    get(cache, style, size, Pooling.MAX, Precision.FLOAT32, Edges.COUNTED, manager, computed);
  }

  private static void get(
      StyleCache cache,
      RgbImage style,
      int size,
      Pooling pooling,
      Precision precision,
      Edges edges,
      NDManager manager,
      AtomicInteger computed) {
    List<Optional<NDArray>> targets =
        cache.get(
            new StyleCache.Key(
                style,
                TileGrid.of(size, size, LAYERS.get(0), 80, 1).with(edges),
                LAYERS,
                pooling,
                precision,
                new GramMatrix(),
                Optional.empty(),
                Optional.empty()),
            () -> {
              computed.incrementAndGet();
              return List.of(Optional.of(manager.create(new float[] {size})));
            });
    assertArrayEquals(new float[] {size}, targets.get(0).orElseThrow().toFloatArray());
    targets.forEach(target -> target.orElseThrow().close());
  }
}
