package org.neuralstyle.synthesis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.neuralstyle.synthesis.SmallRuns.TRANSFER;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.neuralstyle.settings.SynthesisSettings;

/** How runs ended. */
class EndingTest {

  /** As reports, image properties and kept runs of all versions have it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "all evaluations were used | EVALUATIONS",
        "the loss no longer falls | CONVERGED",
        "it was stopped | STOPPED",
        "it was stopped at scale 2 of 3 (32 px) | STOPPED",
        "the loss exploded; the best image so far was kept | DIVERGED",
      })
  void wordsAreThoseOfBefore(String words, Ending.Reason reason) {
    Ending ending = Ending.parse(words);
    assertEquals(reason, ending.reason());
    assertEquals(words, ending.toString());
  }

  @Test
  void noRunEndsOtherwise() {
    assertThrows(IllegalArgumentException.class, () -> Ending.parse("somehow"));
  }

  /** Ends runs after some evaluations. */
  private static RunListener ends(int evaluations, boolean stopped, boolean enough) {
    return new RunListener() {
      private int done;

      @Override
      public void evaluated(Progress progress) {
        done = progress.evaluation();
      }

      @Override
      public boolean isStopped() {
        return stopped && done == evaluations;
      }

      @Override
      public boolean isEnough() {
        return enough && done == evaluations;
      }
    };
  }

  @ParameterizedTest
  @CsvSource({
    "true,  false, STOPPED, 4",
    "false, true,  ENOUGH, 4",
    "true,  true,  STOPPED, 4",
    "false, false, EVALUATIONS, 20",
  })
  void whatIsGoodEnoughWasNotStopped(
      boolean stopped, boolean enough, Ending.Reason reason, int evaluations) throws Exception {
    SynthesisSettings settings =
        TRANSFER.withSchedule(schedule -> schedule.scales(2).iterations(10));
    try (NeuralStyle neuralStyle = SmallRuns.open()) {
      SynthesisResult result =
          SmallRuns.run(neuralStyle, settings, Optional.empty(), ends(4, stopped, enough));
      assertEquals(reason, result.ending().reason());
      assertEquals(evaluations, result.evaluations().size());
      assertEquals(evaluations == 4 ? " at scale 1 of 2 (20 px)" : "", result.ending().place());
      assertEquals(40, result.image().width());
    }
  }
}
