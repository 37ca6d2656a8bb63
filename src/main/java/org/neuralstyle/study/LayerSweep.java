package org.neuralstyle.study;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.neuralstyle.settings.SynthesisSettings;
import org.neuralstyle.vgg.Layer;
import org.neuralstyle.vgg.WeightedLayer;

/**
 * An image reconstructed from one layer after the other, always from the same noise, and compared
 * with itself (after Mahendran and Vedaldi, 2015, and figure 1 of Gatys et al., 2016).
 *
 * @param content the image, at the size of the settings
 * @param layers the layers
 * @param settings of a reconstruction; the layer is replaced
 */
public record LayerSweep(Source content, List<Layer> layers, SynthesisSettings settings)
    implements Sweep {

  /** Fits the image to the settings' size. */
  public LayerSweep {
    layers = List.copyOf(layers);
    Sweep.checkNotEmpty("layers", layers, "all, or conv1_1,conv2_1");
    content = content.fitted(settings.schedule().size());
  }

  /**
   * The 16 convolutions.
   *
   * @return conv1_1 .. conv5_4
   */
  public static List<Layer> allLayers() {
    return IntStream.rangeClosed(1, Layer.CONVOLUTIONS).mapToObj(Layer::conv).toList();
  }

  @Override
  public String name() {
    return "layer-sweep";
  }

  @Override
  public List<Source> sources() {
    return List.of(content);
  }

  @Override
  public List<Run> runs() {
    return layers.stream()
        .map(
            layer ->
                Run.reconstruction(
                    layer.name(),
                    content,
                    settings.withLosses(
                        losses ->
                            losses
                                .styleLayers(List.of())
                                .contentLayers(WeightedLayer.of(List.of(layer))))))
        .toList();
  }

  @Override
  public Map<String, Object> columns(RunResult result) {
    ImageQuality quality = quality(result);
    Map<String, Object> columns = new LinkedHashMap<>();
    columns.put("depth", depth(result));
    columns.put("meanSquaredError", quality.meanSquaredError());
    columns.put("psnr", quality.psnr());
    columns.put("ssim", quality.ssim());
    return columns;
  }

  /**
   * A reconstruction against the original.
   *
   * @param result of a run of this sweep that did not fail
   * @return error and similarity
   */
  public ImageQuality quality(RunResult result) {
    return ImageQuality.of(content.image(), result.image().orElseThrow());
  }

  /**
   * The number of the convolution that a run reconstructs from.
   *
   * @param result of a run of this sweep
   * @return 1 .. 16
   */
  public static int depth(RunResult result) {
    return result.run().settings().losses().contentLayers().get(0).layer().convolution();
  }
}
