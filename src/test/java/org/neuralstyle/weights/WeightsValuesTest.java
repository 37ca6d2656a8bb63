package org.neuralstyle.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The untrained network, number formats, choices and settings. */
class WeightsValuesTest {

  private static final String HOME = Path.of("home", "me").toAbsolutePath().toString();

  @Test
  void theUntrainedNetworkHasHesVariance() {
    Vgg19Weights weights = Vgg19Weights.untrained(16);
    assertFalse(weights.trained());
    assertEquals("untrained, seed 0", weights.source());
    for (ConvolutionWeights layer : weights.layers()) {
      double sum = 0;
      double squares = 0;
      for (float value : layer.kernel()) {
        sum += value;
        squares += (double) value * value;
      }
      int n = layer.kernel().length;
      double variance = 2.0 / (9 * layer.inChannels());
      // five standard errors of the mean and of the variance of n normal numbers
      assertTrue(Math.abs(sum / n) <= 5 * Math.sqrt(variance / n));
      assertTrue(Math.abs(squares / n / variance - 1) <= 5 * Math.sqrt(2.0 / n));
      assertArrayEquals(new float[layer.outChannels()], layer.bias());
    }
  }

  @Test
  void theUntrainedNetworkIsAlwaysTheSameAndItsLayersDiffer() {
    Vgg19Weights two = Vgg19Weights.untrained(2);
    Vgg19Weights three = Vgg19Weights.untrained(3);
    for (int i = 0; i < 2; i++) {
      assertArrayEquals(two.layers().get(i).kernel(), three.layers().get(i).kernel());
    }
    assertEquals(Vgg19Weights.untrained(2).sha256(), two.sha256());
    assertNotEquals(two.sha256(), three.sha256());
    assertEquals(two.sha256(), three.sha256(2));
    Random random = new Random(1);
    for (float value : two.layers().get(0).kernel()) {
      assertEquals((float) (Math.sqrt(2.0 / 27) * random.nextGaussian()), value);
    }
    assertNotEquals(
        two.layers().get(0).kernel()[0] / two.layers().get(1).kernel()[0],
        Math.sqrt(64.0 / 3),
        1e-3);
    assertThrows(IllegalArgumentException.class, () -> Vgg19Weights.untrained(0));
    assertThrows(IllegalArgumentException.class, () -> Vgg19Weights.untrained(17));
  }

  @Test
  void everyHalfHasItsValue() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      byte[] bytes = {(byte) bits, (byte) (bits >> 8)};
      int exponent = bits >> 10 & 31;
      int fraction = bits & 1023;
      double magnitude =
          exponent == 0
              ? fraction / 1024.0 * Math.pow(2, -14)
              : (1 + fraction / 1024.0) * Math.pow(2, exponent - 15);
      if (exponent == 31) {
        magnitude = fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
      }
      float expected = (float) (bits < 1 << 15 ? magnitude : -magnitude);
      assertEquals(
          Float.floatToIntBits(expected),
          Float.floatToIntBits(ElementType.F16.decode(bytes)[0]),
          () -> "half");
    }
    byte[] minusTwo = {0x00, (byte) 0xc0};
    assertEquals(-2f, ElementType.BF16.decode(minusTwo)[0]);
  }

  @Test
  void choices() {
    assertEquals(new WeightsChoice.Auto(), WeightsChoice.parse("Auto"));
    assertEquals(new WeightsChoice.Untrained(), WeightsChoice.parse(" untrained "));
    assertEquals(
        new WeightsChoice.FromFile(Path.of("a", "b.safetensors")),
        WeightsChoice.parse(Path.of("a", "b.safetensors").toString()));
    for (String text : new String[] {"auto", "untrained", "x.safetensors"}) {
      assertEquals(text, WeightsChoice.parse(text).toString());
    }
    assertThrows(IllegalArgumentException.class, () -> WeightsChoice.parse(" "));
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> WeightsChoice.parse("a\0b"));
    assertTrue(e.getMessage().contains("untrained"), e.getMessage());
  }

  private static WeightsSettings settings(String system, Map<String, String> environment) {
    Map<String, String> properties = Map.of("os.name", system, "user.home", HOME);
    return WeightsSettings.of(properties::get, environment::get);
  }

  @Test
  void theCacheIsWhereThePlatformHasIt() {
    Path home = Path.of(HOME);
    assertEquals(
        home.resolve(".cache").resolve("neural-style"), settings("Linux", Map.of()).cacheFolder());
    String xdg = Path.of("xdg").toAbsolutePath().toString();
    assertEquals(
        Path.of(xdg).resolve("neural-style"),
        settings("Linux", Map.of("XDG_CACHE_HOME", xdg)).cacheFolder());
    assertEquals(
        home.resolve(".cache").resolve("neural-style"),
        settings("Linux", Map.of("XDG_CACHE_HOME", "relative")).cacheFolder());
    assertEquals(
        home.resolve("Library").resolve("Caches").resolve("neural-style"),
        settings("Mac OS X", Map.of()).cacheFolder());
    assertEquals(
        home.resolve("AppData").resolve("Local").resolve("neural-style"),
        settings("Windows 11", Map.of()).cacheFolder());
    assertEquals(
        Path.of(xdg).resolve("neural-style"),
        settings("Windows 11", Map.of("LOCALAPPDATA", xdg)).cacheFolder());
    assertEquals(
        Path.of("here"), settings("Linux", Map.of("NEURAL_STYLE_CACHE", "here")).cacheFolder());
  }

  @Test
  void propertiesComeBeforeTheEnvironment() {
    WeightsSettings plain = settings("Linux", Map.of());
    assertEquals(Optional.empty(), plain.file());
    assertEquals(WeightsSettings.DEFAULT_ADDRESS, plain.address());
    Map<String, String> environment = new HashMap<>();
    environment.put("NEURAL_STYLE_WEIGHTS", "e.safetensors");
    environment.put("NEURAL_STYLE_WEIGHTS_ADDRESS", "https://e.example/x");
    assertEquals(Optional.of(Path.of("e.safetensors")), settings("Linux", environment).file());
    assertEquals(URI.create("https://e.example/x"), settings("Linux", environment).address());
    Map<String, String> properties =
        Map.of(
            "os.name", "Linux",
            "user.home", HOME,
            "neuralstyle.weights", "p.safetensors",
            "neuralstyle.weights.address", "https://p.example/x");
    WeightsSettings both = WeightsSettings.of(properties::get, environment::get);
    assertEquals(Optional.of(Path.of("p.safetensors")), both.file());
    assertEquals(URI.create("https://p.example/x"), both.address());
    for (String bad : new String[] {"ftp://x/y", "not an address", "file.safetensors"}) {
      environment.put("NEURAL_STYLE_WEIGHTS_ADDRESS", bad);
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> settings("Linux", environment));
      assertTrue(e.getMessage().contains(bad), e.getMessage());
    }
  }
}
