package org.neuralstyle.picture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.neuralstyle.image.AlphaMask;
import org.neuralstyle.image.RgbImage;

/** Pictures come as viewers show them, and go with their transparency. */
class PictureReaderTest {

  private static final int W = 32;
  private static final int H = 16;
  private static final int RED = 0xffdc1e1e;
  private static final int GREEN = 0xff1ec81e;
  private static final int BLUE = 0xff1e1edc;
  private static final int YELLOW = 0xffe6dc28;

  @TempDir private Path folder;

  /** Quarters: red, green, blue, yellow in the order of reading. */
  private static BufferedImage quarters(int type) {
    BufferedImage image = new BufferedImage(W, H, type);
    for (int y = 0; y < H; y++) {
      for (int x = 0; x < W; x++) {
        image.setRGB(x, y, y < H / 2 ? (x < W / 2 ? RED : GREEN) : (x < W / 2 ? BLUE : YELLOW));
      }
    }
    return image;
  }

  private static byte[] encoded(BufferedImage image, String format) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertTrue(ImageIO.write(image, format, out));
    return out.toByteArray();
  }

  private DisplayedImage read(byte[] bytes) throws IOException {
    return DisplayedImage.of(ImageFiles.read(Files.write(folder.resolve("picture"), bytes)));
  }

  /** The letters of the quarters' colours, in the order of reading. */
  private static String quartersOf(RgbImage image) {
    StringBuilder letters = new StringBuilder();
    for (int q = 0; q < 4; q++) {
      int x = image.width() / 4 + q % 2 * image.width() / 2;
      int y = image.height() / 4 + q / 2 * image.height() / 2;
      int argb = image.toArgb().update(null).getCurrentStorageArray()[y * image.width() + x];
      letters.append(
          near(argb, RED)
              ? 'R'
              : near(argb, GREEN) ? 'G' : near(argb, BLUE) ? 'B' : near(argb, YELLOW) ? 'Y' : '?');
    }
    return letters.toString();
  }

  private static boolean near(int argb, int expected) {
    for (int shift = 0; shift < 24; shift += 8) {
      if (Math.abs((argb >> shift & 255) - (expected >> shift & 255)) > 6) {
        return false;
      }
    }
    return true;
  }

  /** EXIF data with the tag Orientation alone. */
  private static byte[] exif(int orientation) {
    return new byte[] {
      'M',
      'M',
      0,
      42,
      0,
      0,
      0,
      8,
      0,
      1,
      0x01,
      0x12,
      0,
      3,
      0,
      0,
      0,
      1,
      0,
      (byte) orientation,
      0,
      0,
      0,
      0,
      0,
      0
    };
  }

  private static byte[] jpegWith(byte[] jpeg, int marker, String identifier, byte[] data)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    byte[] name = identifier.getBytes(StandardCharsets.ISO_8859_1);
    out.write(jpeg, 0, 2);
    out.writeShort(marker);
    out.writeShort(2 + name.length + data.length);
    out.write(name);
    out.write(data);
    out.write(jpeg, 2, jpeg.length - 2);
    return bytes.toByteArray();
  }

  private static byte[] pngWith(byte[] png, String name, byte[] data) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    int header = 8 + 25;
    out.write(png, 0, header);
    out.writeInt(data.length);
    byte[] head = name.getBytes(StandardCharsets.US_ASCII);
    out.write(head);
    out.write(data);
    CRC32 sum = new CRC32();
    sum.update(head);
    sum.update(data);
    out.writeInt((int) sum.getValue());
    out.write(png, header, png.length - header);
    return bytes.toByteArray();
  }

  // The pictures that the table of orientations in EXIF 2.3 gives.
  @ParameterizedTest
  @CsvSource({
    "1, RGBY", "2, GRYB", "3, YBGR", "4, BYRG", "5, RBGY", "6, BRYG", "7, YGBR", "8, GYRB"
  })
  void picturesAreUpright(int orientation, String expected) throws IOException {
    BufferedImage image = quarters(BufferedImage.TYPE_INT_RGB);
    int width = orientation < 5 ? W : H;
    byte[] jpeg = jpegWith(encoded(image, "jpeg"), 0xffe1, "Exif\0\0", exif(orientation));
    RgbImage upright = read(jpeg).toRgb();
    assertEquals(width, upright.width());
    assertEquals(expected, quartersOf(upright));
    byte[] png = pngWith(encoded(image, "png"), "eXIf", exif(orientation));
    assertEquals(expected, quartersOf(read(png).toRgb()));

    byte[] tiff = tiffWithOrientation(orientation);
    DisplayedImage grey = read(tiff);
    assertEquals(width, grey.toRgb().width());
  }

  private byte[] tiffWithOrientation(int orientation) throws IOException {
    Path path = folder.resolve("plain.tif");
    ImageFiles.save(new ImagePlus("grey", new ByteProcessor(W, H)), path);
    byte[] tiff = Files.readAllBytes(path);
    // The second tag, of no use to ImageJ, in the place of the first one: NewSubfileType.
    boolean little = tiff[0] == 'I';
    int directory = 8;
    byte[] tag =
        little ? new byte[] {0x12, 1, 3, 0, 1, 0, 0, 0} : new byte[] {1, 0x12, 0, 3, 0, 0, 0, 1};
    System.arraycopy(tag, 0, tiff, directory + 2, 8);
    byte[] value = new byte[4];
    value[little ? 0 : 1] = (byte) orientation;
    System.arraycopy(value, 0, tiff, directory + 10, 4);
    return tiff;
  }

  @Test
  void wrongExifSaysNothing() throws IOException {
    byte[] jpeg = encoded(quarters(BufferedImage.TYPE_INT_RGB), "jpeg");
    byte[] wrong = jpegWith(jpeg, 0xffe1, "Exif\0\0", new byte[] {'M', 'M', 0, 42, 0, 0, 9, 9, 1});
    assertEquals("RGBY", quartersOf(read(wrong).toRgb()));
  }

  @Test
  void profilesAreConverted() throws IOException {
    // A profile that says that the colours are linear: they are brighter on any screen.
    byte[] linear = ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData();
    byte[] png = encoded(quarters(BufferedImage.TYPE_INT_RGB), "png");
    ByteArrayOutputStream chunk = new ByteArrayOutputStream();
    chunk.write("linear\0\0".getBytes(StandardCharsets.ISO_8859_1));
    try (DeflaterOutputStream deflated = new DeflaterOutputStream(chunk)) {
      deflated.write(linear);
    }
    assertLinear(read(pngWith(png, "iCCP", chunk.toByteArray())).toRgb());
    byte[] jpeg = encoded(quarters(BufferedImage.TYPE_INT_RGB), "jpeg");
    assertLinear(read(jpegWith(jpeg, 0xffe2, "ICC_PROFILE\0\1\1", linear)).toRgb());
  }

  private static void assertLinear(RgbImage image) {
    int pixel = image.width() + 3;
    for (int c = 0; c < 3; c++) {
      double stored = (c == 0 ? 220 : 30) / 255.0;
      // The transfer function of sRGB, IEC 61966-2-1.
      double shown = 1.055 * Math.pow(stored, 1 / 2.4) - 0.055;
      assertEquals(
          255 * shown, 255 * image.planes()[c * image.width() * image.height() + pixel], 4);
    }
  }

  @Test
  void framesOfGifAndColoursOfPalettesAreRead() throws IOException {
    for (String format : new String[] {"gif", "bmp", "png"}) {
      byte[] bytes = encoded(quarters(BufferedImage.TYPE_INT_RGB), format);
      assertEquals("RGBY", quartersOf(read(bytes).toRgb()), format);
    }
  }

  @Test
  void aFrameLiesOnItsScreen() throws IOException {
    byte[] gif = encoded(quarters(BufferedImage.TYPE_INT_RGB), "gif");
    // The screen in the header, and the place of the frame behind the mark of its descriptor.
    gif[6] = 2 * W;
    gif[8] = 2 * H;
    int frame = new String(gif, StandardCharsets.ISO_8859_1).indexOf(",\0\0\0\0" + (char) W + "\0");
    gif[frame + 1] = W;
    gif[frame + 3] = H;
    DisplayedImage picture = read(gif);
    AlphaMask alpha = picture.alpha(2 * W, 2 * H).orElseThrow();
    assertEquals(0, alpha.values()[0]);
    assertEquals(-1, alpha.values()[2 * W * (H + 1) + W + 1]);
    int size = 4 * W * H;
    assertEquals(230, 255 * picture.toRgb().planes()[size - 1], 3);
  }

  private static AlphaMask discs() {
    byte[] values = new byte[W * H];
    for (int i = 0; i < W * H; i++) {
      int distance = Math.abs(i % W - 10) + Math.abs(i / W - 8);
      values[i] = (byte) Math.max(0, 255 - 30 * Math.max(0, distance - 4));
    }
    return new AlphaMask(W, H, values);
  }

  private static ImagePlus calibrated() {
    ImagePlus imp =
        new ImagePlus("result", new ColorProcessor(quarters(BufferedImage.TYPE_INT_RGB)));
    imp.getCalibration().setUnit("um");
    imp.getCalibration().pixelWidth = 0.5;
    imp.getCalibration().pixelHeight = 0.25;
    imp.setProperty("Info", "made");
    imp.setProp("neuralstyle.settings", "{\"name\": \"Gemälde\"}");
    return imp;
  }

  @Test
  void tiffKeepsTransparencyBesideAllElse() throws IOException {
    for (boolean little : new boolean[] {false, true}) {
      boolean before = ij.Prefs.intelByteOrder;
      ij.Prefs.intelByteOrder = little;
      try {
        Path path = folder.resolve("result.tif");
        ImageFiles.save(calibrated(), Optional.of(discs()), path);
        OpenedImage opened = ImageFiles.read(path);
        assertArrayEquals(discs().values(), opened.alpha().orElseThrow().values());
        // By ImageJ's own reader.
        ImagePlus back = new ij.io.Opener().openImage(path.toString());
        assertEquals(24, back.getBitDepth());
        assertEquals("um", back.getCalibration().getUnit().replace("µ", "u"));
        assertEquals(0.5, back.getCalibration().pixelWidth, 1e-6);
        assertEquals(0.25, back.getCalibration().pixelHeight, 1e-6);
        assertEquals("made", back.getInfoProperty());
        assertEquals("{\"name\": \"Gemälde\"}", back.getProp("neuralstyle.settings"));
        assertEquals(RED & 0xffffff, back.getProcessor().get(10, 7) & 0xffffff);
        // And what a command needs to run it again comes with this project's reader too.
        assertEquals("{\"name\": \"Gemälde\"}", opened.imp().getProp("neuralstyle.settings"));
        assertEquals(0.5, opened.imp().getCalibration().pixelWidth, 1e-6);
      } finally {
        ij.Prefs.intelByteOrder = before;
      }
    }
  }

  @Test
  void formatsWithoutTransparencyShowWhite() throws IOException {
    for (String extension : new String[] {"jpg", "bmp"}) {
      Path path = folder.resolve("result." + extension);
      ImageFiles.save(calibrated(), Optional.of(discs()), path);
      OpenedImage opened = ImageFiles.read(path);
      assertTrue(opened.alpha().isEmpty());
      float[] planes = DisplayedImage.of(opened).toRgb().planes();
      assertEquals(1, planes[W * H - 1], 0.02, "hidden");
      assertEquals(220, 255 * planes[7 * W + 10], 6, "seen");
    }
  }

  @Test
  void aResultOfAnotherSizeHasTheSameTransparency() throws IOException {
    Path path = folder.resolve("content.png");
    ImageFiles.save(calibrated(), Optional.of(discs()), path);
    AlphaMask half = DisplayedImage.of(ImageFiles.read(path)).alpha(W / 2, H / 2).orElseThrow();
    assertEquals(W / 2, half.width());
    assertEquals(255, half.values()[4 * W / 2 + 5] & 255);
    assertEquals(0, half.values()[W / 2 - 1] & 255);
  }

  @Test
  void infiniteValuesAreTold() throws IOException {
    FloatProcessor ip = new FloatProcessor(W, H);
    for (int i = 0; i < W * H; i++) {
      ip.setf(i, 10 + i);
    }
    ip.setf(3, 2, Float.NaN);
    ip.setf(4, 2, Float.POSITIVE_INFINITY);
    ip.setf(5, 2, Float.NEGATIVE_INFINITY);
    Path path = folder.resolve("ratio.tif");
    ImageFiles.save(new ImagePlus("ratio", ip), path);
    OpenedImage opened = ImageFiles.read(path);
    assertEquals(
        java.util.List.of(
            path
                + " holds infinite values or NaN (3, the first at x=3, y=2); they are taken for the ends of the range of the others, 10.0 to "
                + (10.0f + W * H - 1)
                + "."),
        opened.warnings());
    float[] planes = DisplayedImage.of(opened).toRgb().planes();
    assertEquals(0, planes[2 * W + 3]);
    assertEquals(1, planes[2 * W + 4]);
    assertEquals(0, planes[2 * W + 5]);
    assertEquals(200 / (W * H - 1.0), planes[200], 1e-5);
  }
}
