package org.neuralstyle.imagej;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ColorProcessor;
import ij.process.ShortProcessor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.report.ResultProperties;
import org.neuralstyle.study.Samples;

/** Which of two images is proposed as style does not depend on which was opened last. */
class ImageRolesTest {

  private final ImagePlus waves = noise("waves.png", 60, 50);

  @Test
  void greyImagesAreContents() {
    assertRoles(new ImagePlus("a.tif", new ShortProcessor(20, 20)), waves);
  }

  @Test
  void aFilmIsTheContentAlsoBesideAGreyImage() {
    ImageStack frames = new ImageStack(20, 20);
    frames.addSlice(noise("1", 20, 20).getProcessor());
    frames.addSlice(noise("2", 20, 20).getProcessor());
    assertRoles(new ImagePlus("a.tif", frames), new ImagePlus("b.tif", new ShortProcessor(90, 90)));
  }

  @Test
  void calibratedImagesAreContents() {
    ImagePlus cells = noise("a.tif", 30, 30);
    cells.getCalibration().setUnit("um");
    cells.getCalibration().pixelWidth = 0.2;
    assertRoles(cells, waves);
  }

  @Test
  void titlesCount() {
    assertRoles(noise("IMG_2031.jpg", 30, 30), waves);
    assertRoles(noise("a.png", 30, 30), noise("my style.png", 90, 90));
  }

  @Test
  void otherwiseTheSmallerOneIsTheStyle() {
    assertRoles(noise("a.png", 90, 90), waves);
  }

  @Test
  void paintingsHaveDetailEverywhere() throws Exception {
    assertRoles(shown("1", Samples.content().image()), shown("2", Samples.style().image()));
  }

  private static ImagePlus shown(String title, RgbImage image) {
    int[] argb = image.toArgb().update(null).getCurrentStorageArray();
    return new ImagePlus(title, new ColorProcessor(image.width(), image.height(), argb));
  }

  @Test
  void photographsAndPaintingsOfTheReferenceAreTold() {
    Path images = Path.of("..", "shared", "images");
    Assumptions.assumeTrue(Files.isDirectory(images));
    for (String photo : List.of("tubingen.jpg", "golden_gate.jpg")) {
      for (String painting : List.of("starry_night_google.jpg", "the_scream.jpg")) {
        ImagePlus content = IJ.openImage(images.resolve(photo).toString());
        ImagePlus style = IJ.openImage(images.resolve(painting).toString());
        content.setTitle("1");
        style.setTitle("2");
        assertRoles(content, style);
      }
    }
  }

  @Test
  void aResultIsNeverTheStyleAndProposesWhatItWasMadeFrom() {
    ImagePlus photo = noise("photo.png", 90, 90);
    ImagePlus result = noise("result", 30, 30);
    result.setProp(ResultProperties.PREFIX + "operation", "transfer");
    assertEquals(
        new ImageRoles.Proposal(Optional.of(result), Optional.of(waves)),
        ImageRoles.of(List.of(waves, result), Optional.of(result)));
    assertEquals(
        new ImageRoles.Proposal(Optional.of(result), Optional.empty()),
        ImageRoles.of(List.of(result), Optional.of(result)));
    result.setProp(ResultProperties.PREFIX + "content", "photo.png");
    result.setProp(ResultProperties.PREFIX + "style", "waves.png");
    assertEquals(
        new ImageRoles.Proposal(Optional.of(photo), Optional.of(waves)),
        ImageRoles.of(List.of(photo, noise("c", 9, 9), waves, result), Optional.of(result)));
  }

  @Test
  void withoutImagesNothingIsProposed() {
    assertTrue(ImageRoles.of(List.of(), Optional.empty()).content().isEmpty());
  }

  /** Whichever was opened last. */
  private static void assertRoles(ImagePlus content, ImagePlus style) {
    ImageRoles.Proposal expected =
        new ImageRoles.Proposal(Optional.of(content), Optional.of(style));
    assertEquals(expected, ImageRoles.of(List.of(content, style), Optional.of(style)));
    assertEquals(expected, ImageRoles.of(List.of(style, content), Optional.of(content)));
  }

  private static ImagePlus noise(String title, int width, int height) {
    int[] rgb = new Random(3).ints((long) width * height).toArray();
    return new ImagePlus(title, new ColorProcessor(width, height, rgb));
  }
}
