package org.neuralstyle.study;

import java.util.Arrays;
import java.util.List;
import org.neuralstyle.settings.SynthesisSettings;
import org.neuralstyle.vgg.LayerSet;
import org.neuralstyle.vgg.WeightedLayer;

/**
 * Textures from different sets of style layers, all from the same noise.
 *
 * @param style the style
 * @param sets the sets, each as text that {@link WeightedLayer#parse} reads
 * @param settings of a texture; the style layers are replaced
 */
public record LayerSetSweep(Source style, List<String> sets, SynthesisSettings settings)
    implements Sweep {

  /** Checks the sets. */
  public LayerSetSweep {
    sets = List.copyOf(sets);
    Sweep.checkNotEmpty("layer sets", sets, "first-five; block1; conv1_1,conv3_1");
    sets.forEach(WeightedLayer::parse);
  }

  /**
   * The sets that have names.
   *
   * @return first five, first and last of each block, all, and each block
   */
  public static List<String> namedSets() {
    return Arrays.stream(LayerSet.values()).map(LayerSet::label).toList();
  }

  @Override
  public String name() {
    return "layer-set-sweep";
  }

  @Override
  public List<Source> sources() {
    return List.of(style);
  }

  @Override
  public List<Run> runs() {
    return sets.stream()
        .map(
            set ->
                Run.texture(
                    set,
                    style,
                    settings.withLosses(
                        losses ->
                            losses.contentLayers(List.of()).styleLayers(WeightedLayer.parse(set)))))
        .toList();
  }
}
