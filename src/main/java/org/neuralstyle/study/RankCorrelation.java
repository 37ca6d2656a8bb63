package org.neuralstyle.study;

import java.util.Arrays;

/** Spearman's rank correlation (Spearman, 1904). */
final class RankCorrelation {

  private RankCorrelation() {}

  /**
   * The correlation of the ranks of two series; equal values share the mean of their ranks.
   *
   * @return -1 .. 1; not a number if a series is constant or has fewer than two values
   */
  static double of(double[] first, double[] second) {
    if (first.length != second.length) {
      throw new IllegalArgumentException(
          "Series of %s and %s values have no correlation.".formatted(first.length, second.length));
    }
    double[] a = ranks(first);
    double[] b = ranks(second);
    double mean = (first.length + 1) / 2.0;
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < a.length; i++) {
      ab += (a[i] - mean) * (b[i] - mean);
      aa += (a[i] - mean) * (a[i] - mean);
      bb += (b[i] - mean) * (b[i] - mean);
    }
    return ab / Math.sqrt(aa * bb);
  }

  private static double[] ranks(double[] values) {
    return Arrays.stream(values)
        .map(
            value -> {
              long smaller = Arrays.stream(values).filter(v -> v < value).count();
              long equal = Arrays.stream(values).filter(v -> v == value).count();
              return smaller + (equal + 1) / 2.0;
            })
        .toArray();
  }
}
