package org.neuralstyle.report;

import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ColorProcessor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.picture.DisplayedImage;
import org.neuralstyle.study.Panel;
import org.neuralstyle.study.RunResult;
import org.neuralstyle.study.Sweep;

/** The results of a sweep as a stack with a slice for each run. */
public final class SweepStack {

  private SweepStack() {}

  /**
   * A stack whose slices' labels tell how they were made, see {@link ResultProperties#label}.
   *
   * @param sweep the sweep
   * @param results of the sweep, at least one; a run that failed is a black slice that says so;
   *     what the sweep makes of all results, a mean say, comes last
   * @return an RGB stack, not shown; images of several sizes are centred
   */
  public static ImagePlus of(Sweep sweep, List<RunResult> results) {
    List<Panel> panels = new ArrayList<>();
    results.forEach(
        result -> panels.add(new Panel(ResultProperties.label(result), result.image(), Map.of())));
    panels.addAll(sweep.summaries(results));
    List<RgbImage> images = panels.stream().flatMap(panel -> panel.image().stream()).toList();
    int width = images.stream().mapToInt(RgbImage::width).max().orElse(1);
    int height = images.stream().mapToInt(RgbImage::height).max().orElse(1);
    ImageStack stack = new ImageStack(width, height);
    for (Panel panel : panels) {
      ColorProcessor slice = new ColorProcessor(width, height);
      panel
          .image()
          .ifPresent(
              image ->
                  slice.insert(
                      DisplayedImage.rgb(image, "").getProcessor(),
                      (width - image.width()) / 2,
                      (height - image.height()) / 2));
      stack.addSlice(panel.caption(), slice);
    }
    return new ImagePlus(sweep.name(), stack);
  }
}
