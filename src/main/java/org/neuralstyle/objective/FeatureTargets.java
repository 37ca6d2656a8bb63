package org.neuralstyle.objective;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.neuralstyle.vgg.FeatureRows;
import org.neuralstyle.vgg.FeatureVisitor;
import org.neuralstyle.vgg.Layer;
import org.neuralstyle.vgg.Vgg19;

/**
 * The features of a content image at a tile's own positions: kept for all tiles, or, where memory
 * is short, computed from the image whenever they are asked for.
 */
public final class FeatureTargets implements AutoCloseable {

  /** Some rows' features at a layer. */
  private record Key(int top, Layer layer) {}

  /** The features of a tile, {@code R x Q x C} for each part of a layer's map. */
  final class OfTile implements FeatureVisitor, AutoCloseable {

    private final Tile tile;
    private final Map<Key, NDArray> features = new HashMap<>();

    private OfTile(Tile tile) {
      this.tile = tile;
      try {
        vgg.visit(tile.window(), image, deepest, this);
      } catch (RuntimeException | Error e) {
        close();
        throw e;
      }
    }

    @Override
    public int depth() {
      return layers.stream().mapToInt(Layer::convolution).max().orElse(0);
    }

    private List<Layer> of(FeatureRows rows) {
      return layers.stream().filter(layer -> layer.convolution() == rows.convolution()).toList();
    }

    @Override
    public List<NDArray> visit(FeatureRows rows) {
      List<NDArray> copies = new ArrayList<>();
      for (Layer layer : of(rows)) {
        copies.add(rows.features(layer, tile.own(layer)).values().duplicate());
      }
      return copies;
    }

    @Override
    public void take(FeatureRows rows, List<NDArray> copies) {
      List<Layer> of = of(rows);
      for (int i = 0; i < of.size(); i++) {
        features.put(new Key(rows.top(), of.get(i)), copies.get(i));
      }
    }

    /**
     * Features of a part.
     *
     * @param top first row of the part
     * @param layer one of the layers
     * @return {@code R x Q x C}; not to be changed
     */
    NDArray own(int top, Layer layer) {
      return features.get(new Key(top, layer));
    }

    @Override
    public void close() {
      features.values().forEach(NDArray::close);
    }
  }

  private final Vgg19 vgg;
  private final NDArray image;
  private final List<Layer> layers;
  private final Layer deepest;
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
    this.deepest = grid.deepest();
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
  }
}
