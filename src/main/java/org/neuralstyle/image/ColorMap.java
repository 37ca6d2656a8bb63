package org.neuralstyle.image;

/**
 * The colours of one channel: 256 entries from the lower to the upper end of its display range (a
 * lookup table, LUT).
 *
 * <p>A table that is a straight line in RGB, such as grey or black to green, is used as that line,
 * so that channels of more than 8 bits lose nothing. Any other table is looked up at the nearest
 * entry, as ImageJ does, since its neighbours may have nothing in common (label colours).
 */
public final class ColorMap {

  /** Black to white. */
  public static final ColorMap GRAY = ramp(0x000000, 0xffffff);

  /** Black to red. */
  public static final ColorMap RED = ramp(0x000000, 0xff0000);

  /** Black to green. */
  public static final ColorMap GREEN = ramp(0x000000, 0x00ff00);

  /** Black to blue. */
  public static final ColorMap BLUE = ramp(0x000000, 0x0000ff);

  /** The number of entries. */
  public static final int SIZE = 256;

  // The weights of linear light's luminance (ITU-R BT.709), used here on the values as they are.
  private static final double[] LUMA = {0.2126, 0.7152, 0.0722};

  // Component, then entry, in 0..1.
  private final double[][] table;
  private final boolean straight;

  private ColorMap(double[][] table) {
    this.table = table;
    this.straight = isStraight(table);
  }

  /**
   * The colours of a lookup table.
   *
   * @param red 256 unsigned bytes
   * @param green 256 unsigned bytes
   * @param blue 256 unsigned bytes
   * @return the colours
   * @throws IllegalArgumentException if a component does not have 256 entries
   */
  public static ColorMap of(byte[] red, byte[] green, byte[] blue) {
    byte[][] bytes = {red, green, blue};
    double[][] table = new double[3][SIZE];
    for (int c = 0; c < 3; c++) {
      if (bytes[c].length != SIZE) {
        throw new IllegalArgumentException(
            "A colour table has 256 entries, not " + bytes[c].length + ".");
      }
      for (int i = 0; i < SIZE; i++) {
        table[c][i] = (bytes[c][i] & 0xff) / 255.0;
      }
    }
    return new ColorMap(table);
  }

  /**
   * A straight line between two colours.
   *
   * @param from the colour of the lower end of the display range, 0xRRGGBB
   * @param to the colour of its upper end, 0xRRGGBB
   * @return the colours
   */
  public static ColorMap ramp(int from, int to) {
    double[][] table = new double[3][SIZE];
    for (int c = 0; c < 3; c++) {
      double start = (from >> (16 - 8 * c) & 0xff) / 255.0;
      double end = (to >> (16 - 8 * c) & 0xff) / 255.0;
      for (int i = 0; i < SIZE; i++) {
        table[c][i] = start + i / 255.0 * (end - start);
      }
    }
    return new ColorMap(table);
  }

  /**
   * One component of a colour.
   *
   * @param component 0, 1, 2 for red, green, blue
   * @param position the position in the display range, 0..1
   * @return the component, 0..1
   */
  public double get(int component, double position) {
    double[] values = table[component];
    return straight
        ? values[0] + position * (values[SIZE - 1] - values[0])
        : values[(int) Math.round(position * (SIZE - 1))];
  }

  /**
   * The entries of one component, rounded to 8 bits.
   *
   * @param component 0, 1, 2 for red, green, blue
   * @return 256 unsigned bytes
   */
  public byte[] bytes(int component) {
    byte[] bytes = new byte[SIZE];
    for (int i = 0; i < SIZE; i++) {
      bytes[i] = (byte) Math.round(255 * table[component][i]);
    }
    return bytes;
  }

  /**
   * Whether the position in the range follows from the grey value: a straight line between greys.
   */
  boolean isGray() {
    return straight
        && table[0][0] != table[0][SIZE - 1]
        && table[0][0] == table[1][0]
        && table[1][0] == table[2][0]
        && table[0][SIZE - 1] == table[1][SIZE - 1]
        && table[1][SIZE - 1] == table[2][SIZE - 1];
  }

  boolean isStraight() {
    return straight;
  }

  /** The luma of the last colour minus that of the first, as {@link #luma} has it. */
  double lumaSpan() {
    double span = 0;
    for (int c = 0; c < 3; c++) {
      span += LUMA[c] * (table[c][SIZE - 1] - table[c][0]);
    }
    return span;
  }

  /** The luma of a pixel of an image with so many of them. */
  static double luma(float[] planes, int pixel, int pixels) {
    double luma = 0;
    for (int c = 0; c < 3; c++) {
      luma += LUMA[c] * planes[c * pixels + pixel];
    }
    return luma;
  }

  /**
   * The only component this channel adds to.
   *
   * @return 0, 1, 2 for a straight line between black and red, green or blue; -1 otherwise
   */
  int primary() {
    int primary = -1;
    for (int c = 0; c < 3 && straight; c++) {
      double first = table[c][0];
      double last = table[c][SIZE - 1];
      boolean full = Math.abs(last - first) == 1;
      if (full && primary < 0) {
        primary = c;
      } else if (first != 0 || last != 0) {
        return -1;
      }
    }
    return primary;
  }

  /**
   * The position in the display range whose colour is nearest to the given one: for a straight
   * line, the least-squares projection on it with the weights of luminance (ITU-R BT.709), which
   * for greys is the luma 0.2126 R + 0.7152 G + 0.0722 B and for a primary is that component.
   *
   * @return not clipped
   */
  double position(double red, double green, double blue) {
    double[] color = {red, green, blue};
    double along = 0;
    double length = 0;
    for (int c = 0; c < 3; c++) {
      double step = table[c][SIZE - 1] - table[c][0];
      along += LUMA[c] * (color[c] - table[c][0]) * step;
      length += LUMA[c] * step * step;
    }
    return along / length;
  }

  // Tables of 8 bits keep a line to one grey level.
  private static boolean isStraight(double[][] table) {
    for (double[] values : table) {
      for (int i = 0; i < SIZE; i++) {
        double line = values[0] + i / 255.0 * (values[SIZE - 1] - values[0]);
        if (Math.abs(values[i] - line) > 1.001 / 255) {
          return false;
        }
      }
    }
    return true;
  }
}
