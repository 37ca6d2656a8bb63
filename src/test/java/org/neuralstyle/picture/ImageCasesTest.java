package org.neuralstyle.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ij.ImagePlus;
import ij.process.ImageProcessor;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.neuralstyle.image.AlphaMask;
import org.neuralstyle.image.RgbImage;

/** The files that people have had trouble with, and the values that their README gives. */
class ImageCasesTest {

  private static final Path CASES = Path.of("..", "shared", "cases", "images");
  private static final double TOLERANCE = 3;

  @TempDir private Path folder;

  @BeforeEach
  void checkCases() {
    assumeTrue(Files.isDirectory(CASES), CASES + " is missing");
  }

  private static DisplayedImage open(String name) throws IOException {
    return DisplayedImage.of(ImageFiles.read(CASES.resolve(name)));
  }

  private static void assertColour(RgbImage image, int x, int y, String colour) {
    int size = image.width() * image.height();
    int i = y * image.width() + x;
    String[] expected = colour.trim().split(" ");
    for (int c = 0; c < 3; c++) {
      assertEquals(
          Double.parseDouble(expected[c]),
          255 * image.planes()[c * size + i],
          TOLERANCE,
          "x=%d y=%d component %d".formatted(x, y, c));
    }
  }

  /** The four quarters; the colours of the lower ones are those of scene.png. */
  private static void assertScene(RgbImage image) throws IOException {
    RgbImage scene = open("scene.png").toRgb();
    int w = image.width();
    int h = image.height();
    assertColour(image, w / 8, h / 8, "220 30 30");
    assertColour(image, w - 1 - w / 8, h / 8, "30 200 30");
    int size = scene.width() * scene.height();
    for (int right = 0; right < 2; right++) {
      int x = right == 0 ? scene.width() / 8 : scene.width() - 1 - scene.width() / 8;
      int i = (scene.height() - 1 - scene.height() / 8) * scene.width() + x;
      float[] planes = scene.planes();
      assertColour(
          image,
          right == 0 ? w / 8 : w - 1 - w / 8,
          h - 1 - h / 8,
          "%d %d %d"
              .formatted(
                  Math.round(255 * planes[i]),
                  Math.round(255 * planes[size + i]),
                  Math.round(255 * planes[2 * size + i])));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "scene.png",
        "scene.jpg",
        "exif3.jpg",
        "exif6.jpg",
        "exif8.jpg",
        "orient6.tif",
        "rgb16.png",
        "jpeg-strips.tif",
        "jpeg-rgb.tif",
        "jpeg-tiled.tif",
        "icc-swapped.jpg",
        "icc-swapped.png",
        "cmyk.jpg",
        "cmyk.tif",
        "tiled.tif",
        "palette4.png",
        "photo.webp",
        "lzw.tif",
        "deflate.tif",
        "planar.tif",
        "palette.tif",
        "progressive.jpg",
        "really-a-jpeg.png",
        "really-a-png.jpg",
        "odd.png",
        "panorama.png"
      })
  void theSceneIsTheScene(String name) throws IOException {
    RgbImage image = open(name).toRgb();
    assertTrue(image.width() > image.height(), "upright");
    assertScene(image);
  }

  @Test
  void aWideProfileIsConverted() throws IOException {
    assertColour(open("icc-prophoto.jpg").toRgb(), 10, 10, "220 30 30");
  }

  @Test
  void theSceneInGreyIsItsLuma() throws IOException {
    float[] scene = open("scene.png").toRgb().planes();
    for (String name : new String[] {"gray.jpg", "jpeg-gray.tif"}) {
      RgbImage image = open(name).toRgb();
      int size = image.width() * image.height();
      for (int i : new int[] {10 * 96 + 10, 10 * 96 + 80, 50 * 96 + 10, 50 * 96 + 80}) {
        // ITU-R BT.709, by which the files were made.
        double luma = 0.2126 * scene[i] + 0.7152 * scene[size + i] + 0.0722 * scene[2 * size + i];
        assertEquals(255 * luma, 255 * image.planes()[i], TOLERANCE, name);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alpha.tif",
        "sticker.gif",
        "alpha.png",
        "alpha-magenta.png",
        "alpha16.png",
        "grayalpha.png",
        "grayalpha16.png",
        "palette-trns.png"
      })
  void hiddenColoursAreNowhereAndTransparencyIsKept(String name) throws IOException {
    DisplayedImage content = open(name);
    RgbImage image = content.toRgb();
    int w = image.width();
    int h = image.height();
    AlphaMask alpha = content.alpha(w, h).orElseThrow();
    int hidden = 0;
    float[] p = image.planes();
    for (int i = 0; i < w * h; i++) {
      hidden += alpha.values()[i] == 0 ? 1 : 0;
      float red = p[i];
      float green = p[w * h + i];
      float blue = p[2 * w * h + i];
      assertTrue(red < 0.95 || green > 0.1 || blue < 0.95, "magenta at " + i);
      assertTrue(red + green + blue > 0.2, "black at " + i);
    }
    assertTrue(hidden > w * h / 16, hidden + " pixels are hidden");
    boolean gray = name.startsWith("gray");
    assertColour(image, 10, 10, gray ? "70 70 70" : "220 30 30");

    for (String extension : new String[] {"png", "tif", "gif"}) {
      Path result = folder.resolve("result." + extension);
      ImagePlus imp = content.toImagePlus(image, "result", false);
      ImageFiles.save(imp, content.alpha(w, h), result);
      DisplayedImage back = DisplayedImage.of(ImageFiles.read(result));
      AlphaMask kept = back.alpha(w, h).orElseThrow();
      int difference = 0;
      for (int i = 0; i < w * h; i++) {
        int expected = alpha.values()[i] & 255;
        if (extension.equals("gif")) {
          expected = expected < 128 ? 0 : 255;
        }
        difference = Math.max(difference, Math.abs(expected - (kept.values()[i] & 255)));
      }
      assertEquals(0, difference, extension);
      if (extension.equals("png")) {
        assertNothingBelow(ImageIO.read(result.toFile()));
      }
      assertColour(back.toRgb(), 10, 10, gray ? "70 70 70" : "220 30 30");
    }
  }

  /** The samples themselves are zero where nothing is seen. */
  private static void assertNothingBelow(BufferedImage image) {
    Raster raster = image.getRaster();
    int bands = raster.getNumBands();
    for (int y = 0; y < raster.getHeight(); y++) {
      for (int x = 0; x < raster.getWidth(); x++) {
        if (raster.getSample(x, y, bands - 1) == 0) {
          for (int c = 0; c < bands - 1; c++) {
            assertEquals(0, raster.getSample(x, y, c));
          }
        }
      }
    }
  }

  @Test
  void deepColoursLookLikeTheSamePictureInEightBits() throws IOException {
    RgbImage pond16 = open("pond16.tif").toRgb();
    RgbImage pond8 = open("pond8.png").toRgb();
    for (int i = 0; i < pond8.planes().length; i++) {
      assertEquals(255 * pond8.planes()[i], 255 * pond16.planes()[i], 1.5);
    }
    float brightest = 0;
    for (float value : open("dark16rgb.png").toRgb().planes()) {
      brightest = Math.max(brightest, value);
    }
    assertTrue(brightest < 0.2, "it is dark, not " + brightest);
  }

  @ParameterizedTest
  @CsvSource({
    "half-pond.jpg",
    "half-pond8.png",
    "half-pond.gif",
    "half-pond.bmp",
    "half-plain8.tif"
  })
  void halvesAreRefusedAllAlike(String name) {
    String message =
        assertThrows(IOException.class, () -> ImageFiles.read(CASES.resolve(name))).getMessage();
    assertTrue(message.startsWith(CASES.resolve(name) + " is damaged: "), message);
    assertTrue(message.endsWith("Get a whole copy of it."), message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "grey12in16.tif",
        "grey12in16.png",
        "grey12in16-inv.tif",
        "packed12.tif",
        "signed16.tif",
        "constant16.tif"
      })
  void greyIsKeptInTiffAndShownAsImageJShowsItElsewhere(String name) throws IOException {
    ImagePlus imp = ImageFiles.open(CASES.resolve(name));
    assertEquals(16, imp.getBitDepth());
    DisplayedImage content = DisplayedImage.of(imp);
    ImagePlus result = content.toImagePlus(content.toRgb(), "result", false);
    ImageFiles.save(result, folder.resolve("result.tif"));
    ImagePlus tiff = ImageFiles.open(folder.resolve("result.tif"));
    ImageProcessor screen = imp.getProcessor().convertToRGB();
    for (String extension : new String[] {"png", "jpg"}) {
      Path file = folder.resolve("result." + extension);
      ImageFiles.save(result, file);
      // Not by this project's reader.
      Raster written = ImageIO.read(file.toFile()).getRaster();
      double white = written.getSampleModel().getSampleSize(0) == 16 ? 65535 : 255;
      for (int y = 0; y < imp.getHeight(); y += 7) {
        for (int x = 0; x < imp.getWidth(); x += 7) {
          assertEquals(imp.getProcessor().get(x, y), tiff.getProcessor().get(x, y), 1);
          assertEquals(
              screen.get(x, y) & 255,
              255 * written.getSample(x, y, 0) / white,
              name.startsWith("constant") ? 255 : TOLERANCE + 1,
              extension);
        }
      }
    }
  }

  @Test
  void infiniteValuesAreTakenForTheEndsOfTheOthersAndTold() throws IOException {
    OpenedImage inf = ImageFiles.read(CASES.resolve("float-inf.tif"));
    assertEquals(1, inf.warnings().size());
    assertTrue(inf.warnings().get(0).contains("float-inf.tif"), inf.warnings().get(0));
    assertTrue(inf.warnings().get(0).contains("x=5, y=0"), inf.warnings().get(0));
    RgbImage image = DisplayedImage.of(inf).toRgb();
    assertTrue(image.planes()[40] > 0.01 && image.planes()[40] < 0.99, "grey, not black or white");
    assertEquals(1, ImageFiles.read(CASES.resolve("float-nan.tif")).warnings().size());
    OpenedImage constant = ImageFiles.read(CASES.resolve("float-const.tif"));
    assertEquals(0, constant.warnings().size());
    assertTrue(Float.isFinite(DisplayedImage.of(constant).toRgb().planes()[0]));
  }

  @Test
  void faxAndInvertedGreyAreNotNegatives() throws IOException {
    RgbImage fax = open("fax.tif").toRgb();
    assertColour(fax, 2, 2, "0 0 0");
    assertColour(fax, fax.width() - 1, fax.height() - 1, "255 255 255");
    RgbImage inverted = open("grey8-inv.tif").toRgb();
    assertTrue(inverted.planes()[0] > 0.8, "light at the top");
    assertTrue(inverted.planes()[96 * 64 - 1] < 0.2, "dark at the bottom");
  }

  /** Rows that are not as wide as the picture are seen; another picture by chance is not. */
  @Test
  void damageInFaxCompressionIsTold() throws IOException {
    Path whole = CASES.resolve("fax.tif");
    assertEquals(List.of(), ImageFiles.read(whole).warnings());
    byte[] bytes = Files.readAllBytes(whole);
    float[] right = DisplayedImage.of(ImageFiles.read(whole)).toRgb().planes();
    Path damaged = folder.resolve("a fax.tif");
    int seen = 0;
    for (int at = 8; at < 38; at++) {
      byte[] wrong = bytes.clone();
      wrong[at] ^= (byte) (1 << at % 8);
      OpenedImage image = ImageFiles.read(Files.write(damaged, wrong));
      boolean same = Arrays.equals(right, DisplayedImage.of(image).toRgb().planes());
      for (String warning : image.warnings()) {
        assertTrue(warning.startsWith(damaged + " is damaged"), warning);
        seen++;
      }
      assertTrue(same || at < 12 || !image.warnings().isEmpty(), "byte " + at);
    }
    assertTrue(seen > 20, seen + " seen");
  }

  @ParameterizedTest
  @CsvSource({
    "px1.png, 1, 1",
    "px3.png, 3, 3",
    "row.png, 300, 1",
    "column.png, 1, 200",
    "panorama.png, 4000, 20",
    "odd.png, 97, 63"
  })
  void allSizesAreRead(String name, int width, int height) throws IOException {
    RgbImage image = open(name).toRgb();
    assertEquals(width, image.width());
    assertEquals(height, image.height());
  }
}
