package org.neuralstyle.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.neuralstyle.objective.Losses;
import org.neuralstyle.settings.Initialization;
import org.neuralstyle.synthesis.LayerDistances;
import org.neuralstyle.synthesis.SynthesisResult;
import org.neuralstyle.vgg.Layer;
import org.neuralstyle.vgg.WeightedLayer;

/** The study's claims, each with what its runs say of it. */
public final class Findings {

  /** A rank correlation from which a quantity is said to rise with another. */
  private static final double STRONG = 0.9;

  /** Times that differ by less are said to be equal. */
  private static final double SAME_TIME = 0.05;

  /** By so much one quantity is at least larger than another. */
  private static final double LARGER = 1.1;

  private static final String TOO_FEW = "Too few runs have a result.";

  private final FullStudy.Results results;
  private final FullStudy study;

  private Findings(FullStudy.Results results) {
    this.results = results;
    this.study = results.study();
  }

  /**
   * What a study found.
   *
   * @param results of a study, possibly one that was stopped
   * @return all claims, also those that the numbers do not bear out
   */
  public static List<Finding> of(FullStudy.Results results) {
    Findings findings = new Findings(results);
    return List.of(
        findings.depth(),
        findings.seeds(),
        findings.styleWeights(),
        findings.contentLayers(),
        findings.start(),
        findings.time(),
        findings.distance());
  }

  /**
   * The findings as a table.
   *
   * @param findings the findings
   * @return a row for each
   */
  public static Table table(List<Finding> findings) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Finding finding : findings) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("finding", finding.claim());
      row.put("evidence", finding.evidence());
      row.put("verdict", finding.verdict().toString());
      rows.add(row);
    }
    return new Table(rows);
  }

  private Finding depth() {
    String claim = "Early layers keep the image, deep ones lose it.";
    List<RunResult> layers = done(study.layers());
    if (layers.size() < 2) {
      return Finding.open(claim, TOO_FEW);
    }
    double correlation =
        RankCorrelation.of(
            values(layers, LayerSweep::depth),
            values(layers, result -> study.layers().quality(result).meanSquaredError()));
    return Finding.of(
        claim,
        "%s The error rises with the depth of the layer: their rank correlation is %s (1 if it always rises)."
            .formatted(
                "The PSNR is %s, and %s."
                    .formatted(psnr(layers.get(0)), psnr(layers.get(layers.size() - 1))),
                Table.text(correlation)),
        correlation >= STRONG);
  }

  private String psnr(RunResult result) {
    return "%s dB from %s"
        .formatted(Table.text(study.layers().quality(result).psnr()), result.run().label());
  }

  private Finding seeds() {
    String claim = "Textures depend on the noise much more than reconstructions.";
    Optional<Seeds.Statistics> textures = statistics(study.textureSeeds());
    Optional<Seeds.Statistics> reconstructions = statistics(study.reconstructionSeeds());
    if (textures.isEmpty() || reconstructions.isEmpty()) {
      return Finding.open(claim, TOO_FEW);
    }
    double texture = textures.get().variation();
    double reconstruction = reconstructions.get().variation();
    return Finding.of(
        claim,
        "From seed to seed, a pixel of a texture varies by %s, one of a reconstruction from conv1_1 by %s (standard deviations, of values from 0 to 1): %s times as much."
            .formatted(
                Table.text(texture), Table.text(reconstruction), ratio(texture, reconstruction)),
        texture > 2 * reconstruction);
  }

  private Optional<Seeds.Statistics> statistics(Seeds seeds) {
    return seeds.statistics(results.of(seeds));
  }

  private Finding styleWeights() {
    String claim = "A larger style weight brings the style closer, and the content further away.";
    List<RunResult> weights = done(study.styleWeights());
    if (weights.size() < 2) {
      return Finding.open(claim, TOO_FEW);
    }
    double[] weight = values(weights, result -> result.run().settings().losses().styleWeight());
    double[] style = values(weights, result -> losses(result).style());
    double[] content = values(weights, result -> losses(result).content());
    int last = weights.size() - 1;
    return Finding.of(
        claim,
        "From weight %s to %s, the style loss goes from %s to %s, and the content loss from %s to %s. %s of %s runs had converged."
            .formatted(
                StyleWeightSweep.format(weight[0]),
                StyleWeightSweep.format(weight[last]),
                Table.text(style[0]),
                Table.text(style[last]),
                Table.text(content[0]),
                Table.text(content[last]),
                weights.stream().filter(result -> result.state().equals("converged")).count(),
                results.of(study.styleWeights()).size()),
        RankCorrelation.of(weight, style) <= -STRONG
            && RankCorrelation.of(weight, content) >= STRONG
            && style[0] > LARGER * style[last]
            && content[last] > LARGER * content[0]);
  }

  private Finding contentLayers() {
    LayerGrid grid = study.grid();
    String claim =
        "A shallow content layer keeps more of the content in a transfer than a deep one.";
    List<RunResult> all = done(grid);
    if (all.size() < grid.runs().size()) {
      return Finding.open(claim, TOO_FEW);
    }
    int columns = grid.styleSets().size();
    double first = similarity(grid, all.subList(0, columns));
    double last = similarity(grid, all.subList(all.size() - columns, all.size()));
    return Finding.of(
        claim,
        "Over all sets of style layers, the SSIM of result and content is %s with content layer %s, and %s with %s."
            .formatted(
                Table.text(first),
                grid.contentLayers().get(0),
                Table.text(last),
                grid.contentLayers().get(grid.contentLayers().size() - 1)),
        first > LARGER * last);
  }

  private static double similarity(LayerGrid grid, List<RunResult> row) {
    return row.stream()
        .mapToDouble(
            result -> ImageQuality.of(grid.content().image(), result.image().orElseThrow()).ssim())
        .average()
        .orElseThrow();
  }

  private Finding start() {
    String claim = "From the content, a transfer ends at a lower loss than from noise.";
    List<RunResult> runs = results.of(study.initialization());
    Optional<Losses> noise = end(runs, Initialization.NOISE);
    Optional<Losses> content = end(runs, Initialization.CONTENT);
    if (noise.isEmpty() || content.isEmpty()) {
      return Finding.open(claim, TOO_FEW);
    }
    return Finding.of(
        claim,
        "After %s evaluations at one size the total loss is %s from noise, and %s from the content."
            .formatted(
                study.initialization().settings().schedule().iterations(),
                Table.text(noise.get().total()),
                Table.text(content.get().total())),
        content.get().total() < noise.get().total());
  }

  private static Optional<Losses> end(List<RunResult> runs, Initialization from) {
    return InitializationComparison.first(runs, from)
        .flatMap(RunResult::result)
        .map(SynthesisResult::losses);
  }

  private Finding time() {
    String claim = "An evaluation takes as long from noise as from the content.";
    InitializationComparison.Times times =
        InitializationComparison.times(results.of(study.initialization()));
    if (times.ratios().length < 2) {
      return Finding.open(claim, TOO_FEW);
    }
    int quarter = times.ratios().length / 4;
    double low = times.ratios()[quarter];
    double high = times.ratios()[times.ratios().length - 1 - quarter];
    String evidence =
        "%s s from noise and %s s from the content (medians): %s times as long. Of %s pairs that ran by turns, the middle half was from %s to %s."
            .formatted(
                Table.text(times.noise()),
                Table.text(times.content()),
                ratio(times.noise(), times.content()),
                times.ratios().length,
                Table.text(low),
                Table.text(high));
    boolean disturbed = high - low > 2 * SAME_TIME;
    return disturbed
        ? Finding.open(claim, evidence + " Other programs disturbed the times.")
        : Finding.of(claim, evidence, low <= 1 + SAME_TIME && high >= 1 - SAME_TIME);
  }

  private Finding distance() {
    String claim = "A transfer brings layers that it does not minimise towards the style's, too.";
    List<Layer> minimised =
        study.initialization().settings().losses().styleLayers().stream()
            .map(WeightedLayer::layer)
            .toList();
    List<LayerDistances> others =
        results.distances().filter(d -> d.names().contains(FullStudy.TRANSFER)).stream()
            .flatMap(d -> d.layers().stream())
            .filter(distances -> !minimised.contains(distances.layer()))
            .toList();
    if (others.isEmpty()) {
      return Finding.open(claim, TOO_FEW);
    }
    int transfer = results.distances().orElseThrow().names().indexOf(FullStudy.TRANSFER);
    List<String> nearer = new ArrayList<>();
    boolean all = true;
    for (LayerDistances layer : others) {
      // The content is the first image, the style the second.
      double before = layer.style()[0][1];
      double after = layer.style()[transfer][1];
      nearer.add("%s times at %s".formatted(ratio(before, after), layer.layer()));
      all &= after < before;
    }
    return Finding.of(
        claim,
        "The Gram matrices of the transfer from the content are closer to the style's than the content's are: %s."
            .formatted(String.join(", ", nearer)),
        all);
  }

  /** Of two numbers as they are shown, so that it agrees with them. */
  private static String ratio(double one, double other) {
    return Table.text(Table.shown(one) / Table.shown(other));
  }

  private List<RunResult> done(Sweep sweep) {
    return results.of(sweep).stream().filter(result -> result.result().isPresent()).toList();
  }

  private static Losses losses(RunResult result) {
    return result.result().orElseThrow().losses();
  }

  private static double[] values(List<RunResult> results, ToDoubleFunction<RunResult> value) {
    return results.stream().mapToDouble(value).toArray();
  }
}
