package org.neuralstyle.synthesis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.objective.Losses;
import org.neuralstyle.option.Properties;
import org.neuralstyle.settings.SynthesisSettings;

/**
 * An image that a run came to, and all that is needed to judge and repeat it.
 *
 * @param image the image, values in 0..1
 * @param painted the image as the run came to it, before its colours became the content's or it was
 *     cut to a region; the same otherwise
 * @param settings of the run
 * @param losses of the image at the last scale, with its margin where it has one
 * @param evaluations the losses of all evaluations in order
 * @param ending how the run ended
 * @param environment what it ran with
 * @param seconds wall time of the run, without loading the weights
 * @param warnings what the user has to know about the result
 * @param scores how good the picture is, if that was measured
 */
public record SynthesisResult(
    RgbImage image,
    RgbImage painted,
    SynthesisSettings settings,
    Losses losses,
    List<EvaluatedLosses> evaluations,
    Ending ending,
    Environment environment,
    double seconds,
    List<String> warnings,
    Optional<Scores> scores) {

  /**
   * What a run ran with.
   *
   * @param version of this library
   * @param device {@code cpu}, {@code cuda:N} or {@code mps}
   * @param threads with which libtorch computed on the CPU; the last bits depend on it
   * @param weights where the weights came from
   * @param weightsSha256 SHA-256 of the weights of the layers used, see {@link
   *     org.neuralstyle.weights.Vgg19Weights#sha256()}
   * @param weightsFileSha256 SHA-256 of the file they were read from, if it is one of the user's
   * @param trained false for random weights
   */
  public record Environment(
      String version,
      String device,
      int threads,
      String weights,
      String weightsSha256,
      Optional<String> weightsFileSha256,
      boolean trained) {}

  /** Copies the lists. */
  public SynthesisResult {
    evaluations = List.copyOf(evaluations);
    warnings = List.copyOf(warnings);
  }

  /**
   * The same with scores.
   *
   * @param measured the scores
   * @return a new result
   */
  public SynthesisResult withScores(Scores measured) {
    return new SynthesisResult(
        image,
        painted,
        settings,
        losses,
        evaluations,
        ending,
        environment,
        seconds,
        warnings,
        Optional.of(measured));
  }

  /**
   * The same with one more warning.
   *
   * @param warning a sentence
   * @param first whether it comes before all others
   * @return a new result
   */
  public SynthesisResult withWarning(String warning, boolean first) {
    List<String> all = new ArrayList<>(warnings);
    all.add(first ? 0 : all.size(), warning);
    return new SynthesisResult(
        image, painted, settings, losses, evaluations, ending, environment, seconds, all, scores);
  }

  /**
   * Settings, losses, origin and scores as names and values, for an image's properties.
   *
   * @return in a fixed order
   */
  public Map<String, Object> properties() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("version", environment.version());
    map.putAll(Properties.of(settings));
    map.put("device", environment.device());
    map.put("threads", environment.threads());
    map.put("weights", environment.weights());
    map.put("weightsSha256", environment.weightsSha256());
    environment.weightsFileSha256().ifPresent(hash -> map.put("weightsFileSha256", hash));
    map.put("weightsTrained", environment.trained());
    map.put("evaluations", evaluations.size());
    map.put("contentLoss", losses.content());
    map.put("styleLoss", losses.style());
    map.put("totalVariation", losses.totalVariation());
    map.put("temporalLoss", losses.temporal());
    map.put("totalLoss", losses.total());
    map.put("ending", ending.toString());
    map.put("seconds", seconds);
    scores.ifPresent(measured -> map.putAll(measured.known()));
    if (!warnings.isEmpty()) {
      map.put("warnings", String.join(" ", warnings));
    }
    return map;
  }
}
