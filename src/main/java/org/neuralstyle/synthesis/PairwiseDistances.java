package org.neuralstyle.synthesis;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.objective.FeatureDistances;
import org.neuralstyle.tensor.ComputeDevice;
import org.neuralstyle.vgg.Layer;
import org.neuralstyle.vgg.Vgg19;

/** Measures how far images are from each other. */
final class PairwiseDistances {

  private PairwiseDistances() {}

  static List<LayerDistances> of(
      List<RgbImage> images,
      List<Layer> layers,
      Vgg19 vgg,
      ComputeDevice device,
      int tileSize,
      RunListener listener) {
    FeatureDistances distances = new FeatureDistances(vgg, layers, tileSize);
    int n = images.size();
    double[][][] style = new double[layers.size()][n][n];
    double[][][] content = new double[layers.size()][n][n];
    for (int i = 0; i < n; i++) {
      try (NDArray first = device.tensor(images.get(i))) {
        for (int j = i + 1; j < n; j++) {
          if (listener.isStopped()) {
            throw new CancellationException("Measuring the distances was stopped.");
          }
          listener.status("Distances of images %d and %d of %d".formatted(i + 1, j + 1, n));
          try (NDArray second = device.tensor(images.get(j))) {
            double[] styles = distances.style(first, second);
            double[] contents = distances.content(first, second);
            for (int k = 0; k < styles.length; k++) {
              style[k][i][j] = style[k][j][i] = styles[k];
              content[k][i][j] = content[k][j][i] = contents[k];
            }
          }
        }
      }
    }
    List<LayerDistances> result = new ArrayList<>();
    for (int k = 0; k < layers.size(); k++) {
      result.add(new LayerDistances(layers.get(k), style[k], content[k]));
    }
    return result;
  }
}
