package org.neuralstyle.vgg;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import java.util.Optional;
import org.neuralstyle.tensor.TorchScript;

/**
 * Some rows of a window's feature map, or of the gradient with respect to it. A map comes in parts
 * like this: each of its rows is in one of them. Maps of equal windows come in equal parts.
 */
public final class FeatureRows {

  private final TorchScript script;
  private final Window window;
  private final Band band;
  private final int convolution;
  private final NDArray map;

  /**
   * Rows.
   *
   * @param script of {@link FeatureArray}; stays the caller's
   * @param window of the pass
   * @param band whose own rows these are
   * @param convolution its number
   * @param map the rows that the band computes of it, {@code 1 x C x R x W}
   */
  FeatureRows(TorchScript script, Window window, Band band, int convolution, NDArray map) {
    this.script = script;
    this.window = window;
    this.band = band;
    this.convolution = convolution;
    this.map = map;
  }

  /**
   * Whose output it is.
   *
   * @return the convolution's number
   */
  public int convolution() {
    return convolution;
  }

  /**
   * The first row, which tells parts of a map apart.
   *
   * @return its number in the window's map
   */
  public int top() {
    return band.top();
  }

  /**
   * Those of some positions that lie in these rows.
   *
   * @param positions of the whole image's map, none outside of the window's
   * @return {@code R x Q x C}, sharing the map's memory, possibly without any rows
   */
  public FeatureArray at(Positions positions) {
    int stride = Layer.conv(convolution).stride();
    int x = window.left() / stride;
    int y = window.top() / stride;
    int from = Math.max(positions.top() - y, band.top());
    int to = Math.max(from, Math.min(positions.bottom() - y, band.bottom()));
    int first = band.top(convolution);
    NDIndex some =
        new NDIndex()
            .addAllDim(2)
            .addSliceDim(from - first, to - first)
            .addSliceDim(positions.left() - x, positions.right() - x);
    NDArray values = map.get(some).transpose(0, 2, 3, 1).squeeze(0);
    return new FeatureArray(script, values, from + y, positions.left(), Optional.empty());
  }

  /**
   * The features of a layer of this convolution, rectified where the layer is.
   *
   * @param layer before or after the ReLU
   * @param positions as for {@link #at}
   * @return {@code R x Q x C}; a copy where they are rectified
   */
  public FeatureArray features(Layer layer, Positions positions) {
    FeatureArray features = at(positions);
    return layer.rectified() ? features.rectified() : features;
  }
}
