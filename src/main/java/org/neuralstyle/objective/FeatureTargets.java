package org.neuralstyle.objective;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.neuralstyle.loss.FeatureArray;
import org.neuralstyle.tensor.TorchScript;
import org.neuralstyle.vgg.Layer;
import org.neuralstyle.vgg.Vgg19;

/**
 * The features of a content image at a tile's own positions: kept for all tiles, or, where memory
 * is short, computed from the image whenever they are asked for.
 */
public final class FeatureTargets implements AutoCloseable {

  /** A band's features at a layer. */
  private record Key(TilePass.Part part, Layer layer) {}

  /** The features of a tile, {@code R x Q x C} for each band and layer. */
  final class OfTile implements TilePass.Visitor, AutoCloseable {

    private final Map<Key, FeatureArray> features = new HashMap<>();

    private OfTile(Tile tile) {
      try {
        new TilePass(vgg, tile, image, depth, false, this).close();
      } catch (RuntimeException | Error e) {
        close();
        throw e;
      }
    }

    private List<Layer> of(int convolution) {
      return layers.stream().filter(layer -> layer.convolution() == convolution).toList();
    }

    @Override
    public List<NDArray> visit(TilePass.Part part, int convolution, NDArray map) {
      List<NDArray> copies = new ArrayList<>();
      for (Layer layer : of(convolution)) {
        copies.add(TiledObjective.features(script, part, layer, map).values().duplicate());
      }
      return copies;
    }

    @Override
    public void take(TilePass.Part part, int convolution, List<NDArray> copies) {
      List<Layer> of = of(convolution);
      for (int i = 0; i < of.size(); i++) {
        features.put(new Key(part, of.get(i)), new FeatureArray(script, copies.get(i)));
      }
    }

    /**
     * Features of a band.
     *
     * @param part band of the tile
     * @param layer one of the layers
     * @return {@code R x Q x C}; not to be changed
     */
    FeatureArray own(TilePass.Part part, Layer layer) {
      return features.get(new Key(part, layer));
    }

    @Override
    public void close() {
      features.values().forEach(array -> array.values().close());
    }
  }

  private final Vgg19 vgg;
  private final NDArray image;
  private final List<Layer> layers;
  private final int depth;
  private final TorchScript script;
  private final Map<Tile, OfTile> kept = new HashMap<>();

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
    this.script = script(vgg, image);
    // To the end of the block, so that its bands are those of the objective.
    this.depth =
        layers.stream()
            .mapToInt(layer -> Math.min(layer.endOfBlock(), grid.deepest().convolution()))
            .max()
            .orElseThrow();
    if (keep) {
      try {
        grid.tiles().forEach(tile -> kept.put(tile, new OfTile(tile)));
      } catch (RuntimeException | Error e) {
        // Short of memory, the caller tries again with less.
        close();
        throw e;
      }
    }
  }

  /** Closes the image if there are none. */
  private static TorchScript script(Vgg19 vgg, NDArray image) {
    try {
      return FeatureArray.script(vgg.manager());
    } catch (RuntimeException | Error e) {
      image.close();
      throw e;
    }
  }

  /** A tile's targets, to be handed back to {@link #release}. */
  OfTile of(Tile tile) {
    OfTile targets = kept.get(tile);
    return targets != null ? targets : new OfTile(tile);
  }

  /** Closes targets that are not kept. */
  void release(OfTile targets) {
    if (!kept.containsValue(targets)) {
      targets.close();
    }
  }

  @Override
  public void close() {
    kept.values().forEach(OfTile::close);
    image.close();
    script.close();
  }
}
