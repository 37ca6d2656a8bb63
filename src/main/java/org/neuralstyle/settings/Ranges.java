package org.neuralstyle.settings;

/** What numbers may be, with one message each. */
final class Ranges {

  private Ranges() {}

  static void checkWeight(String name, double weight) {
    if (!(weight >= 0) || !Double.isFinite(weight)) {
      throw new IllegalArgumentException(
          "The " + name + " must be a number of 0 or more, not " + weight + ".");
    }
  }

  static void check(String name, int value, int from, int to, String remark) {
    if (value < from || value > to) {
      throw new IllegalArgumentException(
          "The %s must be from %s to %s%s, not %s.".formatted(name, from, to, remark, value));
    }
  }
}
