package org.neuralstyle.report;

import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.Roi;
import ij.process.ColorProcessor;
import java.awt.Color;
import java.awt.Font;
import java.awt.Rectangle;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.neuralstyle.study.Distances;
import org.neuralstyle.synthesis.LayerDistances;

/** Matrices of distances as colours, with the numbers in them. */
public final class HeatMap {

  private static final int CELL_WIDTH = 72;
  private static final int CELL_HEIGHT = 28;
  private static final int MARGIN = 8;
  private static final int MOST_CHARACTERS = 40;
  private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 12);

  /** That of the greatest distance; none is white. */
  private static final Color FAR = new Color(8, 48, 107);

  private static final Color UNKNOWN = new Color(224, 224, 224);

  private static final String SIZES_DIFFER = "Grey: the sizes differ.";

  private final List<String> names;
  private final int left;

  private HeatMap(List<String> names) {
    this.names =
        IntStream.range(0, names.size())
            .mapToObj(i -> (i + 1) + "  " + shortened(names.get(i)))
            .toList();
    ColorProcessor ruler = new ColorProcessor(1, 1);
    ruler.setFont(FONT);
    left = 2 * MARGIN + this.names.stream().mapToInt(ruler::getStringWidth).max().orElse(0);
  }

  /**
   * Matrices of style and content distances, layer by layer.
   *
   * @param distances of at least two images
   * @return an RGB stack, not shown, with a slice for each matrix that has a number outside of its
   *     diagonal; a row and a column for each image, the darker the farther
   */
  public static ImagePlus of(Distances distances) {
    HeatMap map = new HeatMap(distances.names());
    int count = distances.names().size();
    ImageStack stack =
        new ImageStack(
            map.left + count * CELL_WIDTH + MARGIN, (count + 3) * CELL_HEIGHT + 2 * MARGIN);
    for (LayerDistances layer : distances.layers()) {
      map.add(stack, "Style distances at " + layer.layer(), layer.style());
      if (areKnown(layer.content())) {
        map.add(stack, "Content distances at " + layer.layer(), layer.content());
      }
    }
    return new ImagePlus("Map of distances", stack);
  }

  private static boolean areKnown(double[][] values) {
    return IntStream.range(1, values.length)
        .anyMatch(i -> Arrays.stream(values[i], 0, i).anyMatch(v -> !Double.isNaN(v)));
  }

  private static double greatest(double[][] values) {
    return Arrays.stream(values)
        .flatMapToDouble(Arrays::stream)
        .filter(Double::isFinite)
        .max()
        .orElse(0);
  }

  private static String shortened(String name) {
    return name.length() <= MOST_CHARACTERS ? name : name.substring(0, MOST_CHARACTERS - 3) + "...";
  }

  private void add(ImageStack stack, String title, double[][] values) {
    ColorProcessor slice = new ColorProcessor(stack.getWidth(), stack.getHeight());
    slice.setFont(FONT);
    slice.setAntialiasedText(true);
    slice.setColor(Color.WHITE);
    slice.fill();
    write(slice, title, new Rectangle(MARGIN, MARGIN, 0, CELL_HEIGHT), Color.BLACK);
    double greatest = greatest(values);
    for (int i = 0; i < values.length; i++) {
      write(slice, names.get(i), new Rectangle(MARGIN, top(i), 0, CELL_HEIGHT), Color.BLACK);
      write(slice, String.valueOf(i + 1), cell(-1, i), Color.BLACK);
      for (int j = 0; j < values.length; j++) {
        double part = greatest > 0 ? values[i][j] / greatest : 0;
        slice.setColor(Double.isNaN(part) ? UNKNOWN : mixed(Math.min(1, part)));
        slice.fill(new Roi(cell(i, j)));
        String number = Double.isNaN(part) ? "" : number(values[i][j]);
        write(slice, number, cell(i, j), part > 0.5 ? Color.WHITE : Color.BLACK);
      }
    }
    if (Arrays.stream(values).flatMapToDouble(Arrays::stream).anyMatch(Double::isNaN)) {
      write(
          slice,
          SIZES_DIFFER,
          new Rectangle(MARGIN, top(values.length), 0, CELL_HEIGHT),
          Color.BLACK);
    }
    stack.addSlice(title, slice);
  }

  private static int top(int row) {
    return MARGIN + (row + 2) * CELL_HEIGHT;
  }

  private Rectangle cell(int row, int column) {
    return new Rectangle(left + column * CELL_WIDTH, top(row), CELL_WIDTH - 1, CELL_HEIGHT - 1);
  }

  private static String number(double value) {
    return value == 0 ? "0" : String.format(Locale.ROOT, "%.3g", value);
  }

  private static Color mixed(double part) {
    return new Color(
        mixed(FAR.getRed(), part), mixed(FAR.getGreen(), part), mixed(FAR.getBlue(), part));
  }

  private static int mixed(int far, double part) {
    return (int) Math.round(255 + part * (far - 255));
  }

  /** Centred, or from the left of a place without a width. */
  private static void write(ColorProcessor ip, String text, Rectangle place, Color color) {
    int indent = Math.max(0, (place.width - ip.getStringWidth(text)) / 2);
    ip.setColor(color);
    ip.drawString(text, place.x + indent, place.y + CELL_HEIGHT / 2 + 8);
  }
}
