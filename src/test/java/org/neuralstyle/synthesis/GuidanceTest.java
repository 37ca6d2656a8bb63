package org.neuralstyle.synthesis;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.neuralstyle.synthesis.SmallRuns.CONTENT;
import static org.neuralstyle.synthesis.SmallRuns.INPUTS;
import static org.neuralstyle.synthesis.SmallRuns.STYLE;
import static org.neuralstyle.synthesis.SmallRuns.TRANSFER;

import ai.djl.ndarray.NDScope;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.neuralstyle.image.Labels;
import org.neuralstyle.image.Mask;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.settings.ColorMode;
import org.neuralstyle.settings.Method;
import org.neuralstyle.settings.PrecisionChoice;
import org.neuralstyle.settings.StyleLossKind;
import org.neuralstyle.settings.SynthesisSettings;
import org.neuralstyle.tensor.ComputeDevice;
import org.neuralstyle.tensor.DeviceChoice;
import org.neuralstyle.vgg.Pooling;
import org.neuralstyle.vgg.Precision;
import org.neuralstyle.vgg.Vgg19;
import org.neuralstyle.vgg.WeightedLayer;
import org.neuralstyle.weights.DownloadListener;
import org.neuralstyle.weights.Vgg19Weights;
import org.neuralstyle.weights.WeightsChoice;
import org.neuralstyle.weights.WeightsLoader;
import org.neuralstyle.weights.WeightsSettings;

/** Runs with several styles, regions, colours and losses. */
class GuidanceTest {

  private static final RgbImage OTHER = SmallRuns.random(44, 30, 8);

  private static NeuralStyle neuralStyle;

  @BeforeAll
  static void open() {
    neuralStyle = SmallRuns.open();
  }

  @AfterAll
  static void close() {
    neuralStyle.close();
  }

  private static SynthesisResult run(Inputs inputs, SynthesisSettings settings) throws Exception {
    return neuralStyle.run(inputs, settings, RunListener.NONE);
  }

  static Guidance inside(Mask mask) {
    return new Guidance(List.of(), Optional.of(mask), Optional.empty(), Optional.empty());
  }

  private static Guidance styles(RgbImage... styles) {
    return new Guidance(List.of(styles), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** The left part, up to a column. */
  static Mask left(RgbImage image, int columns) {
    float[] values = new float[image.width() * image.height()];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % image.width() < columns ? 1 : 0;
    }
    return new Mask(image.width(), image.height(), values);
  }

  private static Labels halves(RgbImage image, int first, int second) {
    int[] values = new int[image.width() * image.height()];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % image.width() < image.width() / 2 ? first : second;
    }
    return new Labels(image.width(), image.height(), values);
  }

  private static Guidance labels(Labels content, Labels style) {
    return new Guidance(List.of(), Optional.empty(), Optional.of(content), Optional.of(style));
  }

  @Test
  void theSameStyleTwiceIsOneStyle() throws Exception {
    double once = run(INPUTS, TRANSFER).losses().style();
    double twice = run(INPUTS.withGuidance(styles(STYLE)), TRANSFER).losses().style();
    assertEquals(once, twice, 1e-3 * once);
    SynthesisSettings shares = TRANSFER.withLosses(l -> l.styleShares(List.of(3.0, 0.0)));
    double alone = run(INPUTS.withGuidance(styles(OTHER)), shares).losses().style();
    assertEquals(once, alone, 1e-3 * once);
  }

  @ParameterizedTest
  @EnumSource(StyleLossKind.class)
  void eachLossTakesSeveralStyles(StyleLossKind kind) throws Exception {
    SynthesisSettings settings =
        TRANSFER.withLosses(l -> l.styleBy(kind).strength(Optional.of(0.5)).styleShares(List.of()));
    SynthesisResult one = run(INPUTS, settings);
    SynthesisResult two = run(INPUTS.withGuidance(styles(OTHER)), settings);
    assertNotEquals(one.image().planes()[1000], two.image().planes()[1000]);
    List<EvaluatedLosses> evaluations = one.evaluations();
    boolean oneLoss = kind != StyleLossKind.NEIGHBOURS;
    assertTrue(!oneLoss || evaluations.get(0).losses().total() > one.losses().total());
  }

  @ParameterizedTest
  @CsvSource({"0, 13", "5, 13", "0, 40"})
  void outsideOfAMaskTheContentStays(int feather, int columns) throws Exception {
    SynthesisSettings settings = TRANSFER.withBlending(b -> b.feather(feather));
    SynthesisResult result = run(INPUTS.withGuidance(inside(left(CONTENT, columns))), settings);
    float[] content = CONTENT.planes();
    float[] image = result.image().planes();
    int changed = 0;
    for (int i = 0; i < image.length; i++) {
      if (i % CONTENT.width() >= columns) {
        assertEquals(content[i], image[i]);
      } else if (content[i] != image[i]) {
        changed++;
      }
    }
    assertTrue(changed > 3 * 36 * columns / 2, changed + " values changed");
  }

  /** Within the feather the style sets in evenly. */
  @Test
  void featherRisesInsideOfTheEdge() {
    Mask soft = left(CONTENT, 20).feathered(4);
    float[] row = new float[6];
    System.arraycopy(soft.values(), 40 * 18 + 15, row, 0, 6);
    assertArrayEquals(new float[] {1, 7 / 9f, 5 / 9f, 3 / 9f, 1 / 9f, 0}, row, 1e-6f);
  }

  /** What one region takes on does not depend on the rest of the style. */
  @Test
  void regionsTakeTheirStyleFromThoseWithTheSameLabel() throws Exception {
    Labels content = halves(CONTENT, 1, 2);
    double same =
        run(INPUTS.withGuidance(labels(content, halves(STYLE, 1, 2))), TRANSFER).losses().style();
    double swapped =
        run(INPUTS.withGuidance(labels(content, halves(STYLE, 2, 1))), TRANSFER).losses().style();
    assertTrue(Math.abs(same - swapped) > 1e-6 * same);
    double one =
        run(INPUTS.withGuidance(labels(halves(CONTENT, 7, 7), halves(STYLE, 7, 7))), TRANSFER)
            .losses()
            .style();
    double plain = run(INPUTS, TRANSFER).losses().style();
    assertEquals(plain, one, 1e-3 * plain);
  }

  /** The style loss at the content, against Gram matrices of the positions selected. */
  @ParameterizedTest
  @CsvSource({
    "false, false, FLOAT32, 1e-4",
    "true, false, FLOAT32, 1e-4",
    "true, true, FLOAT32, 1e-4",
    "true, true, BFLOAT16, 1e-2"
  })
  void onlyWhatIsSelectedOfTheStyleCounts(
      boolean selected, boolean labelled, PrecisionChoice precision, double tolerance)
      throws Exception {
    float[] inside = new float[STYLE.width() * STYLE.height()];
    float[] counted = new float[inside.length];
    for (int i = 0; i < inside.length; i++) {
      int x = i % STYLE.width();
      inside[i] = !selected || Math.hypot(x - 14, i / STYLE.width() - 22.0) < 11 ? 1 : 0;
      counted[i] = labelled && x >= STYLE.width() / 2 ? 0 : inside[i];
    }
    Mask mask = new Mask(STYLE.width(), STYLE.height(), inside);
    Guidance guidance =
        new Guidance(
            List.of(),
            Optional.empty(),
            labelled ? Optional.of(halves(CONTENT, 1, 1)) : Optional.empty(),
            labelled ? Optional.of(halves(STYLE, 1, 2)) : Optional.empty(),
            selected ? Optional.of(mask) : Optional.empty());
    SynthesisSettings settings =
        TRANSFER
            .withLosses(l -> l.styleLayers(WeightedLayer.parse("conv1_1")))
            .withEngine(e -> e.precision(precision))
            .withSchedule(s -> s.iterations(1));
    float[] all = new float[CONTENT.width() * CONTENT.height()];
    Arrays.fill(all, 1);
    double expected = 0;
    double[] ofContent = gram(CONTENT, all);
    double[] ofStyle = gram(STYLE, counted);
    for (int i = 0; i < ofStyle.length; i++) {
      expected += Math.pow(ofContent[i] - ofStyle[i], 2) / ofStyle.length;
    }
    SynthesisResult result = run(INPUTS.withGuidance(guidance), settings);
    assertEquals(expected, result.evaluations().get(0).losses().style(), tolerance * expected);
  }

  /** The Gram matrix of conv1_1 at some pixels, divided by their number and that of channels. */
  private static double[] gram(RgbImage image, float[] counts) throws Exception {
    Vgg19Weights weights =
        new WeightsLoader(WeightsSettings.defaults())
            .load(new WeightsChoice.Untrained(), 1, DownloadListener.NONE);
    try (ComputeDevice device = ComputeDevice.open(DeviceChoice.CPU);
        Vgg19 vgg = new Vgg19(device, weights.layers(), Pooling.MAX, Precision.FLOAT32);
        NDScope scope = new NDScope()) {
      float[] map = vgg.features(device.tensor(image), 1).get(0).toFloatArray();
      int channels = vgg.channels(1);
      double[] gram = new double[channels * channels];
      double positions = 0;
      for (int p = 0; p < counts.length; p++) {
        positions += counts[p];
        for (int i = 0; i < gram.length && counts[p] > 0; i++) {
          gram[i] +=
              (double) map[i / channels * counts.length + p]
                  * map[i % channels * counts.length + p];
        }
      }
      for (int i = 0; i < gram.length; i++) {
        gram[i] /= channels * positions;
      }
      return gram;
    }
  }

  @Test
  void furtherRegionsAreForetold() throws Exception {
    try (Forecaster forecaster = new Forecaster(DeviceChoice.CPU)) {
      double plain = forecaster.forecast(INPUTS, TRANSFER).seconds();
      Guidance all = labels(halves(CONTENT, 7, 7), halves(STYLE, 7, 7));
      assertEquals(
          plain, forecaster.forecast(INPUTS.withGuidance(all), TRANSFER).seconds(), 1e-9 * plain);
      Guidance two = labels(halves(CONTENT, 1, 2), halves(STYLE, 1, 2));
      double more = forecaster.forecast(INPUTS.withGuidance(two), TRANSFER).seconds();
      assertTrue(more > 1.05 * plain && more < 1.2 * plain, more + " and " + plain);
    }
  }

  @Test
  void refusesASelectionOfNothing() {
    Mask none = new Mask(2, 2, new float[4]);
    Guidance guidance =
        new Guidance(
            List.of(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(none));
    String message =
        assertThrows(
                IllegalArgumentException.class, () -> run(INPUTS.withGuidance(guidance), TRANSFER))
            .getMessage();
    assertTrue(message.contains("Select"), message);
  }

  /** The luma of what was painted, and differences of channels as in the content. */
  @Test
  void contentColoursKeepTheDifferencesOfChannels() throws Exception {
    SynthesisResult result = run(INPUTS, TRANSFER.withBlending(b -> b.colour(ColorMode.CONTENT)));
    float[] image = result.image().planes();
    float[] painted = result.painted().planes();
    int n = image.length / 3;
    int free = 0;
    for (int i = 0; i < n; i++) {
      boolean clipped = false;
      for (int c = 0; c < 3; c++) {
        clipped |= image[c * n + i] <= 0 || image[c * n + i] >= 1;
      }
      if (!clipped) {
        free++;
        float[] content = CONTENT.planes();
        assertEquals(content[i] - content[n + i], image[i] - image[n + i], 1e-5);
        assertEquals(luma(painted, i, n), luma(image, i, n), 1e-5);
      }
    }
    assertTrue(free > n / 3);
  }

  private static double luma(float[] planes, int i, int n) {
    return 0.299 * planes[i] + 0.587 * planes[n + i] + 0.114 * planes[2 * n + i];
  }

  @Test
  void matchedColoursChangeTheStyleAlone() throws Exception {
    SynthesisSettings settings = TRANSFER.withBlending(b -> b.colour(ColorMode.MATCHED));
    SynthesisResult result = run(INPUTS, settings);
    SynthesisResult plain = run(INPUTS.matched(), TRANSFER);
    assertArrayEquals(plain.image().planes(), result.image().planes());
  }

  @Test
  void theStyleScaleMakesTheStyleLarger() throws Exception {
    SynthesisSettings settings = TRANSFER.withSchedule(s -> s.styleScale(0.5));
    double small = run(INPUTS, settings).losses().style();
    assertNotEquals(run(INPUTS, TRANSFER).losses().style(), small);
    assertThrows(
        IllegalArgumentException.class, () -> TRANSFER.withSchedule(s -> s.styleScale(11)));
  }

  @Test
  void whatDoesNotFitIsRefused() {
    Labels content = halves(CONTENT, 1, 2);
    assertRefused(labels(content, halves(STYLE, 3, 4)), TRANSFER, "0 values in common");
    assertRefused(inside(left(CONTENT, 0)), TRANSFER, "black everywhere");
    assertRefused(
        new Guidance(List.of(), Optional.empty(), Optional.of(content), Optional.empty()),
        TRANSFER,
        "Give both");
    assertRefused(styles(OTHER), TRANSFER.withLosses(l -> l.styleShares(List.of(1.0))), "2 styles");
    assertRefused(
        labels(content, content),
        TRANSFER.withLosses(l -> l.styleBy(StyleLossKind.NEIGHBOURS)),
        "knows no labels");
  }

  private static void assertRefused(Guidance guidance, SynthesisSettings settings, String words) {
    Inputs inputs = INPUTS.withGuidance(guidance);
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> run(inputs, settings));
    assertTrue(e.getMessage().contains(words), e.getMessage());
  }

  /** All optimisers, and a checkpoint that goes on with the same guidance only. */
  @Test
  void adamTakesRegionsToo() throws Exception {
    SynthesisSettings settings = TRANSFER.withEngine(e -> e.method(Method.ADAM));
    SynthesisResult result = run(INPUTS.withGuidance(inside(left(CONTENT, 20))), settings);
    assertEquals(CONTENT.planes()[39], result.image().planes()[39]);
  }

  /** It comes nearer to the style than it began, and refuses what needs a function. */
  @Test
  void normalizedGradientsAreForAdam() throws Exception {
    SynthesisSettings settings =
        TRANSFER
            .withLosses(losses -> losses.strength(Optional.of(0.7)))
            .withEngine(engine -> engine.method(Method.ADAM).normalized(true));
    SynthesisResult result = run(INPUTS, settings);
    assertTrue(result.losses().style() < result.evaluations().get(0).losses().style());
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> TRANSFER.withEngine(engine -> engine.normalized(true)));
    assertTrue(e.getMessage().contains("Choose the optimizer adam"), e.getMessage());
  }
}
