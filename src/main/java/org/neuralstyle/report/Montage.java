package org.neuralstyle.report;

import ij.ImagePlus;
import ij.ImageStack;
import ij.plugin.MontageMaker;
import ij.process.ColorProcessor;
import ij.process.ImageProcessor;
import java.awt.Color;
import java.awt.Font;
import java.util.ArrayList;
import java.util.List;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.picture.DisplayedImage;
import org.neuralstyle.study.Panel;
import org.neuralstyle.study.RunResult;
import org.neuralstyle.study.Sweep;

/** All pictures of a sweep side by side, each with its caption below. */
public final class Montage {

  /** The longer side of a picture is at least about as long. */
  private static final int LEAST_SIDE = 192;

  private static final int MARGIN = 4;
  private static final int LINE = 15;
  private static final Font CAPTIONS = new Font(Font.SANS_SERIF, Font.PLAIN, 12);

  private final int width;
  private final int height;
  private final int captionHeight;

  private Montage(int width, int height, int captionHeight) {
    this.width = width;
    this.height = height;
    this.captionHeight = captionHeight;
  }

  /**
   * A grid in the order of the sweep's parameters, with its sources.
   *
   * @param sweep the sweep
   * @param results of the sweep, at least one
   * @return an RGB image, not shown; results are enlarged by a whole number or not at all, sources
   *     to the same size
   */
  public static ImagePlus of(Sweep sweep, List<RunResult> results) {
    List<Panel> panels = sweep.panels(results);
    int longest =
        results.stream()
            .flatMap(result -> result.image().stream())
            .mapToInt(image -> Math.max(image.width(), image.height()))
            .max()
            .orElse(LEAST_SIDE);
    int side = longest * Math.max(1, Math.round((float) LEAST_SIDE / longest));
    int height =
        panels.stream()
            .flatMap(panel -> panel.image().stream())
            .mapToInt(i -> Math.max(1, i.height() * side / Math.max(i.width(), i.height())))
            .max()
            .orElse(side);
    int lines =
        panels.stream().mapToInt(panel -> lines(panel.caption(), side).size()).max().orElse(1);
    Montage montage = new Montage(side, height, lines * LINE);
    ImageStack tiles = new ImageStack(side + MARGIN, height + lines * LINE + MARGIN);
    panels.forEach(panel -> tiles.addSlice(montage.tile(panel)));
    return inColumns(new ImagePlus(sweep.name() + " montage", tiles), sweep.columnCount());
  }

  private static ImagePlus inColumns(ImagePlus tiles, int columns) {
    int count = tiles.getStackSize();
    if (count == 1) {
      return tiles;
    }
    int rows = (count + columns - 1) / columns;
    ImagePlus montage =
        new MontageMaker().makeMontage2(tiles, columns, rows, 1, 1, count, 1, 0, false);
    montage.setTitle(tiles.getTitle());
    return montage;
  }

  private ColorProcessor tile(Panel panel) {
    ColorProcessor tile = new ColorProcessor(width + MARGIN, height + captionHeight + MARGIN);
    tile.setColor(Color.WHITE);
    tile.fill();
    panel.image().ifPresent(image -> insert(image, tile));
    tile.setColor(Color.BLACK);
    setCaptionFont(tile);
    List<String> lines = lines(panel.caption(), width);
    for (int i = 0; i < lines.size(); i++) {
      int x = MARGIN / 2 + (width - tile.getStringWidth(lines.get(i))) / 2;
      tile.drawString(lines.get(i), x, MARGIN / 2 + height + (i + 1) * LINE);
    }
    return tile;
  }

  private void insert(RgbImage image, ColorProcessor tile) {
    double factor = Math.min((double) width / image.width(), (double) height / image.height());
    int w = Math.max(1, (int) Math.round(image.width() * factor));
    int h = Math.max(1, (int) Math.round(image.height() * factor));
    ImageProcessor pixels = DisplayedImage.rgb(image, "").getProcessor();
    // Enlarged pixels stay visible as they are; reduced ones are averaged.
    pixels.setInterpolationMethod(
        factor < 1 ? ImageProcessor.BILINEAR : ImageProcessor.NEAREST_NEIGHBOR);
    tile.insert(
        pixels.resize(w, h, true), MARGIN / 2 + (width - w) / 2, MARGIN / 2 + (height - h) / 2);
  }

  private static void setCaptionFont(ColorProcessor ip) {
    ip.setFont(CAPTIONS);
    ip.setAntialiasedText(true);
  }

  /** Breaks a caption where it is too wide, after a blank or comma if there is one. */
  static List<String> lines(String caption, int width) {
    ColorProcessor ip = new ColorProcessor(1, 1);
    setCaptionFont(ip);
    List<String> lines = new ArrayList<>();
    String rest = caption;
    while (rest.length() > 1 && ip.getStringWidth(rest) > width) {
      int end = rest.length() - 1;
      while (end > 1 && ip.getStringWidth(rest.substring(0, end)) > width) {
        end--;
      }
      int gap = Math.max(rest.lastIndexOf(' ', end - 1), rest.lastIndexOf(',', end - 1));
      end = gap > 0 ? gap + 1 : end;
      lines.add(rest.substring(0, end).strip());
      rest = rest.substring(end);
    }
    lines.add(rest.strip());
    return lines;
  }
}
