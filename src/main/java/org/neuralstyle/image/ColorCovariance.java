package org.neuralstyle.image;

/** How the three channels of colours vary together, for colours that are added one by one. */
final class ColorCovariance {

  /** Added to variances, so that a grey image has an inverse. */
  private static final double SMALLEST_VARIANCE = 1e-9;

  /** Sums of products; the upper half is not used. */
  private final double[][] sums = new double[3][3];

  private double weight;

  /** Adds a colour from which the mean has been taken. */
  void add(double red, double green, double blue, double share) {
    sums[0][0] += share * red * red;
    sums[1][0] += share * green * red;
    sums[1][1] += share * green * green;
    sums[2][0] += share * blue * red;
    sums[2][1] += share * blue * green;
    sums[2][2] += share * blue * blue;
    weight += share;
  }

  /** The lower Cholesky factor of the covariance. */
  double[][] factor() {
    double[][] lower = new double[3][3];
    for (int r = 0; r < 3; r++) {
      for (int c = 0; c <= r; c++) {
        double rest = sums[r][c] / weight + (r == c ? SMALLEST_VARIANCE : 0);
        for (int k = 0; k < c; k++) {
          rest -= lower[r][k] * lower[c][k];
        }
        // Rounding may take more than there is of a grey image.
        lower[r][c] =
            r == c ? Math.sqrt(Math.max(rest, SMALLEST_VARIANCE / 2)) : rest / lower[c][c];
      }
    }
    return lower;
  }
}
