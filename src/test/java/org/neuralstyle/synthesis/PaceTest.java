package org.neuralstyle.synthesis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** With a clock that only goes when the test says so. */
class PaceTest {

  private static final List<Integer> EVALUATIONS = List.of(200, 200, 150, 100);

  /** As of 256, 512, 1024 and 2048 px: four times the pixels, four times the time. */
  private static final List<Double> EFFORTS = List.of(1.0, 4.0, 16.0, 64.0);

  private static final List<Integer> NONE = Collections.nCopies(4, 0);

  private double seconds;
  private double foretold = Double.NaN;

  private Pace pace(List<Integer> done) {
    return new Pace(
        EVALUATIONS,
        done,
        EFFORTS.stream().map(effort -> new Effort(effort, effort)).toList(),
        foretold,
        () -> Math.round(seconds * 1e9));
  }

  /** Also where finer scales take 10 % more than foretold, one after the other. */
  @Test
  void isWithinTwentyPercentFromTheFirstTenthOn() {
    for (double more : new double[] {0.9, 1, 1.1}) {
      seconds = 0;
      double all = 0;
      for (int i = 0; i < 4; i++) {
        all += (EVALUATIONS.get(i) + 1) * EFFORTS.get(i) * Math.pow(more, i);
      }
      Pace pace = pace(NONE);
      for (int i = 0; i < 4; i++) {
        double each = EFFORTS.get(i) * Math.pow(more, i);
        pace.begin(i);
        seconds += each;
        for (int k = 0; k < EVALUATIONS.get(i); k++) {
          seconds += each;
          pace.evaluated();
          if (seconds > 0.1 * all) {
            assertEquals(all - seconds, pace.secondsLeft(), 0.2 * (all - seconds) + 1e-6);
            assertEquals(seconds / all, pace.part(), 0.1);
          }
          pace.goOn();
        }
      }
      assertEquals(1, pace.part(), 1e-12);
      assertEquals(0, pace.secondsLeft(), 1e-12);
    }
  }

  /** Java that is not compiled yet makes the first evaluations slow, and says nothing of others. */
  @Test
  void slowFirstEvaluationsDoNotDecide() {
    foretold = 1.1;
    Pace pace = pace(NONE);
    pace.begin(0);
    assertEquals(1.1 * (200 + 201 * 4 + 151 * 16 + 101 * 64), pace.secondsLeft(), 1e-9);
    for (int k = 0; k < 200; k++) {
      seconds += k < 5 ? 3 : 1;
      pace.evaluated();
      double left = 199 - k + 201 * 4 + 151 * 16 + 101 * 64;
      assertEquals(left, pace.secondsLeft(), 0.2 * left);
      pace.goOn();
    }
    for (int i = 1; i < 4; i++) {
      pace.begin(i);
      for (int k = 0; k < EVALUATIONS.get(i); k++) {
        seconds += EFFORTS.get(i);
        pace.evaluated();
        pace.goOn();
      }
    }
    assertEquals(0, pace.secondsLeft(), 1e-12);
  }

  /** A machine that has become slower is believed where it was measured. */
  @Test
  void whatIsMeasuredCountsMoreFromEvaluationToEvaluation() {
    foretold = 1;
    Pace pace = pace(NONE);
    pace.begin(3);
    double before = 0;
    for (int k = 0; k < 12; k++) {
      pace.goOn();
      seconds += 2 * 64;
      pace.evaluated();
      double each = pace.secondsLeft() / (99 - k);
      assertTrue(k < 10 ? each > before : each <= 2 * 64 + 1e-9, each + " after " + k);
      before = each;
    }
    assertEquals(88 * 2 * 64, pace.secondsLeft(), 1e-6);
  }

  @Test
  void aPauseDoesNotCount() {
    Pace pace = pace(NONE);
    pace.begin(0);
    for (int k = 0; k < 10; k++) {
      seconds += 2;
      pace.evaluated();
      seconds += 3600;
      pace.goOn();
    }
    double left = 190 + 201 * 4 + 151 * 16 + 101 * 64;
    assertEquals(2 * left, pace.secondsLeft(), 1e-6);
  }

  @Test
  void nothingIsToldBeforeItIsMeasured() {
    Pace pace = pace(NONE);
    pace.begin(0);
    seconds += 5;
    pace.evaluated();
    assertTrue(Double.isNaN(pace.secondsLeft()));
    assertTrue(pace.part() > 0 && pace.part() < 0.01);
  }

  @Test
  void aRunThatGoesOnCountsWhatWasDoneBefore() {
    Pace pace = pace(List.of(200, 200, 150, 50));
    pace.begin(3);
    for (int k = 0; k < 2; k++) {
      pace.goOn();
      seconds += 7;
      pace.evaluated();
    }
    assertEquals(48 * 7, pace.secondsLeft(), 1e-6);
    double all = 201 + 201 * 4 + 151 * 16 + 101 * 64;
    assertEquals(1 - 48 * 64 / all, pace.part(), 1e-12);
  }

  /** A scale may end before its time. */
  @Test
  void aScaleThatConvergedIsNoLongerCountedOn() {
    Pace pace = pace(NONE);
    pace.begin(2);
    pace.begin(3);
    pace.goOn();
    seconds += 10;
    pace.evaluated();
    assertEquals(99 * 10, pace.secondsLeft(), 1e-6);
  }

  /** Neighbours are chosen three times at the last size, which takes long on one machine. */
  @Test
  void aScaleLikeTheOneBeforeTakesAsLongToPrepare() {
    Effort effort = new Effort(5, 1);
    Pace pace =
        new Pace(
            List.of(10, 10, 10),
            List.of(0, 0, 0),
            List.of(effort, effort, effort),
            Double.NaN,
            () -> Math.round(seconds * 1e9));
    pace.begin(0);
    seconds += 30 + 1;
    pace.evaluated();
    pace.goOn();
    seconds += 1;
    pace.evaluated();
    assertEquals(8 + 2 * (30 + 10), pace.secondsLeft(), 1e-6);
    assertEquals(32.0 / (32 + 88), pace.part(), 1e-6);
  }
}
