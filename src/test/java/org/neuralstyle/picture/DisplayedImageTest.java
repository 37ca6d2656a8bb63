package org.neuralstyle.picture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;
import ij.VirtualStack;
import ij.measure.Calibration;
import ij.plugin.LutLoader;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageConverter;
import ij.process.ImageProcessor;
import ij.process.LUT;
import ij.process.ShortProcessor;
import java.awt.Color;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import net.imglib2.RandomAccess;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.ARGBType;
import net.imglib2.type.numeric.RealType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.neuralstyle.image.Mask;
import org.neuralstyle.image.Recoloring;
import org.neuralstyle.image.RgbImage;

class DisplayedImageTest {

  private static final int W = 61;
  private static final int H = 43;

  /** Random values between two limits, of one of ImageJ's types. */
  private static ImageProcessor random(int bitDepth, double low, double high, int seed) {
    Random random = new Random(seed);
    ImageProcessor ip =
        switch (bitDepth) {
          case 8 -> new ByteProcessor(W, H);
          case 16 -> new ShortProcessor(W, H);
          case 24 -> new ColorProcessor(W, H);
          default -> new FloatProcessor(W, H);
        };
    for (int i = 0; i < W * H; i++) {
      if (bitDepth == 24) {
        ip.set(i, 0xff000000 | random.nextInt(1 << 24));
      } else {
        ip.setf(i, (float) (low + random.nextDouble() * (high - low)));
        if (bitDepth < 32) {
          ip.set(i, (int) (low + random.nextInt((int) (high - low) + 1)));
        }
      }
    }
    return ip;
  }

  private static CompositeImage composite(int bitDepth, double high, int channels, int mode) {
    ImageStack stack = new ImageStack(W, H);
    for (int c = 0; c < channels; c++) {
      stack.addSlice(random(bitDepth, 0, high, c));
    }
    ImagePlus imp = new ImagePlus("composite", stack);
    imp.setDimensions(channels, 1, 1);
    return new CompositeImage(imp, mode);
  }

  private static LUT lut(Color color, double min, double max) {
    LUT lut = LUT.createLutFromColor(color);
    lut.min = min;
    lut.max = max;
    return lut;
  }

  /** Compares with ImageJ's own drawing, which is in 8 bits. */
  private static void assertShownAsImageJDoes(ImagePlus imp, int levels) {
    RgbImage rgb = DisplayedImage.of(imp).toRgb();
    // Without a window this only drops what was drawn before.
    imp.updateAndDraw();
    int[] expected = (int[]) new ColorProcessor(imp.getImage()).getPixels();
    for (int i = 0; i < W * H; i++) {
      for (int c = 0; c < 3; c++) {
        float shown = (expected[i] >> (16 - 8 * c)) & 0xff;
        float difference = Math.abs(255 * rgb.planes()[c * W * H + i] - shown);
        assertTrue(
            difference <= levels + 1e-3,
            "pixel " + i + ", component " + c + " of " + imp.getTitle() + ": " + difference);
      }
    }
  }

  private static ImagePlus roundTrip(ImagePlus imp) {
    DisplayedImage displayed = DisplayedImage.of(imp);
    return displayed.toImagePlus(displayed.toRgb(), "result", false);
  }

  private static void assertSamePixels(ImagePlus expected, ImagePlus actual, double tolerance) {
    assertEquals(expected.getBitDepth(), actual.getBitDepth());
    assertEquals(expected.getStackSize(), actual.getStackSize());
    for (int s = 1; s <= expected.getStackSize(); s++) {
      ImageProcessor e = expected.getStack().getProcessor(s);
      ImageProcessor a = actual.getStack().getProcessor(s);
      for (int i = 0; i < W * H; i++) {
        int pixel = i;
        double difference = Math.abs((double) e.getf(i) - a.getf(i));
        assertTrue(difference <= tolerance, () -> "pixel " + pixel + ": " + difference);
      }
    }
  }

  @Test
  void everyGreyTypeComesBackWithDisplayRange() {
    for (int bitDepth : new int[] {8, 16, 32}) {
      double high = bitDepth == 8 ? 255 : 60000;
      ImagePlus imp = new ImagePlus("grey", random(bitDepth, 0, high, 3));
      imp.setDisplayRange(0, high);
      ImagePlus back = roundTrip(imp);
      assertSamePixels(imp, back, bitDepth == 32 ? 60000 * 1e-7 : 0);
      assertEquals(imp.getType(), back.getType());
      assertEquals("result", back.getTitle());
      assertEquals(0, back.getDisplayRangeMin());
      assertEquals(high, back.getDisplayRangeMax());
    }
  }

  @Test
  void sixteenBitImagesKeepAllLevelsOfANarrowRange() {
    ImagePlus imp = new ImagePlus("grey", random(16, 1000, 1400, 3));
    imp.setDisplayRange(900, 1500);
    assertSamePixels(imp, roundTrip(imp), 0);
  }

  @Test
  void rgbComesBack() {
    ImagePlus imp = new ImagePlus("rgb", random(24, 0, 0, 1));
    ImagePlus back = roundTrip(imp);
    assertArrayEquals(
        (int[]) imp.getProcessor().getPixels(), (int[]) back.getProcessor().getPixels());
    assertShownAsImageJDoes(imp, 0);
  }

  @Test
  void invertedLutComesBack() {
    for (int bitDepth : new int[] {8, 16}) {
      ImageProcessor ip = random(bitDepth, 0, 255, 4);
      ip.invertLut();
      ImagePlus imp = new ImagePlus("inverted", ip);
      imp.setDisplayRange(0, 255);
      assertShownAsImageJDoes(imp, 1);
      assertEquals(
          255 - ip.get(5), Math.round(255 * DisplayedImage.of(imp).toRgb().planes()[5]), 1);
      ImagePlus back = roundTrip(imp);
      assertSamePixels(imp, back, 0);
      assertTrue(back.isInvertedLut());
    }
  }

  @Test
  void greyIsShownAsImageJDoes() {
    for (int bitDepth : new int[] {8, 16, 32}) {
      ImagePlus imp = new ImagePlus("grey " + bitDepth, random(bitDepth, 0, 255, 7));
      imp.setDisplayRange(40, 200);
      // ImageJ's 8 bits of 161 levels are up to 1.6 levels from the exact value.
      assertShownAsImageJDoes(imp, 2);
      imp.setDisplayRange(0, 255);
      assertShownAsImageJDoes(imp, 1);
    }
  }

  @Test
  void colourTablesAreShownAsImageJDoes() {
    for (String name : new String[] {"fire", "3-3-2 rgb", "spectrum", "cyan", "red/green"}) {
      LUT lut = new LUT(LutLoader.getLut(name), 0, 255);
      for (int bitDepth : new int[] {8, 16, 32}) {
        ImageProcessor ip = random(8, 0, 255, 9);
        ip = bitDepth == 16 ? ip.convertToShort(false) : ip;
        ip = bitDepth == 32 ? ip.convertToFloat() : ip;
        ip.setLut(lut);
        ImagePlus imp = new ImagePlus(name + " " + bitDepth, ip);
        imp.setDisplayRange(0, 255);
        assertShownAsImageJDoes(imp, 1);
      }
    }
  }

  @Test
  void thresholdIsAnOverlayAndNotPartOfTheImage() {
    for (int bitDepth : new int[] {8, 16}) {
      ImageProcessor ip = random(bitDepth, 0, 255, 10);
      ip.setMinAndMax(0, 255);
      ImagePlus imp = new ImagePlus("threshold", ip);
      float[] before = DisplayedImage.of(imp).toRgb().planes();
      ip.setThreshold(100, 200, ImageProcessor.RED_LUT);
      assertArrayEquals(before, DisplayedImage.of(imp).toRgb().planes());
    }
  }

  @Test
  void compositesAreShownAsImageJDoes() {
    for (int bitDepth : new int[] {8, 16, 32}) {
      for (String projection : new String[] {null, "Max", "Min", "invert"}) {
        CompositeImage imp = composite(bitDepth, 255, 4, CompositeImage.COMPOSITE);
        imp.setProp("CompositeProjection", projection);
        boolean inverted = "invert".equals(projection);
        LUT magenta = lut(Color.MAGENTA, 0, 255);
        imp.setLuts(
            new LUT[] {
              inverted ? magenta.createInvertedLut() : magenta,
              lut(Color.ORANGE, 0, 255),
              lut(Color.GRAY, 0, 255),
              lut(Color.GREEN, 0, 255)
            });
        imp.setTitle(bitDepth + " bit, " + projection);
        // Every channel's own rounding adds up.
        assertShownAsImageJDoes(imp, 4);
      }
    }
  }

  @Test
  void onlyActiveChannelsAreShown() {
    CompositeImage imp = composite(16, 1000, 3, CompositeImage.COMPOSITE);
    imp.setLuts(
        new LUT[] {lut(Color.RED, 0, 1000), lut(Color.GREEN, 0, 1000), lut(Color.BLUE, 0, 1000)});
    imp.getActiveChannels()[1] = false;
    RgbImage rgb = DisplayedImage.of(imp).toRgb();
    for (int i = 0; i < W * H; i++) {
      assertEquals(imp.getStack().getProcessor(1).get(i) / 1000f, rgb.planes()[i], 1e-6f);
      assertEquals(0, rgb.planes()[W * H + i]);
    }
    imp.getActiveChannels()[0] = false;
    imp.getActiveChannels()[2] = false;
    String message =
        assertThrows(IllegalArgumentException.class, () -> DisplayedImage.of(imp)).getMessage();
    assertTrue(message.contains("composite") && message.contains("Channels Tool"), message);
  }

  @Test
  void redGreenBlueCompositesComeBackExactly() {
    CompositeImage imp = composite(16, 65535, 3, CompositeImage.COMPOSITE);
    imp.setLuts(
        new LUT[] {
          lut(Color.GREEN, 0, 65535), lut(Color.BLUE, 0, 65535), lut(Color.RED, 0, 65535)
        });
    ImagePlus back = roundTrip(imp);
    assertSamePixels(imp, back, 0);
    assertTrue(back.isComposite());
    assertEquals(CompositeImage.COMPOSITE, ((CompositeImage) back).getMode());
    for (int c = 0; c < 3; c++) {
      assertArrayEquals(imp.getLuts()[c].getBytes(), back.getLuts()[c].getBytes());
      assertEquals(65535, back.getLuts()[c].max);
    }
  }

  @Test
  void otherCompositesComeBackAsRedGreenBlueOfTheirType() {
    CompositeImage imp = composite(16, 4000, 2, CompositeImage.COMPOSITE);
    imp.setLuts(new LUT[] {lut(Color.CYAN, 100, 3000), lut(Color.MAGENTA, 0, 4000)});
    RgbImage rgb = DisplayedImage.of(imp).toRgb();
    ImagePlus back = DisplayedImage.of(imp).toImagePlus(rgb, "result", false);
    assertEquals(16, back.getBitDepth());
    assertEquals(3, back.getNChannels());
    assertEquals(3, back.getStackSize());
    assertArrayEquals(rgb.planes(), DisplayedImage.of(back).toRgb().planes(), 0.5f / 4000 + 1e-6f);
    // ImageJ's 8 bits of 16 are up to 1.5 levels from the exact value.
    assertShownAsImageJDoes(back, 2);
  }

  @Test
  void eightBitsInColoursComeBackAsChannelsOfEightBits() {
    ImageProcessor ip = random(8, 0, 255, 9);
    ip.setLut(new LUT(LutLoader.getLut("fire"), 0, 255));
    ImagePlus back = roundTrip(new ImagePlus("fire", ip));
    assertEquals(8, back.getBitDepth());
    assertEquals(3, back.getNChannels());
    assertArrayEquals(
        (int[]) ip.convertToRGB().getPixels(),
        (int[]) new ColorProcessor(back.getImage()).getPixels());
  }

  @Test
  void indexedColoursComeBackAsRgb() {
    ImagePlus imp = new ImagePlus("indexed", random(24, 0, 0, 9));
    new ImageConverter(imp).convertRGBtoIndexedColor(16);
    assertEquals(ImagePlus.COLOR_256, imp.getType());
    ImagePlus back = roundTrip(imp);
    assertEquals(24, back.getBitDepth());
    assertArrayEquals(
        (int[]) imp.getProcessor().convertToRGB().getPixels(),
        (int[]) back.getProcessor().getPixels());
  }

  @Test
  void rgbIsGivenWhenAskedFor() {
    ImagePlus imp = new ImagePlus("grey", random(16, 0, 4095, 1));
    DisplayedImage displayed = DisplayedImage.of(imp);
    ImagePlus rgb = displayed.toImagePlus(displayed.toRgb(), "result", true);
    assertEquals(ImagePlus.COLOR_RGB, rgb.getType());
  }

  @Test
  void otherDisplayModesShowTheCurrentChannel() {
    for (int mode : new int[] {CompositeImage.COLOR, CompositeImage.GRAYSCALE}) {
      CompositeImage imp = composite(16, 255, 3, mode);
      imp.setLuts(
          new LUT[] {lut(Color.RED, 0, 255), lut(Color.CYAN, 0, 255), lut(Color.BLUE, 10, 100)});
      imp.setC(2);
      RgbImage rgb = DisplayedImage.of(imp).toRgb();
      int size = W * H;
      for (int i = 0; i < size; i++) {
        float value = imp.getStack().getProcessor(2).get(i) / 255f;
        assertEquals(mode == CompositeImage.COLOR ? 0 : value, rgb.planes()[i], 1e-6f);
        assertEquals(value, rgb.planes()[size + i], 1e-6f);
      }
    }
  }

  @Test
  void theCurrentSliceAndFrameAreShown() {
    ImageStack stack = new ImageStack(W, H);
    for (int i = 0; i < 2 * 3 * 4; i++) {
      ImageProcessor ip = new ByteProcessor(W, H);
      ip.setValue(i);
      ip.fill();
      stack.addSlice(ip);
    }
    ImagePlus hyperstack = new ImagePlus("hyperstack", stack);
    hyperstack.setDimensions(2, 3, 4);
    CompositeImage imp = new CompositeImage(hyperstack, CompositeImage.COMPOSITE);
    imp.setLuts(new LUT[] {lut(Color.RED, 0, 255), lut(Color.GREEN, 0, 255)});
    imp.setPosition(2, 3, 2);
    RgbImage rgb = DisplayedImage.of(imp).toRgb();
    int first = 2 * (2 + 3);
    assertEquals(first / 255f, rgb.planes()[0], 1e-6f);
    assertEquals((first + 1) / 255f, rgb.planes()[W * H], 1e-6f);
    assertEquals(2, imp.getC());
    assertEquals(3, imp.getZ());
    assertEquals(2, imp.getT());
  }

  @Test
  void onlyTheCurrentSliceOfAStackIsGiven() {
    ImageStack stack = new ImageStack(W, H);
    for (int z = 1; z <= 5; z++) {
      stack.addSlice(random(16, 0, 1000, z));
    }
    ImagePlus imp = new ImagePlus("stack", stack);
    imp.setSlice(4);
    imp.setDisplayRange(0, 1000);
    assertSamePixels(new ImagePlus("slice", random(16, 0, 1000, 4)), roundTrip(imp), 0);
  }

  @Test
  void virtualStacksAreRead() {
    VirtualStack stack =
        new VirtualStack(W, H, 5) {
          @Override
          public ImageProcessor getProcessor(int n) {
            return random(16, 0, 1000, n);
          }
        };
    ImagePlus imp = new ImagePlus("virtual", stack);
    imp.setSlice(4);
    imp.setDisplayRange(0, 1000);
    assertEquals(
        random(16, 0, 1000, 4).get(9) / 1000f, DisplayedImage.of(imp).toRgb().planes()[9], 1e-6f);
    assertSamePixels(new ImagePlus("slice", random(16, 0, 1000, 4)), roundTrip(imp), 0);
  }

  @Test
  @SuppressWarnings("unchecked")
  void pixelsAreNotCopied() {
    for (int bitDepth : new int[] {8, 16, 32}) {
      CompositeImage imp = composite(bitDepth, 100, 3, CompositeImage.COMPOSITE);
      var img = (RandomAccessibleInterval<RealType<?>>) DisplayedImage.of(imp).img();
      RandomAccess<RealType<?>> access = img.randomAccess();
      access.setPositionAndGet(5, 7, 2).setReal(123);
      assertEquals(123, imp.getStack().getProcessor(3).getf(5, 7));
      imp.getStack().getProcessor(2).setf(1, 2, 99);
      assertEquals(99, access.setPositionAndGet(1, 2, 1).getRealDouble());

      ImagePlus single = new ImagePlus("single", random(bitDepth, 0, 100, 1));
      img = (RandomAccessibleInterval<RealType<?>>) DisplayedImage.of(single).img();
      img.getAt(60, 42, 0).setReal(77);
      assertEquals(77, single.getProcessor().getf(60, 42));
    }
    ImagePlus rgb = new ImagePlus("rgb", random(24, 0, 0, 1));
    ((RandomAccessibleInterval<ARGBType>) DisplayedImage.of(rgb).img()).getAt(3, 4).set(0xff102030);
    assertEquals(0xff102030, rgb.getProcessor().get(3, 4));
  }

  @Test
  void theImageIsLeftAsItIs() {
    ImagePlus imp = composite(16, 4000, 3, CompositeImage.COMPOSITE);
    imp.setC(2);
    imp.setDisplayRange(17, 3210);
    short[] before = ((short[]) imp.getStack().getPixels(1)).clone();
    Calibration calibration = imp.getCalibration().copy();
    RgbImage half = new RgbImage(W / 2, H / 2, new float[3 * (W / 2) * (H / 2)]);
    DisplayedImage.of(imp).toImagePlus(half, "half", false);
    roundTrip(imp);
    assertArrayEquals(before, (short[]) imp.getStack().getPixels(1));
    assertEquals(2, imp.getC());
    assertEquals(17, imp.getDisplayRangeMin());
    assertEquals(3210, imp.getDisplayRangeMax());
    assertEquals(calibration.toString(), imp.getCalibration().toString());
    assertFalse(imp.changes);
    assertEquals("composite", imp.getTitle());
  }

  @Test
  void calibrationIsKeptAndFollowsTheSize() {
    ImagePlus imp = new ImagePlus("calibrated", random(16, 0, 1000, 1));
    Calibration calibration = imp.getCalibration();
    calibration.pixelWidth = 0.5;
    calibration.pixelHeight = 0.25;
    calibration.xOrigin = 10;
    calibration.setUnit("mm");
    calibration.setFunction(Calibration.STRAIGHT_LINE, new double[] {-5, 2}, "OD");
    ImagePlus same = roundTrip(imp);
    assertEquals(calibration.toString(), same.getCalibration().toString());
    assertEquals("OD", same.getCalibration().getValueUnit());
    assertEquals(calibration.getCValue(100), same.getCalibration().getCValue(100));
    assertNotEquals(
        System.identityHashCode(calibration), System.identityHashCode(same.getCalibration()));

    DisplayedImage displayed = DisplayedImage.of(imp);
    RgbImage twice = new RgbImage(2 * W, 2 * H, new float[12 * W * H]);
    Calibration scaled = displayed.toImagePlus(twice, "twice", false).getCalibration();
    assertEquals(0.25, scaled.pixelWidth);
    assertEquals(0.125, scaled.pixelHeight);
    assertEquals(20, scaled.xOrigin);
    assertEquals("mm", scaled.getUnit());
    Calibration texture = displayed.toImagePlus(twice, "texture", true, 1, 1).getCalibration();
    assertEquals(0.5, texture.pixelWidth);
    assertFalse(texture.calibrated());
    assertThrows(
        IllegalArgumentException.class,
        () -> displayed.toImagePlus(twice, "texture", true, 0, Double.NaN));
  }

  @Test
  void unscaledImagesStayInPixels() {
    ImagePlus imp = new ImagePlus("plain", random(8, 0, 255, 1));
    RgbImage twice = new RgbImage(2 * W, 2 * H, new float[12 * W * H]);
    Calibration calibration =
        DisplayedImage.of(imp).toImagePlus(twice, "twice", false).getCalibration();
    assertFalse(calibration.scaled());
  }

  @Test
  void blankImagesAreAccepted() {
    for (ImageProcessor ip :
        new ImageProcessor[] {new ShortProcessor(W, H), new FloatProcessor(W, H)}) {
      ip.setValue(7);
      ip.fill();
      ip.resetMinAndMax();
      ImagePlus imp = new ImagePlus("blank", ip);
      assertEquals(imp.getDisplayRangeMin(), imp.getDisplayRangeMax());
      assertSamePixels(imp, roundTrip(imp), 1e-6);
    }
  }

  @Test
  void pixelsThatAreNotNumbersAreRefusedByTheirPlace() {
    ImageProcessor ip = random(32, 0, 1, 1);
    ip.setf(11, 13, Float.NaN);
    ImagePlus imp = new ImagePlus("ratio", ip);
    String message =
        assertThrows(IllegalArgumentException.class, () -> DisplayedImage.of(imp).toRgb())
            .getMessage();
    assertTrue(message.contains("\"ratio\"") && message.contains("x=11, y=13"), message);
  }

  @Test
  void imagesWithoutPixelsAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> DisplayedImage.of(new ImagePlus()));
  }

  @Test
  void manyChannelsAreShownOneByOne() {
    CompositeImage imp = composite(8, 255, 9, CompositeImage.COMPOSITE);
    assertInstanceOf(RandomAccessibleInterval.class, DisplayedImage.of(imp).img());
    imp.setC(9);
    assertEquals(1, DisplayedImage.of(imp).img().dimension(2));
    assertShownAsImageJDoes(imp, 1);
  }

  /** Also where values lie beyond the display range. */
  @ParameterizedTest
  @ValueSource(ints = {8, 16, 24, 32})
  void outsideOfAMaskResultsHaveTheValuesOfTheImage(int bitDepth) {
    double high = bitDepth == 32 ? 1.7 : bitDepth == 16 ? 60000 : 255;
    ImagePlus imp = new ImagePlus("cells", random(bitDepth, 0, high, 4));
    if (bitDepth != 24) {
      imp.setDisplayRange(high / 4, high / 2);
    }
    float[] values = new float[W * H];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % W < 20 ? 1 : 0;
    }
    Mask mask = new Mask(W, H, values);
    DisplayedImage image = DisplayedImage.of(imp).within(Optional.of(mask), false);
    RgbImage content = image.toRgb();
    float[] painted = new float[content.planes().length];
    Arrays.fill(painted, 0.3f);
    RgbImage result = Recoloring.blended(new RgbImage(W, H, painted), content, mask);
    ImagePlus back = image.toImagePlus(result, "result", false);
    assertEquals(imp.getBitDepth(), back.getBitDepth());
    for (int i = 0; i < W * H; i++) {
      boolean same = imp.getProcessor().getf(i) == back.getProcessor().getf(i);
      assertTrue(i % W < 20 || same, "pixel " + i);
    }
    assertNotEquals(imp.getProcessor().getf(5), back.getProcessor().getf(5));
  }

  /** Colours that are not red, green and blue: the luma moves, and the tables stay. */
  @Test
  void compositesKeepTheirTablesInTheirOwnColours() {
    CompositeImage imp = composite(16, 30000, 2, CompositeImage.COMPOSITE);
    imp.setLuts(new LUT[] {lut(Color.GREEN, 0, 65535), lut(Color.MAGENTA, 0, 65535)});
    DisplayedImage image = DisplayedImage.of(imp).within(Optional.empty(), true);
    RgbImage content = image.toRgb();
    float[] lighter = content.planes().clone();
    for (int i = 0; i < lighter.length; i++) {
      lighter[i] += i % W < 30 ? 0.1f : 0;
    }
    ImagePlus back = image.toImagePlus(new RgbImage(W, H, lighter), "result", false);
    assertEquals(2, back.getNChannels());
    assertEquals(16, back.getBitDepth());
    assertEquals(imp.getLuts()[1].getRGB(200), ((CompositeImage) back).getLuts()[1].getRGB(200));
    float[] half = new float[3 * 30 * 20];
    Arrays.fill(half, 0.5f);
    ImagePlus small = image.toImagePlus(new RgbImage(30, 20, half), "small", false);
    assertEquals(2, small.getNChannels());
    assertEquals(30, small.getWidth());
    float[] shown = DisplayedImage.of(back).toRgb().planes();
    for (int i = 0; i < W * H; i++) {
      double wanted = 0.2126 * lighter[i] + 0.7152 * lighter[W * H + i];
      double actual = 0.2126 * shown[i] + 0.7152 * shown[W * H + i];
      wanted += 0.0722 * lighter[2 * W * H + i];
      actual += 0.0722 * shown[2 * W * H + i];
      assertEquals(wanted, actual, 1e-4, "pixel " + i);
      if (i % W >= 30) {
        for (int c = 1; c <= 2; c++) {
          assertEquals(
              imp.getStack().getProcessor(c).get(i), back.getStack().getProcessor(c).get(i));
        }
      }
    }
  }
}
