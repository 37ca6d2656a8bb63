package org.neuralstyle.synthesis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With a clock that only goes when the test says so. */
class PictureTimeTest {

  private long now = 1;
  private long shown;

  /** Of evaluations of 50 ms, with pictures of these milliseconds. */
  @ParameterizedTest
  @ValueSource(longs = {1, 8, 40, 700})
  void takesAtMostThreePercent(long milliseconds) {
    PictureTime pictures = new PictureTime(() -> now);
    long begin = now;
    int count = 0;
    for (int i = 0; i < 2000; i++) {
      now += 50_000_000;
      long before = shown;
      pictures.take(
          () -> {
            now += milliseconds * 1_000_000;
            shown += milliseconds * 1_000_000;
          });
      count += shown > before ? 1 : 0;
    }
    assertTrue(shown <= PictureTime.SHARE * (now - begin), shown + " of " + (now - begin));
    assertTrue(pictures.cost() >= 1 && pictures.cost() < 1.031, "times " + pictures.cost());
    double seconds = (now - begin) / 1e9;
    assertTrue(count <= seconds / 0.3 + 1, count + " in " + seconds);
    // As many as there is time for.
    double most = Math.min(seconds / 0.35, 0.03 * seconds / milliseconds * 1e3);
    assertTrue(count >= 0.8 * most - 1, count + " of " + most);
  }

  @Test
  void theFirstIsShownAtOnce() {
    PictureTime pictures = new PictureTime(() -> now);
    pictures.take(() -> shown++);
    assertEquals(1, shown);
  }
}
