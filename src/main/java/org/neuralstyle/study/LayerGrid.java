package org.neuralstyle.study;

import java.util.List;
import org.neuralstyle.option.SweepOptions;
import org.neuralstyle.settings.SynthesisSettings;
import org.neuralstyle.vgg.Layer;
import org.neuralstyle.vgg.WeightedLayer;

/**
 * Style transfer with every content layer and every set of style layers: rows of content layers,
 * columns of style sets.
 *
 * @param content the content
 * @param style the style
 * @param contentLayers the rows
 * @param styleSets the columns, each as text that {@link WeightedLayer#parse} reads
 * @param settings of a transfer; the layers are replaced
 */
public record LayerGrid(
    Source content,
    Source style,
    List<Layer> contentLayers,
    List<String> styleSets,
    SynthesisSettings settings)
    implements Sweep {

  /** Content layers by default, one of each of blocks 1 .. 4. */
  public static final List<Layer> DEFAULT_CONTENT_LAYERS =
      SweepOptions.GRID_LAYERS.standard().orElseThrow();

  /** Style sets by default. */
  public static final List<String> DEFAULT_STYLE_SETS =
      SweepOptions.GRID_SETS.standard().orElseThrow();

  /** Checks the sets. */
  public LayerGrid {
    contentLayers = List.copyOf(contentLayers);
    styleSets = List.copyOf(styleSets);
    Sweep.checkNotEmpty("content layers", contentLayers, "conv1_2,conv2_2");
    Sweep.checkNotEmpty("style sets", styleSets, "first-five; first-of-blocks");
    styleSets.forEach(WeightedLayer::parse);
  }

  @Override
  public String name() {
    return "layer-grid";
  }

  @Override
  public List<Source> sources() {
    return List.of(content, style);
  }

  @Override
  public int columnCount() {
    return styleSets.size();
  }

  @Override
  public List<Run> runs() {
    return contentLayers.stream()
        .flatMap(layer -> styleSets.stream().map(set -> run(layer, set)))
        .toList();
  }

  private Run run(Layer layer, String set) {
    return Run.transfer(
        layer + " " + set,
        content,
        style,
        settings.withLosses(
            losses ->
                losses
                    .contentLayers(WeightedLayer.of(List.of(layer)))
                    .styleLayers(WeightedLayer.parse(set))));
  }
}
