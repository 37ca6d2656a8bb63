package org.neuralstyle.picture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.gui.OvalRoi;
import ij.gui.Roi;
import ij.process.ColorProcessor;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.neuralstyle.image.Labels;
import org.neuralstyle.image.Mask;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.stack.FrameGuidance;
import org.neuralstyle.synthesis.Guidance;

/** What selections mean to a style. */
class GuideImagesTest {

  private final ImagePlus style = new ImagePlus("style", new ColorProcessor(30, 20));
  private final RgbImage image = new RgbImage(30, 20, new float[3 * 30 * 20]);

  @Test
  void aRectangleIsCroppedToAndCountsAsAWhole() {
    style.setRoi(new Roi(-5, 4, 20, 9));
    assertTrue(GuideImages.selectedOfCropped(style).isEmpty());
    RgbImage part = GuideImages.cropped(style, image);
    assertEquals(List.of(15, 9), List.of(part.width(), part.height()));
  }

  @Test
  void anotherShapeCountsAlone() throws Exception {
    Roi oval = new OvalRoi(8, 3, 14, 10);
    style.setRoi(oval);
    RgbImage part = GuideImages.cropped(style, image);
    Mask mask = GuideImages.selectedOfCropped(style).orElseThrow();
    assertEquals(List.of(14, 10), List.of(part.width(), part.height()));
    assertEquals(List.of(14, 10), List.of(mask.width(), mask.height()));
    for (int i = 0; i < 140; i++) {
      assertEquals(oval.contains(8 + i % 14, 3 + i / 14) ? 1 : 0, mask.values()[i], "pixel " + i);
    }
    Guidance guidance =
        new Guidance(
            List.of(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(mask));
    try (FrameGuidance frames = new FrameGuidance(guidance)) {
      assertEquals(guidance, frames.at(3));
    }
  }

  @Test
  void labelsAreCroppedLikeTheStyle() {
    int[] values = new int[30 * 20];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    Labels labels = new Labels(30, 20, values);
    assertEquals(labels, GuideImages.cropped(style, labels));
    style.setRoi(new OvalRoi(8, 3, 3, 2));
    assertArrayEquals(
        new int[] {98, 99, 100, 128, 129, 130}, GuideImages.cropped(style, labels).values());
    Labels smaller = new Labels(3, 2, new int[6]);
    String message =
        assertThrows(IllegalArgumentException.class, () -> GuideImages.cropped(style, smaller))
            .getMessage();
    assertTrue(message.contains("3 x 2") && message.contains("30 x 20"), message);
  }

  @Test
  void withoutASelectionAllCounts() {
    assertTrue(GuideImages.selectedOfCropped(style).isEmpty());
    assertEquals(image, GuideImages.cropped(style, image));
  }
}
