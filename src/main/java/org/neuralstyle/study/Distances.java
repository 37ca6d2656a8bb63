package org.neuralstyle.study;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.neuralstyle.synthesis.LayerDistances;
import org.neuralstyle.synthesis.NeuralStyle;
import org.neuralstyle.synthesis.RunListener;
import org.neuralstyle.vgg.Layer;
import org.neuralstyle.vgg.Pooling;

/**
 * How far images are from each other, layer by layer.
 *
 * @param names of the images
 * @param sizes of the images, for people
 * @param layers the distances of all pairs at each layer, in the order of the names
 */
public record Distances(List<String> names, List<String> sizes, List<LayerDistances> layers) {

  /** Copies the lists. */
  public Distances {
    names = List.copyOf(names);
    sizes = List.copyOf(sizes);
    layers = List.copyOf(layers);
  }

  /**
   * Measures all pairs.
   *
   * @param neuralStyle the network
   * @param images at least two
   * @param layers where features are taken
   * @param pooling how the network halves the resolution
   * @param listener is told of the progress, and may stop it
   * @return the distances
   * @throws IllegalArgumentException if there are fewer than two images or one is too small
   * @throws java.util.concurrent.CancellationException if the listener stopped it
   * @throws IOException if the weights cannot be had
   * @throws InterruptedException if the thread is interrupted while they are fetched
   */
  public static Distances measure(
      NeuralStyle neuralStyle,
      List<Source> images,
      List<Layer> layers,
      Pooling pooling,
      RunListener listener)
      throws IOException, InterruptedException {
    if (images.size() < 2) {
      throw new IllegalArgumentException(
          "Distances need at least two images, not " + images.size() + ".");
    }
    return new Distances(
        images.stream().map(Source::name).toList(),
        images.stream().map(i -> i.image().width() + " x " + i.image().height() + " px").toList(),
        neuralStyle.distances(
            images.stream().map(Source::image).toList(), layers, pooling, listener));
  }

  /**
   * The distances pair by pair.
   *
   * @return a row for each pair and layer; between images of different sizes the content distance
   *     is missing
   */
  public Table table() {
    return table(false);
  }

  /**
   * The same with a remark where the content distance is missing, and how to have it.
   *
   * @return a row for each pair and layer
   */
  public Table explained() {
    return table(true);
  }

  private Table table(boolean explained) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      for (int j = i + 1; j < names.size(); j++) {
        for (LayerDistances layer : layers) {
          Map<String, Object> row = new LinkedHashMap<>();
          row.put("image", names.get(i));
          row.put("other", names.get(j));
          row.put("layer", layer.layer().name());
          row.put("styleDistance", layer.style()[i][j]);
          if (!Double.isNaN(layer.content()[i][j])) {
            row.put("contentDistance", layer.content()[i][j]);
          } else if (explained) {
            row.put("contentDistance", "");
            row.put(
                "remark",
                "no content distance: %s and %s; give both one size"
                    .formatted(sizes.get(i), sizes.get(j)));
          }
          rows.add(row);
        }
      }
    }
    return new Table(rows);
  }

  /**
   * The style distances at one layer as a matrix.
   *
   * @param layer one of {@link #layers}
   * @return a row and a column for each image
   */
  public Table styleMatrix(LayerDistances layer) {
    return matrix(layer.style());
  }

  /**
   * The content distances at one layer as a matrix.
   *
   * @param layer one of {@link #layers}
   * @return a row and a column for each image
   */
  public Table contentMatrix(LayerDistances layer) {
    return matrix(layer.content());
  }

  private Table matrix(double[][] values) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("image", names.get(i));
      for (int j = 0; j < names.size(); j++) {
        row.put(names.get(j), values[i][j]);
      }
      rows.add(row);
    }
    return new Table(rows);
  }
}
