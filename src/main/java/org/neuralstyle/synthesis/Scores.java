package org.neuralstyle.synthesis;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.neuralstyle.vgg.Layer;
import org.neuralstyle.vgg.LayerSet;

/**
 * How good the picture of a transfer is, whatever was minimised. What cannot be told is not a
 * number: the content's fidelity where its shape is another, and what needs more pixels than there
 * are.
 *
 * <p>The first three are those of Wang, Zhao, Chen, Zuo, Li, Xing and Lu, "Evaluate and improve the
 * quality of neural style transfer" (2021), on features after ReLU of this network.
 *
 * @param contentFidelity mean over relu4_1 and relu5_1 of the cosine between the features of result
 *     and content
 * @param globalEffects half the mean cosine between the Gram matrices of result and style at
 *     relu2_1, relu3_1, relu4_1 and relu5_1, and half the mean cosine between their histograms of
 *     128 bins over the 8-bit values of red, green and blue. The bins are the same in both images;
 *     in the authors' program they lie between each image's own least and greatest value.
 * @param localPatterns mean over relu3_1 and relu4_1 of half the mean cosine between the result's
 *     patches of 3 x 3 positions and the style's nearest ones, and half the part of the style's
 *     patches that are some patch's nearest. Maps longer than 128 positions are compared at every
 *     second, third ... row and column of patches.
 * @param styleDistances the style loss at the layers by default, at 1, 1/2 and 1/4 of the size
 * @param otherDistances the style loss at conv3_4 and conv4_4, which hardly any run optimises
 * @param flatShares part of the windows that are flatter than 95 % of the style's, at 1, 1/2 and
 *     1/4 of the size; windows of 32, 32 and 16 px
 * @param borderGradient gradient at the border in relation to that beside it
 */
public record Scores(
    double contentFidelity,
    double globalEffects,
    double localPatterns,
    List<Double> styleDistances,
    List<Double> otherDistances,
    List<Double> flatShares,
    double borderGradient) {

  /** Where the other distances are measured. */
  static final List<Layer> OTHERS = LayerSet.parse("conv3_4 conv4_4");

  private static final List<String> SIZES = List.of("", "Half", "Quarter");

  /** Copies the collections. */
  public Scores {
    styleDistances = List.copyOf(styleDistances);
    flatShares = List.copyOf(flatShares);
    otherDistances = List.copyOf(otherDistances);
  }

  /**
   * The scores as names and values.
   *
   * @return in a fixed order; not a number where it cannot be told
   */
  public Map<String, Double> values() {
    Map<String, Double> map = new LinkedHashMap<>();
    map.put("contentFidelity", contentFidelity);
    map.put("globalEffects", globalEffects);
    map.put("localPatterns", localPatterns);
    for (int i = 0; i < SIZES.size(); i++) {
      map.put("styleDistance" + SIZES.get(i), styleDistances.get(i));
    }
    for (int i = 0; i < OTHERS.size(); i++) {
      map.put("styleDistanceAt_" + OTHERS.get(i), otherDistances.get(i));
    }
    for (int i = 0; i < SIZES.size(); i++) {
      map.put("flatShare" + SIZES.get(i), flatShares.get(i));
    }
    map.put("borderGradient", borderGradient);
    return map;
  }

  /** Those that are numbers, for reports and properties. */
  Map<String, Double> known() {
    Map<String, Double> known = values();
    known.values().removeIf(value -> !Double.isFinite(value));
    return known;
  }
}
