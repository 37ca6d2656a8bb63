package org.neuralstyle.synthesis;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.neuralstyle.settings.SynthesisSettings;
import org.neuralstyle.tensor.ComputeDevice;
import org.neuralstyle.tensor.DeviceChoice;
import org.neuralstyle.vgg.Layer;
import org.neuralstyle.vgg.Pooling;
import org.neuralstyle.vgg.Precision;
import org.neuralstyle.vgg.Vgg19;
import org.neuralstyle.weights.DownloadListener;
import org.neuralstyle.weights.Vgg19Weights;

/** Weights are read as seldom as can be, and what there is outlives what cannot be had. */
class NetworksTest {

  private static final Layer SHALLOW = Layer.conv(3);
  private static final Layer DEEPER = Layer.conv(4);

  private final List<Integer> read = new ArrayList<>();
  private boolean broken;
  private ComputeDevice device;
  private Networks networks;

  @BeforeEach
  void open() {
    device = ComputeDevice.open(DeviceChoice.CPU);
    networks = new Networks(device, this::read);
  }

  @AfterEach
  void close() {
    networks.close();
    device.close();
  }

  private Vgg19Weights read(int convolutions, DownloadListener listener) throws IOException {
    if (broken) {
      throw new IOException("no weights");
    }
    read.add(convolutions);
    return Vgg19Weights.untrained(convolutions);
  }

  private <T> T with(Layer deepest, Networks.Computation<T> computation) throws Exception {
    return networks.with(deepest, RunListener.NONE, computation);
  }

  @Test
  void anotherPoolingOrPrecisionDoesNotReadTheWeightsAgain() throws Exception {
    Vgg19 max = with(SHALLOW, network -> network.vgg(Pooling.MAX, Precision.FLOAT32));
    Vgg19 average = with(SHALLOW, network -> network.vgg(Pooling.AVERAGE, Precision.FLOAT32));
    assertNotSame(max, average);
    assertFalse(Arrays.equals(features(max), features(average)));
    assertEquals(
        Precision.FLOAT64,
        with(SHALLOW, network -> network.vgg(Pooling.MAX, Precision.FLOAT64)).precision());
    assertSame(max, with(SHALLOW, network -> network.vgg(Pooling.MAX, Precision.FLOAT32)));
    assertSame(average, with(SHALLOW, network -> network.vgg(Pooling.AVERAGE, Precision.FLOAT32)));
    assertEquals(List.of(3), read);
  }

  @Test
  void whatIsDeepEnoughStays() throws Exception {
    Network shallow = with(SHALLOW, network -> network);
    Network deeper = with(DEEPER, network -> network);
    assertNotSame(shallow, deeper);
    assertSame(deeper, with(SHALLOW, network -> network));
    assertEquals(List.of(3, 4), read);
  }

  @Test
  void aLoadThatFailsLeavesTheOldNetworkWhole() throws Exception {
    Network old = with(SHALLOW, network -> network);
    float[] before = features(old.vgg(Pooling.MAX, Precision.FLOAT32));
    broken = true;
    assertThrows(IOException.class, () -> with(DEEPER, network -> network));
    assertSame(old, with(SHALLOW, network -> network));
    assertArrayEquals(before, features(old.vgg(Pooling.MAX, Precision.FLOAT32)));
    broken = false;
    assertEquals(4, with(DEEPER, network -> network).weights().layers().size());
  }

  private float[] features(Vgg19 vgg) {
    try (NDScope scope = new NDScope();
        NDArray image = device.tensor(SmallRuns.CONTENT)) {
      return vgg.features(image, SHALLOW.convolution()).get(2).toFloatArray();
    }
  }

  /** Statistics of styles are not those of the other pooling. */
  @Test
  void runsDoNotDependOnThoseBeforeThem() throws Exception {
    SynthesisSettings max =
        SmallRuns.TRANSFER
            .withSchedule(schedule -> schedule.iterations(3))
            .withEngine(engine -> engine.pooling(Pooling.MAX));
    SynthesisSettings average = max.withEngine(engine -> engine.pooling(Pooling.AVERAGE));
    List<SynthesisResult> together = new ArrayList<>();
    try (NeuralStyle one = SmallRuns.open()) {
      for (SynthesisSettings settings : List.of(max, average, max)) {
        together.add(SmallRuns.run(one, settings, Optional.empty(), RunListener.NONE));
      }
    }
    try (NeuralStyle another = SmallRuns.open()) {
      SynthesisResult alone = SmallRuns.run(another, average, Optional.empty(), RunListener.NONE);
      SmallRuns.assertSame(alone, together.get(1), "after another pooling");
    }
    SmallRuns.assertSame(together.get(0), together.get(2), "repeated");
  }
}
