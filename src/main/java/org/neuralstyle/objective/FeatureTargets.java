package org.neuralstyle.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.neuralstyle.vgg.Layer;
import org.neuralstyle.vgg.Vgg19;

/**
 * The features of a content image at a tile's own positions: kept for all tiles, or, where memory
 * is short, computed from the image whenever they are asked for.
 */
public final class FeatureTargets implements AutoCloseable {

  private record Key(Tile tile, Layer layer) {}

  private final Vgg19 vgg;
  private final NDArray image;
  private final List<Layer> layers;
  private final Map<Key, NDArray> kept = new HashMap<>();

  /**
   * Targets for an objective with the same grid.
   *
   * @param vgg the network; stays the caller's
   * @param image the content, {@code 1 x 3 x H x W}; owned by the targets from now on
   * @param layers the layers that will be asked for
   * @param grid the tiles
   * @param keep true to keep all features
   */
  public FeatureTargets(Vgg19 vgg, NDArray image, List<Layer> layers, TileGrid grid, boolean keep) {
    this.vgg = vgg;
    this.image = image;
    this.layers = List.copyOf(layers);
    if (keep) {
      for (Tile tile : grid.tiles()) {
        try (NDScope scope = new NDScope()) {
          compute(tile)
              .forEach(
                  (key, target) -> {
                    NDScope.unregister(target);
                    kept.put(key, target);
                  });
        }
      }
    }
  }

  private Map<Key, NDArray> compute(Tile tile) {
    int depth = layers.stream().mapToInt(Layer::convolution).max().orElseThrow();
    List<NDArray> maps = vgg.features(tile.window(image), depth);
    Map<Key, NDArray> targets = new HashMap<>();
    for (Layer layer : layers) {
      NDArray map = TiledObjective.map(maps, layer);
      targets.put(new Key(tile, layer), tile.ownPositions(map, layer.stride()));
    }
    return targets;
  }

  /**
   * A tile's targets.
   *
   * @param tile one of the grid
   * @param layer one of the layers
   * @return {@code R x Q x C}; not to be changed
   */
  NDArray ownPositions(Tile tile, Layer layer) {
    NDArray target = kept.get(new Key(tile, layer));
    return target != null ? target : compute(tile).get(new Key(tile, layer));
  }

  @Override
  public void close() {
    kept.values().forEach(NDArray::close);
    image.close();
  }
}
