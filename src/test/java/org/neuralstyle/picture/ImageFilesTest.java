package org.neuralstyle.picture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;
import ij.VirtualStack;
import ij.measure.Calibration;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import ij.process.LUT;
import ij.process.ShortProcessor;
import java.awt.Color;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFilesTest {

  private static final int W = 48;
  private static final int H = 32;

  @TempDir private Path folder;

  private static ImagePlus rgb() {
    ImageProcessor ip = new ColorProcessor(W, H);
    for (int i = 0; i < W * H; i++) {
      ip.set(i, 0xff000000 | (i % W * 5) << 16 | (i / W * 7) << 8 | 128);
    }
    return new ImagePlus("rgb", ip);
  }

  private static ImageProcessor gradient(ImageProcessor ip, int step) {
    for (int i = 0; i < W * H; i++) {
      ip.setf(i, i * step);
    }
    ip.resetMinAndMax();
    return ip;
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  private static String messageOfOpening(Path path) {
    return assertThrows(IOException.class, () -> ImageFiles.open(path)).getMessage();
  }

  @Test
  void losslessFormatsKeepRgbExactly() throws IOException {
    ImagePlus imp = rgb();
    for (String extension : new String[] {"png", "PNG", "tif", "tiff", "bmp"}) {
      Path path = folder.resolve("image." + extension);
      ImageFiles.save(imp, path);
      assertArrayEquals(
          (int[]) imp.getProcessor().getPixels(),
          (int[]) ImageFiles.open(path).getProcessor().getPixels(),
          extension);
    }
    assertEquals("rgb", imp.getTitle());
    assertEquals(5, names().size());
  }

  @Test
  void jpegKeepsColoursAtHighQuality() throws IOException {
    ImagePlus imp = rgb();
    for (String extension : new String[] {"jpg", "jpeg"}) {
      Path path = folder.resolve("image." + extension);
      ImageFiles.save(imp, path);
      float[] expected = DisplayedImage.of(imp).toRgb().planes();
      float[] actual = DisplayedImage.of(ImageFiles.open(path)).toRgb().planes();
      double squares = 0;
      for (int i = 0; i < expected.length; i++) {
        squares += Math.pow(255 * (expected[i] - actual[i]), 2);
      }
      double rms = Math.sqrt(squares / expected.length);
      assertTrue(rms <= 2, "root mean square " + rms);
    }
  }

  /** Byte for byte; but a full disk is told once, and in one's own words. */
  @Test
  void jpegIsAsImageJWritesIt() throws IOException {
    ImagePlus gray = new ImagePlus("grey", gradient(new ByteProcessor(W, H), 1));
    ImagePlus marked = rgb();
    marked.setOverlay(new ij.gui.Overlay(new ij.gui.Line(0, 0, W, H)));
    for (ImagePlus imp : List.of(rgb(), gray, marked)) {
      Path ours = folder.resolve("ours.jpg");
      Path theirs = folder.resolve("theirs.jpg");
      ImageFiles.save(imp, ours);
      assertNull(ij.plugin.JpegWriter.save(imp, theirs.toString(), 95));
      assertArrayEquals(Files.readAllBytes(theirs), Files.readAllBytes(ours));
    }
  }

  @ParameterizedTest
  @EnabledOnOs(OS.LINUX)
  @ValueSource(strings = {"jpg", "png", "gif", "bmp", "tif"})
  void aFullDiskIsToldByOneMessageAlone(String extension) throws IOException {
    Path full = folder.resolve("full." + extension);
    Files.createSymbolicLink(full, Path.of("/dev/full"));
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true));
    System.setErr(System.out);
    try {
      String message =
          assertThrows(IOException.class, () -> ImageFiles.save(rgb(), full)).getMessage();
      assertEquals("Cannot write " + full + ": No space left on device.", message);
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
    assertEquals("", printed.toString());
  }

  @Test
  void gifKeepsAnEightBitImage() throws IOException {
    ImagePlus imp = new ImagePlus("grey", gradient(new ByteProcessor(W, H), 1));
    imp.setDisplayRange(0, 255);
    Path path = folder.resolve("image.gif");
    ImageFiles.save(imp, path);
    assertArrayEquals(
        DisplayedImage.of(imp).toRgb().planes(),
        DisplayedImage.of(ImageFiles.open(path)).toRgb().planes(),
        0.5f / 255);
  }

  @Test
  void pngKeepsSixteenBitsOfGreyAsTheyAreShown() throws IOException {
    ImagePlus imp = new ImagePlus("grey", gradient(new ShortProcessor(W, H), 41));
    Path path = folder.resolve("image.png");
    imp.setDisplayRange(0, 65535);
    ImageFiles.save(imp, path);
    ImagePlus back = ImageFiles.open(path);
    assertEquals(16, back.getBitDepth());
    assertArrayEquals(
        (short[]) imp.getProcessor().getPixels(), (short[]) back.getProcessor().getPixels());

    // Twelve bits would be nearly black in any viewer.
    imp.setDisplayRange(410, 4510);
    ImageFiles.save(imp, path);
    ImageProcessor shown = ImageFiles.open(path).getProcessor();
    for (int i = 0; i < W * H; i++) {
      double position = Math.min(Math.max((41.0 * i - 410) / 4100, 0), 1);
      assertEquals(65535 * position, shown.get(i), 0.6, "pixel " + i);
    }
  }

  @Test
  void pngShowsThirtyTwoBitsInTheirDisplayRange() throws IOException {
    ImagePlus imp = new ImagePlus("grey", gradient(new FloatProcessor(W, H), 3));
    imp.setDisplayRange(100, 2000);
    Path path = folder.resolve("image.png");
    ImageFiles.save(imp, path);
    assertArrayEquals(
        DisplayedImage.of(imp).toRgb().planes(),
        DisplayedImage.of(ImageFiles.open(path)).toRgb().planes(),
        1f / 255);
  }

  @Test
  void tiffKeepsTypeCalibrationRangeAndProperties() throws IOException {
    for (ImageProcessor ip :
        new ImageProcessor[] {
          gradient(new ByteProcessor(W, H), 1),
          gradient(new ShortProcessor(W, H), 41),
          gradient(new FloatProcessor(W, H), 3)
        }) {
      ImagePlus imp = new ImagePlus("image", ip);
      Calibration calibration = imp.getCalibration();
      calibration.pixelWidth = 0.25;
      calibration.pixelHeight = 0.5;
      calibration.setUnit("micron");
      imp.setDisplayRange(20, 200);
      imp.setProperty("Info", "evaluations: 300\nloss: 1.5");
      imp.setProp("neuralstyle.settings", "{\"seed\": 7, \"name\": \"Gemälde\"}");
      Path path = folder.resolve("image.tif");
      ImageFiles.save(imp, path);
      ImagePlus back = ImageFiles.open(path);
      assertEquals(imp.getBitDepth(), back.getBitDepth());
      for (int i = 0; i < W * H; i++) {
        assertEquals(ip.getf(i), back.getProcessor().getf(i));
      }
      assertEquals(0.25, back.getCalibration().pixelWidth, 1e-6);
      assertEquals(0.5, back.getCalibration().pixelHeight, 1e-6);
      assertEquals("micron", back.getCalibration().getUnit());
      assertEquals(20, back.getDisplayRangeMin());
      assertEquals(200, back.getDisplayRangeMax());
      assertEquals("evaluations: 300\nloss: 1.5", back.getInfoProperty());
      assertEquals("{\"seed\": 7, \"name\": \"Gemälde\"}", back.getProp("neuralstyle.settings"));
      assertEquals("image", imp.getTitle());
    }
  }

  @Test
  void tiffKeepsCompositesAndStacks() throws IOException {
    ImageStack stack = new ImageStack(W, H);
    for (int c = 1; c <= 3; c++) {
      stack.addSlice("slice " + c, gradient(new ShortProcessor(W, H), 10 * c));
    }
    ImagePlus plain = new ImagePlus("composite", stack);
    plain.setDimensions(3, 1, 1);
    CompositeImage imp = new CompositeImage(plain, CompositeImage.COMPOSITE);
    LUT[] luts = new LUT[3];
    Color[] colors = {Color.CYAN, Color.YELLOW, Color.GREEN};
    for (int c = 0; c < 3; c++) {
      luts[c] = LUT.createLutFromColor(colors[c]);
      luts[c].min = c;
      luts[c].max = 20000 + c;
    }
    imp.setLuts(luts);
    Path path = folder.resolve("composite.tif");
    ImageFiles.save(imp, path);
    ImagePlus back = ImageFiles.open(path);
    assertTrue(back.isComposite());
    assertArrayEquals(
        DisplayedImage.of(imp).toRgb().planes(), DisplayedImage.of(back).toRgb().planes());
    assertEquals("slice 2", back.getStack().getSliceLabel(2));
  }

  @Test
  void tiffKeepsVirtualStacks() throws IOException {
    Path path = folder.resolve("virtual.tif");
    ImageFiles.save(new ImagePlus("virtual", new Slices(3, -1)), path);
    ImagePlus back = ImageFiles.open(path);
    assertEquals(3, back.getStackSize());
    assertEquals(30, back.getStack().getProcessor(3).get(1));
  }

  @Test
  void colourPngsOfSixteenBitsComeBackInSixteenBits() throws IOException {
    ComponentColorModel model =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_sRGB),
            false,
            false,
            Transparency.OPAQUE,
            DataBuffer.TYPE_USHORT);
    WritableRaster raster = model.createCompatibleWritableRaster(W, H);
    for (int y = 0; y < H; y++) {
      for (int x = 0; x < W; x++) {
        raster.setPixel(x, y, new int[] {x * 1000 + 1, y * 2000 + 7, 65535 - 3 * x * y});
      }
    }
    Path path = folder.resolve("deep.png");
    ImageIO.write(new BufferedImage(model, raster, false, null), "png", path.toFile());
    ImagePlus imp = ImageFiles.open(path);
    assertEquals(16, imp.getBitDepth());
    // ImageJ shows all channels in the range of the first one's values.
    for (int c = 1; c <= 3; c++) {
      imp.setC(c);
      imp.setDisplayRange(0, 65535);
    }
    DisplayedImage displayed = DisplayedImage.of(imp);
    ImagePlus back = displayed.toImagePlus(displayed.toRgb(), "back", false);
    for (int c = 1; c <= 3; c++) {
      assertArrayEquals(
          (short[]) imp.getStack().getPixels(c), (short[]) back.getStack().getPixels(c));
    }
  }

  @Test
  void filesThatAreNoImagesAreNamed() throws IOException {
    Path missing = folder.resolve("missing.png");
    assertEquals("No such file: " + missing, messageOfOpening(missing));
    assertTrue(messageOfOpening(folder).contains("is a folder"));

    for (String name :
        new String[] {
          "a.png", "a.jpg", "a.tif", "a.gif", "a.txt", "a.bmp", "a.csv", "a.zip", "a"
        }) {
      Path text = folder.resolve(name);
      Files.writeString(text, "no image\n1 2 3\n");
      String message = messageOfOpening(text);
      assertTrue(message.contains(text + " is no image"), message);
      Files.writeString(text, "");
      message = messageOfOpening(text);
      assertTrue(message.contains(text + " is no image"), message);
    }
  }

  @Test
  void damagedFilesAreNamed() throws IOException {
    for (String extension : new String[] {"png", "jpg", "tif", "gif", "bmp"}) {
      Path whole = folder.resolve("whole." + extension);
      ImageFiles.save(new ImagePlus("grey", gradient(new ByteProcessor(W, H), 1)), whole);
      Path damaged = folder.resolve("damaged." + extension);
      Files.write(damaged, Arrays.copyOf(Files.readAllBytes(whole), 20));
      String message = messageOfOpening(damaged);
      assertTrue(message.contains(damaged + " ") && message.contains("is damaged"), message);
    }
  }

  @Test
  void otherExtensionsAreRefusedNamingTheAllowed() {
    for (String name : new String[] {"image.webp", "image", "png"}) {
      String message =
          assertThrows(
                  IllegalArgumentException.class,
                  () -> ImageFiles.save(rgb(), folder.resolve(name)))
              .getMessage();
      assertTrue(message.contains(name) && message.contains(".png"), message);
    }
  }

  @Test
  void placesThatCannotBeWrittenAreNamed() throws IOException {
    Path nowhere = folder.resolve("nowhere").resolve("image.png");
    String message =
        assertThrows(IOException.class, () -> ImageFiles.save(rgb(), nowhere)).getMessage();
    assertTrue(message.contains("nowhere") && message.contains("no folder"), message);

    Path directory = Files.createDirectory(folder.resolve("folder.png"));
    message = assertThrows(IOException.class, () -> ImageFiles.save(rgb(), directory)).getMessage();
    assertTrue(message.contains("is a folder"), message);
    assertEquals(List.of("folder.png"), names());

    Path locked = Files.createDirectory(folder.resolve("locked"));
    assertTrue(locked.toFile().setWritable(false));
    // The superuser may write anywhere.
    assumeFalse(Files.isWritable(locked));
    message =
        assertThrows(IOException.class, () -> ImageFiles.save(rgb(), locked.resolve("a.png")))
            .getMessage();
    assertTrue(message.contains("not writable"), message);
  }

  @Test
  void nothingIsHalfWritten() throws IOException {
    Path path = folder.resolve("image.tif");
    ImageFiles.save(rgb(), path);
    byte[] old = Files.readAllBytes(path);
    ImagePlus failing = new ImagePlus("failing", new Slices(3, 2));
    assertThrows(IllegalStateException.class, () -> ImageFiles.save(failing, path));
    assertArrayEquals(old, Files.readAllBytes(path));
    assertEquals(List.of("image.tif"), names());
    ImageFiles.save(rgb(), path);
    assertEquals(24, ImageFiles.open(path).getBitDepth());
    assertEquals(List.of("image.tif"), names());
  }

  /** Slices of one value each, one of which may not be readable. */
  private static final class Slices extends VirtualStack {
    private final int broken;

    Slices(int slices, int broken) {
      super(W, H, slices);
      this.broken = broken;
    }

    @Override
    public ImageProcessor getProcessor(int n) {
      if (n == broken) {
        throw new IllegalStateException("broken slice");
      }
      ImageProcessor ip = new ShortProcessor(W, H);
      ip.setValue(10 * n);
      ip.fill();
      return ip;
    }
  }

  @Test
  void filesOfAFolderAreInTheOrderOfTheirNumbers() throws Exception {
    List<String> names = List.of("cell1.png", "cell2.png", "cell10.png");
    ImagePlus imp = new ImagePlus("a", new ij.process.ByteProcessor(8, 8));
    for (String name : names) {
      ImageFiles.save(imp, folder.resolve(name));
    }
    assertEquals(
        names,
        ImageFiles.list(folder).stream().map(file -> file.getFileName().toString()).toList());
  }
}
