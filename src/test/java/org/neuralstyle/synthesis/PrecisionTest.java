package org.neuralstyle.synthesis;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.EngineException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.option.Properties;
import org.neuralstyle.settings.PrecisionChoice;
import org.neuralstyle.settings.SynthesisSettings;
import org.neuralstyle.tensor.DeviceChoice;
import org.neuralstyle.vgg.Bfloat16;
import org.neuralstyle.vgg.Layer;
import org.neuralstyle.vgg.WeightedLayer;
import org.neuralstyle.weights.WeightsChoice;

/** Which precision runs have, and that runs of both go on side by side. */
class PrecisionTest {

  private static final RgbImage CONTENT = random(24, 20, 1);
  private static final RgbImage STYLE = random(22, 26, 2);
  private static final SynthesisSettings TRANSFER =
      SynthesisSettings.transfer().withSchedule(schedule -> schedule.iterations(4));

  private static RgbImage random(int width, int height, long seed) {
    Random random = new Random(seed);
    float[] planes = new float[3 * width * height];
    for (int i = 0; i < planes.length; i++) {
      planes[i] = random.nextFloat();
    }
    return new RgbImage(width, height, planes);
  }

  @ParameterizedTest
  @CsvSource({
    "true,  true,  transfer,       auto,     VECTORS,  bfloat16",
    "true,  true,  transfer,       auto,     MATRICES, bfloat16",
    "true,  true,  transfer,       auto,     NONE,     float32",
    "true,  true,  texture,        auto,     MATRICES, float32",
    "true,  true,  reconstruction, auto,     MATRICES, float32",
    "false, true,  transfer,       auto,     MATRICES, float32",
    "true,  true,  transfer,       float32,  MATRICES, float32",
    "true,  true,  transfer,       bfloat16, VECTORS,  bfloat16",
    "true,  true,  transfer,       bfloat16, NONE,     bfloat16",
    "true,  true,  reconstruction, bfloat16, VECTORS,  bfloat16",
    "false, true,  transfer,       bfloat16, NONE,     bfloat16",
    "true,  true,  deep transfer,  auto,     VECTORS,  float32",
    "true,  true,  deep transfer,  auto,     MATRICES, bfloat16",
    "true,  true,  deep transfer,  bfloat16, VECTORS,  bfloat16",
    "true,  false, deep transfer,  auto,     VECTORS,  bfloat16",
  })
  void runsHaveThePrecisionThatSuitsThem(
      boolean cpu,
      boolean winograd,
      String run,
      String choice,
      Bfloat16 instructions,
      String expected) {
    SynthesisSettings settings =
        switch (run) {
          case "transfer" -> TRANSFER;
          case "deep transfer" ->
              TRANSFER.withLosses(losses -> losses.styleLayers(WeightedLayer.parse("conv3_2")));
          case "texture" -> SynthesisSettings.texture();
          default -> SynthesisSettings.reconstruction(Layer.conv(1));
        };
    PrecisionRule rule = new PrecisionRule("a device", cpu, winograd, instructions, () -> {});
    PrecisionChoice resolved =
        rule.resolved(settings.withEngine(engine -> engine.precision(choice(choice))));
    assertEquals(choice(expected), resolved);
    boolean slow = cpu && instructions == Bfloat16.NONE;
    assertEquals(resolved == PrecisionChoice.BFLOAT16 && slow, rule.warning(resolved).isPresent());
  }

  private static PrecisionChoice choice(String text) {
    return PrecisionChoice.valueOf(text.toUpperCase(Locale.ROOT));
  }

  @Test
  void aDeviceWithoutBfloat16SaysWhatToChoose() {
    PrecisionRule rule =
        new PrecisionRule(
            "mps",
            false,
            false,
            Bfloat16.NONE,
            () -> {
              throw new EngineException("not implemented for 'BFloat16'\nand a long trace");
            });
    Exception e =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                rule.resolved(
                    TRANSFER.withEngine(engine -> engine.precision(PrecisionChoice.BFLOAT16))));
    assertEquals(
        "The device mps does not compute in bfloat16 (not implemented for 'BFloat16'). Choose the precision auto or float32.",
        e.getMessage());
  }

  /** Listens to what is read. */
  private static final class Recorder implements RunListener {
    private final List<String> messages = new ArrayList<>();

    @Override
    public void status(String message) {
      messages.add(message);
    }

    long count(String start) {
      return messages.stream().filter(message -> message.startsWith(start)).count();
    }
  }

  private static SynthesisResult run(
      NeuralStyle neuralStyle, PrecisionChoice precision, RunListener listener)
      throws IOException, InterruptedException {
    return neuralStyle.transfer(
        CONTENT, STYLE, TRANSFER.withEngine(engine -> engine.precision(precision)), listener);
  }

  private static NeuralStyle open() {
    return new NeuralStyle(new WeightsChoice.Untrained(), DeviceChoice.CPU);
  }

  @Test
  void bothPrecisionsGoOnSideBySide() throws IOException, InterruptedException {
    Recorder recorder = new Recorder();
    SynthesisResult alone;
    try (NeuralStyle other = open()) {
      alone = run(other, PrecisionChoice.BFLOAT16, RunListener.NONE);
    }
    try (NeuralStyle neuralStyle = open()) {
      SynthesisResult exact = run(neuralStyle, PrecisionChoice.FLOAT32, recorder);
      SynthesisResult rounded = run(neuralStyle, PrecisionChoice.BFLOAT16, recorder);
      SynthesisResult again = run(neuralStyle, PrecisionChoice.FLOAT32, recorder);
      assertEquals(1, recorder.count("Reading the VGG-19 weights"));
      assertEquals(PrecisionChoice.FLOAT32, exact.settings().engine().precision());
      assertEquals("bfloat16", rounded.properties().get("precision"));
      // Neither uses the other's targets.
      assertArrayEquals(exact.image().planes(), again.image().planes());
      assertArrayEquals(alone.image().planes(), rounded.image().planes());
      assertFalse(Arrays.equals(exact.image().planes(), rounded.image().planes()));
      double loss = exact.losses().total();
      assertEquals(loss, rounded.losses().total(), 2e-2 * loss);
    }
  }

  @Test
  void aResultIsRepeatedInItsPrecision() throws IOException, InterruptedException {
    try (NeuralStyle neuralStyle = open()) {
      for (PrecisionChoice precision : PrecisionChoice.values()) {
        SynthesisResult result = run(neuralStyle, precision, RunListener.NONE);
        Map<String, String> properties = new HashMap<>();
        result.properties().forEach((name, value) -> properties.put(name, value.toString()));
        SynthesisSettings settings = Properties.read(properties);
        assertEquals(
            neuralStyle
                .resolved(TRANSFER.withEngine(engine -> engine.precision(precision)))
                .engine()
                .precision(),
            settings.engine().precision());
        SynthesisResult repeated = neuralStyle.transfer(CONTENT, STYLE, settings, RunListener.NONE);
        assertArrayEquals(result.image().planes(), repeated.image().planes());
        assertTrue(
            RunReport.toJson("transfer", result)
                .contains("\"precision\": \"" + settings.engine().precision() + "\""));
      }
    }
  }
}
