package org.neuralstyle.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.settings.StackMode;
import org.neuralstyle.settings.StackSettings;
import org.neuralstyle.settings.SynthesisSettings;
import org.neuralstyle.synthesis.Forecast;
import org.neuralstyle.synthesis.Inputs;
import org.neuralstyle.synthesis.NeuralStyle;
import org.neuralstyle.tensor.DeviceChoice;
import org.neuralstyle.weights.WeightsChoice;

/** What a stack is expected to take, where a run takes a second for each evaluation. */
class StackForecastTest {

  private static final RgbImage FRAME = new RgbImage(16, 16, new float[3 * 16 * 16]);

  private static final StackSettings SETTINGS =
      StackSettings.of(
          SynthesisSettings.transfer().withSchedule(schedule -> schedule.iterations(90)));

  private static double seconds(StackSettings settings) throws Exception {
    return StackStyler.forecast(
            Inputs.of(FRAME, FRAME),
            settings,
            11,
            (inputs, run) -> new Forecast(16, 16, 1, run.schedule().iterations()))
        .seconds();
  }

  @Test
  void laterFramesTakeAThirdUnlessTheirIterationsAreGiven() throws Exception {
    assertEquals(90 + 10 * 30, seconds(SETTINGS), 1e-9);
    assertEquals(90 + 10 * 4, seconds(SETTINGS.withLaterIterations(4)), 1e-9);
    assertEquals(11 * 90, seconds(SETTINGS.withMode(StackMode.INDEPENDENT)), 1e-9);
  }

  @Test
  void aListenerIsAskedOnceAndMayRefuse() throws Exception {
    List<Forecast> told = new ArrayList<>();
    FrameSource film =
        new FrameSource() {
          @Override
          public int count() {
            return 3;
          }

          @Override
          public RgbImage read(int index) {
            return FRAME;
          }
        };
    FrameSink sink = (index, image) -> {};
    StackSettings quick =
        StackSettings.of(
            SynthesisSettings.transfer().withSchedule(schedule -> schedule.iterations(1)));
    try (NeuralStyle neuralStyle =
        new NeuralStyle(new WeightsChoice.Untrained(), DeviceChoice.CPU)) {
      StackStyler styler = new StackStyler(neuralStyle, FRAME, quick, Optional.empty());
      styler.run(
          film,
          sink,
          new StackListener() {
            @Override
            public void expected(Forecast forecast) {
              told.add(forecast);
            }
          });
      assertEquals(1, told.size());
      StackListener refusing =
          new StackListener() {
            @Override
            public void expected(Forecast forecast) {
              throw new CancellationException();
            }
          };
      assertThrows(CancellationException.class, () -> styler.run(film, sink, refusing));
    }
  }
}
