package org.neuralstyle.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import net.imglib2.Cursor;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgFactory;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.ByteType;
import net.imglib2.type.numeric.integer.ShortType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.integer.UnsignedShortType;
import net.imglib2.type.numeric.real.DoubleType;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;
import org.junit.jupiter.api.Test;

class RenderingTest {

  private static <T extends RealType<T> & NativeType<T>> void assertRoundTrip(
      T type, double min, double max, Rendering rendering, double tolerance) {
    Random random = new Random(1);
    Img<T> img = new ArrayImgFactory<>(type).create(37, 23, rendering.channels().size());
    for (T pixel : img) {
      pixel.setReal(Math.rint(min + random.nextDouble() * (max - min)));
    }
    Img<T> back = img.factory().create(img);
    rendering.fromRgb(rendering.toRgb(img), back);
    Cursor<T> expected = img.cursor();
    for (T pixel : back) {
      double difference = Math.abs(pixel.getRealDouble() - expected.next().getRealDouble());
      assertTrue(difference <= tolerance, () -> type.getClass() + ": " + difference);
    }
  }

  @Test
  void greyValuesOfEveryTypeComeBack() {
    assertRoundTrip(new UnsignedByteType(), 30, 200, Rendering.gray(30, 200), 0);
    assertRoundTrip(new ByteType(), -128, 127, Rendering.gray(-128, 127), 0);
    assertRoundTrip(new UnsignedShortType(), 0, 65535, Rendering.gray(0, 65535), 0);
    assertRoundTrip(new ShortType(), -30000, 30000, Rendering.gray(-30000, 30000), 0);
    assertRoundTrip(new FloatType(), -1000, 9000, Rendering.gray(-1000, 9000), 1e-3);
    assertRoundTrip(new DoubleType(), 0, 1, Rendering.gray(0, 1), 1e-7);
  }

  @Test
  void invertedGreyAndPrimariesInAnyOrderComeBack() {
    Channel inverted = new Channel(100, 4000, ColorMap.ramp(0xffffff, 0x000000));
    assertRoundTrip(
        new UnsignedShortType(), 100, 4000, new Rendering(List.of(inverted), Blend.SUM), 0);
    Rendering primaries =
        new Rendering(
            List.of(
                new Channel(0, 65535, ColorMap.BLUE),
                new Channel(0, 70000, ColorMap.RED),
                new Channel(-5, 65535, ColorMap.GREEN)),
            Blend.SUM);
    assertSame(primaries, primaries.invertible());
    assertRoundTrip(new UnsignedShortType(), 0, 65535, primaries, 0);
  }

  @Test
  void greyIsRepeatedAndClippedToTheDisplayRange() {
    Img<UnsignedShortType> img = ArrayImgs.unsignedShorts(new short[] {50, 100, 200, 301}, 4, 1);
    RgbImage rgb = Rendering.gray(100, 300).toRgb(img);
    assertArrayEquals(
        new float[] {0, 0, 0.5f, 1, 0, 0, 0.5f, 1, 0, 0, 0.5f, 1}, rgb.planes(), 1e-7f);
  }

  @Test
  void infiniteValuesAreOutsideOfTheDisplayRange() {
    Img<FloatType> img =
        ArrayImgs.floats(new float[] {Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY}, 2, 1);
    RgbImage rgb = Rendering.gray(-3, 8).toRgb(img);
    assertArrayEquals(new float[] {0, 1, 0, 1, 0, 1}, rgb.planes());
  }

  @Test
  void blendsAsDefined() {
    Img<UnsignedByteType> img = ArrayImgs.unsignedBytes(new byte[] {(byte) 204, 102}, 1, 1, 2);
    List<Channel> channels =
        List.of(
            new Channel(0, 255, ColorMap.ramp(0, 0xffff00)), new Channel(0, 255, ColorMap.GRAY));
    assertColor(1, 1, 0.4f, new Rendering(channels, Blend.SUM).toRgb(img));
    assertColor(0.8f, 0.8f, 0.4f, new Rendering(channels, Blend.MAX).toRgb(img));
    assertColor(0.4f, 0.4f, 0, new Rendering(channels, Blend.MIN).toRgb(img));
    assertColor(0.2f, 0.2f, 0, new Rendering(channels, Blend.INVERTED_SUM).toRgb(img));
  }

  private static void assertColor(float red, float green, float blue, RgbImage image) {
    assertArrayEquals(new float[] {red, green, blue}, image.planes(), 1e-6f);
  }

  @Test
  void coloursThatDoNotTellTheirValuesComeBackAsRedGreenBlue() {
    Channel green = new Channel(10, 500, ColorMap.GREEN);
    Channel cyan = new Channel(-4, 90, ColorMap.ramp(0, 0x00ffff));
    Channel gray = new Channel(0, 1, ColorMap.GRAY);
    for (List<Channel> channels :
        List.of(
            List.of(green),
            List.of(green, cyan),
            List.of(gray, gray, gray),
            List.of(green, green, green))) {
      Rendering rendering = new Rendering(channels, Blend.SUM);
      assertFalse(rendering.isInvertible());
      assertTrue(rendering.invertible().isInvertible());
      assertEquals(3, rendering.invertible().channels().size());
    }
    Rendering result = new Rendering(List.of(green, cyan), Blend.SUM).invertible();
    assertEquals(Rendering.rgb(-4, 500), result);
    assertThrows(
        IllegalStateException.class,
        () ->
            new Rendering(List.of(green), Blend.SUM)
                .fromRgb(new RgbImage(1, 1, new float[3]), ArrayImgs.floats(1, 1)));
  }

  @Test
  void colourfulResultsGetTheirLuma() {
    Img<FloatType> target = ArrayImgs.floats(3, 1);
    Rendering.gray(0, 10)
        .fromRgb(new RgbImage(3, 1, new float[] {1, 0, 0, 0, 1, 0, 0, 0, 1}), target);
    assertEquals(2.126, target.getAt(0, 0).get(), 1e-6);
    assertEquals(7.152, target.getAt(1, 0).get(), 1e-6);
    assertEquals(0.722, target.getAt(2, 0).get(), 1e-6);
  }

  @Test
  void valuesAreClippedToDisplayRangeAndType() {
    Img<UnsignedByteType> target = ArrayImgs.unsignedBytes(3, 1);
    float[] row = {-0.5f, 0.5f, 1.5f};
    float[] planes = new float[9];
    for (int i = 0; i < 9; i++) {
      planes[i] = row[i % 3];
    }
    Rendering.gray(-300, 901).fromRgb(new RgbImage(3, 1, planes), target);
    assertEquals(0, target.getAt(0, 0).get());
    assertEquals(255, target.getAt(1, 0).get());
    assertEquals(255, target.getAt(2, 0).get());
    Rendering.gray(100, 201).fromRgb(new RgbImage(3, 1, planes), target);
    assertEquals(100, target.getAt(0, 0).get());
    assertEquals(150, target.getAt(1, 0).get());
    assertEquals(201, target.getAt(2, 0).get());
  }

  @Test
  void pixelsThatAreNotNumbersAreNamed() {
    float[] values = new float[2 * 12];
    values[12 + 4 + 2] = Float.NaN;
    Channel channel = new Channel(0, 1, ColorMap.GRAY);
    Rendering rendering = new Rendering(List.of(channel, channel), Blend.SUM);
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> rendering.toRgb(ArrayImgs.floats(values, 4, 3, 2)))
            .getMessage();
    assertTrue(message.contains("x=2, y=1") && message.contains("channel 2"), message);
  }

  @Test
  void viewsWithAnyOriginAreRead() {
    Img<UnsignedByteType> img = ArrayImgs.unsignedBytes(new byte[] {0, 51, 102, (byte) 255}, 2, 2);
    RgbImage rgb =
        Rendering.gray(0, 255).toRgb(Views.interval(img, new long[] {1, 1}, new long[] {1, 1}));
    assertArrayEquals(new float[] {1, 1, 1}, rgb.planes());
    RgbImage moved =
        Rendering.gray(0, 255).toRgb(Views.translate(Views.addDimension(img, 5, 5), -3, 9, 0));
    assertArrayEquals(
        new float[] {0, 0.2f, 0.4f, 1}, java.util.Arrays.copyOf(moved.planes(), 4), 1e-7f);
  }

  @Test
  void emptyDisplayRangesAreReplaced() {
    ColorMap gray = ColorMap.GRAY;
    assertEquals(
        new Channel(0, 65535, gray), Channel.of(1000, 1000, gray, new UnsignedShortType()));
    assertEquals(new Channel(0, 7, gray), Channel.of(7, 7, gray, new FloatType()));
    assertEquals(new Channel(-2, 1, gray), Channel.of(-2, -2, gray, new FloatType()));
    assertEquals(new Channel(0.1, 0.2, gray), Channel.of(0.1, 0.2, gray, new FloatType()));
    assertThrows(IllegalArgumentException.class, () -> new Channel(3, 3, gray));
    assertThrows(
        IllegalArgumentException.class,
        () -> Channel.of(0, Double.POSITIVE_INFINITY, gray, new FloatType()));
    assertThrows(
        IllegalArgumentException.class, () -> Channel.of(Double.NaN, 1, gray, new FloatType()));
  }

  @Test
  void otherNumbersOfChannelsAreRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> Rendering.gray(0, 1).toRgb(ArrayImgs.floats(2, 2, 2)));
    assertThrows(
        IllegalArgumentException.class, () -> Rendering.rgb(0, 1).toRgb(ArrayImgs.floats(2, 2)));
    assertThrows(
        IllegalArgumentException.class,
        () -> Rendering.gray(0, 1).toRgb(ArrayImgs.floats(2, 2, 1, 1)));
    assertThrows(IllegalArgumentException.class, () -> new Rendering(List.of(), Blend.SUM));
  }
}
