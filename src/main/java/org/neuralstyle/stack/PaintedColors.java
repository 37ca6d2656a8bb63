package org.neuralstyle.stack;

import org.neuralstyle.image.RgbImage;

/**
 * How painting changed the colours of a frame, on average, by the colour that was there: means on a
 * grid of colours, interpolated between its nodes. A node that saw few colours takes after others,
 * the more the nearer they are (Shepard, 1968).
 */
final class PaintedColors {

  /** Nodes along each channel. */
  private static final int NODES = 9;

  private static final int ALL = NODES * NODES * NODES;

  /** Distance of colours within which they count alike. */
  private static final double NEAR = 0.06;

  private static final double FALLOFF = 3;

  /** For each node the sums of the changes of red, green and blue, and of their weights. */
  private final double[][] sums = new double[ALL][4];

  /** Places between nodes: for each channel the lower one, and how far it is to the next. */
  private record Cell(int[] low, double[] part) {

    static Cell of(float[] planes, int pixel, int pixels) {
      int[] low = new int[3];
      double[] part = new double[3];
      for (int c = 0; c < 3; c++) {
        double at = Math.min(Math.max(planes[c * pixels + pixel], 0), 1) * (NODES - 1);
        low[c] = (int) Math.min(at, NODES - 2);
        part[c] = at - low[c];
      }
      return new Cell(low, part);
    }

    /** One of the eight nodes around; the bits say on which side it is in each channel. */
    int node(int corner) {
      int node = 0;
      for (int c = 0; c < 3; c++) {
        node = NODES * node + low[c] + (corner >> c & 1);
      }
      return node;
    }

    double weight(int corner) {
      double weight = 1;
      for (int c = 0; c < 3; c++) {
        weight *= (corner >> c & 1) == 1 ? part[c] : 1 - part[c];
      }
      return weight;
    }
  }

  /**
   * Adds some pixels.
   *
   * @param content as it was filmed
   * @param painted the same as it was painted
   * @param counts which pixels of it
   */
  void add(RgbImage content, float[] painted, boolean[] counts) {
    for (int i = 0; i < counts.length; i++) {
      if (counts[i]) {
        Cell cell = Cell.of(content.planes(), i, counts.length);
        for (int corner = 0; corner < 8; corner++) {
          double[] sum = sums[cell.node(corner)];
          double weight = cell.weight(corner);
          for (int c = 0; c < 3; c++) {
            int at = c * counts.length + i;
            sum[c] += weight * (painted[at] - content.planes()[at]);
          }
          sum[3] += weight;
        }
      }
    }
  }

  /**
   * Changes other pixels in the same way; leaves them as they are if none have been added.
   *
   * @param planes three values each, in 0..1; changed in place
   * @param others which pixels stay as they are
   */
  void paint(float[] planes, boolean[] others) {
    double[][] changes = changes();
    for (int i = 0; i < others.length; i++) {
      if (!others[i]) {
        Cell cell = Cell.of(planes, i, others.length);
        for (int c = 0; c < 3; c++) {
          double value = planes[c * others.length + i];
          for (int corner = 0; corner < 8; corner++) {
            value += cell.weight(corner) * changes[cell.node(corner)][c];
          }
          planes[c * others.length + i] = (float) Math.min(Math.max(value, 0), 1);
        }
      }
    }
  }

  /** The mean change at each node. */
  private double[][] changes() {
    double[][] changes = new double[ALL][3];
    for (int node = 0; node < ALL; node++) {
      double weights = 0;
      for (int other = 0; other < ALL; other++) {
        if (sums[other][3] > 0) {
          double near = near(node, other);
          weights += near * sums[other][3];
          for (int c = 0; c < 3; c++) {
            changes[node][c] += near * sums[other][c];
          }
        }
      }
      for (int c = 0; c < 3 && weights > 0; c++) {
        changes[node][c] /= weights;
      }
    }
    return changes;
  }

  private static double near(int node, int other) {
    double squares = 0;
    for (int a = node, b = other, c = 0; c < 3; c++) {
      double difference = (double) (a % NODES - b % NODES) / (NODES - 1);
      squares += difference * difference;
      a /= NODES;
      b /= NODES;
    }
    return Math.pow(1 + squares / (NEAR * NEAR), -FALLOFF);
  }
}
