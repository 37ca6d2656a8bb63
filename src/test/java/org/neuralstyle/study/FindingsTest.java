package org.neuralstyle.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.settings.Initialization;
import org.neuralstyle.study.Finding.Verdict;
import org.neuralstyle.synthesis.LayerDistances;
import org.neuralstyle.vgg.Layer;

/** What is said of results that are made up. */
class FindingsTest {

  private static final int SIDE = 16;

  private static final Source CONTENT = new Source("photograph", grey(0.5f));
  private static final Source STYLE = new Source("painting", grey(0.2f));
  private static final FullStudy STUDY = FullStudy.of(CONTENT, STYLE, SIDE, 10);

  private static RgbImage grey(float value) {
    float[] planes = new float[3 * SIDE * SIDE];
    for (int i = 0; i < planes.length; i++) {
      // With a little structure, so that no error is zero.
      planes[i] = value + 0.01f * (i % 2);
    }
    return new RgbImage(SIDE, SIDE, planes);
  }

  /** Results of one sweep; the others have none. */
  private static FullStudy.Results only(Sweep sweep, List<RunResult> results) {
    return new FullStudy.Results(
        STUDY,
        STUDY.sweeps().stream().map(s -> s.equals(sweep) ? results : List.<RunResult>of()).toList(),
        Optional.empty(),
        1);
  }

  private static Finding named(String part, FullStudy.Results results) {
    return Findings.of(results).stream()
        .filter(finding -> finding.claim().contains(part))
        .findFirst()
        .orElseThrow();
  }

  private static List<RunResult> layers(float step) {
    List<RunResult> results = new ArrayList<>();
    for (Run run : STUDY.layers().runs()) {
      results.add(TestRuns.result(run, grey(0.5f + step * (results.size() + 1))));
    }
    return results;
  }

  @Test
  void errorsThatRiseWithDepthHold() {
    Finding finding = named("Early layers", only(STUDY.layers(), layers(0.02f)));
    assertEquals(Verdict.HOLDS, finding.verdict());
    // -20 log10 of an error of 0.02, and of 16 times that.
    assertTrue(finding.evidence().contains("33.98 dB from conv1_1"), finding.evidence());
    assertTrue(finding.evidence().contains("9.897 dB from conv5_4"), finding.evidence());
  }

  @Test
  void errorsThatDoNotRiseAreToldPlainly() {
    List<RunResult> equal = new ArrayList<>(layers(0.02f));
    List<RunResult> swapped = new ArrayList<>();
    for (int i = 0; i < equal.size(); i++) {
      RunResult other = equal.get(equal.size() - 1 - i);
      swapped.add(TestRuns.result(equal.get(i).run(), other.image().orElseThrow()));
    }
    Finding finding = named("Early layers", only(STUDY.layers(), swapped));
    assertEquals(Verdict.FAILS, finding.verdict());
    assertEquals("does not hold here", finding.verdict().toString());
  }

  @Test
  void nothingIsSaidWithoutResults() {
    for (Finding finding : Findings.of(only(STUDY.layers(), List.of()))) {
      assertEquals(Verdict.OPEN, finding.verdict(), finding.claim());
    }
  }

  private static List<RunResult> times(double... ratios) {
    List<RunResult> results = new ArrayList<>();
    for (Run run : STUDY.initialization().runs()) {
      double ratio = ratios[(run.repetition() - 1) % ratios.length];
      boolean noise = run.settings().start().initialization() == Initialization.NOISE;
      results.add(
          new RunResult(
              run,
              TestRuns.result(run, grey(0.5f)).result(),
              Optional.empty(),
              noise ? 2 * ratio : 2,
              false));
    }
    return results;
  }

  @Test
  void aRatioAgreesWithItsParts() {
    Finding finding =
        named("as long", only(STUDY.initialization(), times(1.01, 1.02, 1.03, 0.99, 1.0)));
    assertEquals(Verdict.HOLDS, finding.verdict());
    Matcher parts =
        Pattern.compile("(\\S+) s from noise and (\\S+) s .*: (\\S+) times as long")
            .matcher(finding.evidence());
    assertTrue(parts.find(), finding.evidence());
    double noise = Double.parseDouble(parts.group(1));
    double content = Double.parseDouble(parts.group(2));
    assertEquals(Table.text(noise / content), parts.group(3), "to the digits shown");
  }

  private static Finding distance(double before, double after) {
    double[][] minimised = {{0, 9, 9}, {9, 0, 1}, {9, 1, 0}};
    double[][] other = {{0, before, 9}, {before, 0, after}, {9, after, 0}};
    Distances distances =
        new Distances(
            List.of("photograph", "painting", FullStudy.TRANSFER),
            List.of("16 x 16 px", "16 x 16 px", "16 x 16 px"),
            List.of(
                new LayerDistances(Layer.parse("conv1_1"), minimised, minimised),
                new LayerDistances(Layer.parse("conv4_1"), other, other)));
    FullStudy.Results none = only(STUDY.layers(), List.of());
    return named(
        "does not minimise",
        new FullStudy.Results(STUDY, none.results(), Optional.of(distances), 1));
  }

  /** 0.013986 and 0.010638 are shown as 0.01399 and 0.01064, whose ratio is 1.315. */
  @Test
  void layersThatAreMinimisedAreNoEvidence() {
    Finding finding = distance(0.013986, 0.010638);
    assertEquals(Verdict.HOLDS, finding.verdict());
    assertTrue(finding.evidence().endsWith(": 1.315 times at conv4_1."), finding.evidence());
    assertEquals(Verdict.FAILS, distance(1, 2).verdict());
  }

  @Test
  void aNumberThatIsNoneEndsNoReport() {
    Finding finding = distance(1, Double.NaN);
    assertEquals(Verdict.FAILS, finding.verdict());
    assertTrue(finding.evidence().endsWith(": - times at conv4_1."), finding.evidence());
  }

  @Test
  void disturbedTimesSayNothing() {
    Finding finding = named("as long", only(STUDY.initialization(), times(0.7, 1.5, 1, 2, 0.5)));
    assertEquals(Verdict.OPEN, finding.verdict());
    assertTrue(finding.evidence().endsWith("disturbed the times."), finding.evidence());
  }

  @Test
  void timesThatDifferFail() {
    Finding finding = named("as long", only(STUDY.initialization(), times(1.2)));
    assertEquals(Verdict.FAILS, finding.verdict(), finding.evidence());
  }
}
