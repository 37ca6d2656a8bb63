package org.neuralstyle.imagej;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.VirtualStack;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.plugin.AVI_Reader;
import ij.plugin.filter.AVI_Writer;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import ij.process.LUT;
import java.awt.Color;
import java.awt.event.KeyEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.neuralstyle.picture.DisplayedImage;
import org.neuralstyle.picture.FrameFiles;
import org.neuralstyle.picture.ImageFiles;
import org.neuralstyle.stack.FrameSource;
import org.scijava.Context;
import org.scijava.command.CommandModule;
import org.scijava.command.CommandService;

/** Stacks of all kinds through "Stylize Stack...". */
class StylizeStackTest {

  private static final int WIDTH = 32;
  private static final int HEIGHT = 24;

  private static Context context;

  @TempDir Path folder;

  @BeforeAll
  static void begin() {
    context = new Context(CommandService.class);
  }

  @AfterAll
  static void end() {
    context.dispose();
  }

  @ParameterizedTest
  @CsvSource({"8", "16", "24", "32"})
  void aFilmKeepsItsShapeAndWhatBelongsToIt(int bitDepth) throws Exception {
    ImagePlus film = hyperstack(bitDepth, 1, 2, 3);
    if (bitDepth != 24) {
      film.setLut(LUT.createLutFromColor(Color.ORANGE));
    }
    film.setDisplayRange(2, 200);
    film.getCalibration().pixelWidth = 0.5;
    film.getCalibration().pixelDepth = 3;
    film.getCalibration().setUnit("um");
    film.getCalibration().fps = 12;
    film.getCalibration().frameInterval = 1.0 / 12;
    Roi roi = new Roi(3, 4, 5, 6);
    roi.setPosition(0, 2, 3);
    film.setOverlay(new Overlay(roi));
    ImagePlus before = film.duplicate();
    ImagePlus result = result(run(film, Map.of()));
    assertArrayEquals(film.getDimensions(), result.getDimensions());
    assertEquals(bitDepth, result.getBitDepth());
    assertTrue(result.isHyperStack());
    assertEquals("c1 z2 t3", result.getStack().getSliceLabel(6));
    assertEquals(0.5, result.getCalibration().pixelWidth);
    assertEquals(3, result.getCalibration().pixelDepth);
    assertEquals(12, result.getCalibration().fps);
    assertEquals(1.0 / 12, result.getCalibration().frameInterval);
    assertEquals(2, result.getOverlay().get(0).getZPosition());
    assertEquals(3, result.getOverlay().get(0).getTPosition());
    if (bitDepth != 24) {
      assertEquals(200, result.getDisplayRangeMax());
      assertEquals(
          film.getProcessor().getLut().getRGB(99), result.getProcessor().getLut().getRGB(99));
    }
    for (int i = 1; i <= 6; i++) {
      assertArrayEquals(floats(before, i), floats(film, i), "the stack itself has changed");
      assertNotEquals(
          java.util.Arrays.hashCode(floats(film, i)),
          java.util.Arrays.hashCode(floats(result, i)),
          "plane " + i + " was not made");
    }
  }

  @Test
  void aResultOfAnotherSizeKeepsTheFieldOfView() throws Exception {
    ImagePlus film = hyperstack(24, 1, 1, 2);
    film.getCalibration().pixelWidth = 0.5;
    film.getCalibration().setUnit("um");
    film.setOverlay(new Overlay(new Roi(8, 4, 8, 4)));
    ImagePlus result = result(run(film, Map.of("size", 16)));
    assertEquals("16 x 12", result.getWidth() + " x " + result.getHeight());
    assertEquals(1, result.getCalibration().pixelWidth, 1e-9);
    assertEquals(4, result.getOverlay().get(0).getBounds().width);
  }

  @Test
  void channelsShownOneByOneAreFilmsOfTheirOwn() throws Exception {
    CompositeImage imp = new CompositeImage(hyperstack(16, 3, 1, 2), CompositeImage.COLOR);
    imp.setChannelLut(LUT.createLutFromColor(Color.CYAN), 3);
    ImagePlus result = result(run(imp, Map.of()));
    assertArrayEquals(imp.getDimensions(), result.getDimensions());
    assertEquals(16, result.getBitDepth());
    CompositeImage composite = assertInstanceOf(CompositeImage.class, result);
    assertEquals(CompositeImage.COLOR, composite.getMode());
    assertEquals(imp.getLuts()[2].getRGB(200), composite.getLuts()[2].getRGB(200));
    assertEquals("c3 z1 t2", result.getStack().getSliceLabel(6));
  }

  @Test
  void aCompositeIsAFilmInColours() throws Exception {
    CompositeImage imp = new CompositeImage(hyperstack(8, 3, 2, 1), CompositeImage.COMPOSITE);
    ImagePlus result = result(run(imp, Map.of()));
    assertArrayEquals(imp.getDimensions(), result.getDimensions());
    assertEquals(CompositeImage.COMPOSITE, ((CompositeImage) result).getMode());
  }

  /** A run along one axis gives what the planes of each place of the other give alone. */
  @Test
  void theOtherAxisIsLoopedOver() throws Exception {
    ImagePlus imp = hyperstack(24, 1, 2, 3);
    ImagePlus along = result(run(imp, Map.of("axis", "slices")));
    ImageStack alone = new ImageStack(WIDTH, HEIGHT);
    for (int z = 1; z <= 2; z++) {
      alone.addSlice(imp.getStack().getProcessor(imp.getStackIndex(1, z, 2)).duplicate());
    }
    ImagePlus second = result(run(new ImagePlus("second", alone), Map.of()));
    for (int z = 1; z <= 2; z++) {
      assertArrayEquals(
          floats(second, z), floats(along, along.getStackIndex(1, z, 2)), "slice " + z);
    }
  }

  @Test
  void planesOfVirtualStacksAreReadOneByOne() throws Exception {
    int[] most = {0};
    VirtualStack planes =
        new VirtualStack(WIDTH, HEIGHT, 3) {
          @Override
          public ImageProcessor getProcessor(int n) {
            most[0] = Math.max(most[0], n);
            return plane(24, n);
          }

          @Override
          public String getSliceLabel(int n) {
            return "virtual " + n;
          }
        };
    Path output = folder.resolve("film.mp4");
    ImagePlus imp = new ImagePlus("virtual", planes);
    imp.getCalibration().fps = 10;
    CommandModule module = run(imp, Map.of("output", output.toString()));
    assertNull(module.getCancelReason());
    assertNull(module.getOutput("result"));
    assertEquals(3, most[0]);
    try (FrameSource written = FrameFiles.open(output)) {
      assertEquals(3, written.count());
    }
    assertEquals("virtual 3", result(run(imp, Map.of())).getStack().getSliceLabel(3));
  }

  @Test
  void filmsOfImageJsOwnWriterAreReadAndItsReaderReadsOurs() throws Exception {
    Path own = folder.resolve("own.avi");
    ImagePlus film = hyperstack(24, 1, 1, 4);
    film.getCalibration().fps = 8;
    new AVI_Writer().writeImage(film, own.toString(), AVI_Writer.JPEG_COMPRESSION, 95);
    try (FrameSource source = FrameFiles.open(own)) {
      assertEquals(4, source.count());
      double error = 0;
      float[] expected = DisplayedImage.of(film).toRgb().planes();
      for (int i = 0; i < expected.length; i++) {
        error += Math.abs(source.read(0).planes()[i] - expected[i]) / expected.length;
      }
      assertTrue(error < 0.05, "mean error " + error);
    }
    ImagePlus virtual = AVI_Reader.openVirtual(own.toString());
    virtual.getCalibration().fps = 8;
    Path output = folder.resolve("output.avi");
    assertNull(run(virtual, Map.of("output", output.toString())).getCancelReason());
    ImagePlus back = IJ.openImage(output.toString());
    assertEquals(4, back.getStackSize());
    assertEquals(8, back.getCalibration().fps, 0.01);
    assertEquals(WIDTH, back.getWidth());
  }

  @Test
  void escapeKeepsTheFinishedFramesAndTheWorkFolderGoesOn() throws Exception {
    ImagePlus film = hyperstack(24, 1, 1, 5);
    Map<String, Object> options =
        Map.of("work", folder.resolve("work").toString(), "iterations", 200);
    ImagePlus whole = result(run(film, Map.of("iterations", 200)));
    Future<CommandModule> running = start(film, options);
    Path second = folder.resolve("work/frame-000002.nsfr");
    while (!running.isDone()) {
      if (Files.exists(second)) {
        IJ.setKeyDown(KeyEvent.VK_ESCAPE);
      }
      Thread.sleep(2);
    }
    ImagePlus stopped = result(running.get());
    int finished = stopped.getStackSize();
    assertTrue(finished >= 2 && finished < 5, finished + " frames");
    ImagePlus resumed = result(run(film, options));
    assertEquals(5, resumed.getStackSize());
    for (int i = 1; i <= 5; i++) {
      assertArrayEquals(floats(whole, i), floats(resumed, i), "frame " + i);
      if (i <= finished) {
        assertArrayEquals(floats(whole, i), floats(stopped, i), "frame " + i);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "axis, up, 'axis cannot be \"up\"'",
    "motion, fast, 'motion cannot be \"fast\"'",
    "mode, steady, 'mode cannot be \"steady\"'",
    "size, 6, at least 8 x 8",
    "laterIterations, -1, 0 or more",
    "output, film.xyz, film.xyz",
  })
  void badInputIsNamed(String name, String value, String message) throws Exception {
    Object typed = value.matches("-?\\d+") ? (Object) Integer.valueOf(value) : value;
    CommandModule module = run(hyperstack(24, 1, 1, 2), Map.of(name, typed));
    assertNull(module.getOutput("result"));
    assertTrue(
        String.valueOf(module.getCancelReason()).contains(message), module.getCancelReason());
  }

  @Test
  void aFilmThatExistsIsNotReplaced() throws Exception {
    Path output = Files.writeString(folder.resolve("film.mp4"), "mine");
    CommandModule module = run(hyperstack(24, 1, 1, 2), Map.of("output", output.toString()));
    assertTrue(module.getCancelReason().contains("exists already"), module.getCancelReason());
    assertEquals("mine", Files.readString(output));
  }

  @Test
  void whatIsReadAndWhatIsNoImageIsNotReplaced() throws Exception {
    Path input = folder.resolve("input.tif");
    ImageFiles.save(hyperstack(24, 1, 1, 2), input);
    byte[] before = Files.readAllBytes(input);
    ImagePlus film = ImageFiles.open(input);
    Path link = Files.createSymbolicLink(folder.resolve("link.tif"), input);
    Path text = Files.writeString(folder.resolve("mine.tif"), "mine");
    Map<Path, String> messages =
        Map.of(
            input,
            "would replace the input " + input,
            link,
            "would replace the input " + input,
            text,
            text + ", which is not an image",
            Files.createDirectory(folder.resolve("a.tif")),
            "is a folder",
            folder.resolve("none/a.tif"),
            "there is no folder");
    for (Map.Entry<Path, String> entry : messages.entrySet()) {
      CommandModule module = run(film, Map.of("output", entry.getKey().toString()));
      assertNull(module.getOutput("result"));
      String reason = String.valueOf(module.getCancelReason());
      assertTrue(reason.contains(entry.getValue()), reason);
    }
    assertArrayEquals(before, Files.readAllBytes(input));
    assertEquals("mine", Files.readString(text));
  }

  /** The link leads to a device that is always full, which shows when the result is written. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void aResultOutlivesItsFile() throws Exception {
    Path full = Files.createSymbolicLink(folder.resolve("full.tif"), Path.of("/dev/full"));
    CommandModule module = run(hyperstack(24, 1, 1, 2), Map.of("output", full.toString()));
    assertEquals(2, result(module).getStackSize());
    String complaint = ((NeuralStyleCommand) module.getCommand()).complaint().orElseThrow();
    CommandsTest.assertKept(full, complaint, result(module));
  }

  @Test
  void macrosStylizeStacksWithoutADisplay() throws Exception {
    Path output = folder.resolve("stack.tif");
    String log =
        ImageJProcess.run(
            folder,
            false,
            """
            setBatchMode(true);
            newImage("film", "16-bit ramp", 32, 24, 3);
            run("Properties...", "channels=1 slices=1 frames=3 pixel_width=0.5 unit=um");
            newImage("b", "RGB noise", 20, 20, 1);
            run("Stylize Stack...", "content=film style=b mode=coherent iterations=3 weights=untrained device=cpu work=[%s] output=[%s]");
            """
                .formatted(folder.resolve("work"), output));
    assertTrue(Files.exists(output), log);
    assertFalse(log.contains("Exception"), log);
    ImagePlus result = ImageFiles.open(output);
    assertEquals(3, result.getNFrames());
    assertEquals(16, result.getBitDepth());
    assertEquals(0.5, result.getCalibration().pixelWidth, 1e-9);
    try (Stream<Path> kept = Files.list(folder.resolve("work"))) {
      assertEquals(3, kept.filter(file -> file.toString().endsWith(".nsfr")).count());
    }
  }

  private static CommandModule run(ImagePlus content, Map<String, Object> options)
      throws Exception {
    return start(content, options).get();
  }

  private static Future<CommandModule> start(ImagePlus content, Map<String, Object> options) {
    Map<String, Object> all = new HashMap<>();
    all.put("content", content);
    ImageProcessor style = plane(24, 9);
    style.invert();
    all.put("style", new ImagePlus("style", style));
    all.put("iterations", 3);
    all.put("styleLayers", "conv1_1");
    all.put("contentLayers", "conv1_1");
    all.put("weights", "untrained");
    all.put("device", "cpu");
    all.putAll(options);
    return context.service(CommandService.class).run(StylizeStack.class, true, all);
  }

  private static ImagePlus result(CommandModule module) {
    assertNull(module.getCancelReason());
    ImagePlus result = (ImagePlus) module.getOutput("result");
    assertNotNull(result);
    return result;
  }

  private static float[] floats(ImagePlus imp, int plane) {
    ImageProcessor ip = imp.getStack().getProcessor(plane);
    float[] values = new float[ip.getPixelCount()];
    for (int i = 0; i < values.length; i++) {
      values[i] = ip.getf(i);
    }
    if (ip instanceof ColorProcessor) {
      int[] argb = (int[]) ip.getPixels();
      for (int i = 0; i < values.length; i++) {
        values[i] = argb[i] & 0xffffff;
      }
    }
    return values;
  }

  private static ImagePlus hyperstack(int bitDepth, int channels, int slices, int frames) {
    ImageStack stack = new ImageStack(WIDTH, HEIGHT);
    for (int t = 1; t <= frames; t++) {
      for (int z = 1; z <= slices; z++) {
        for (int c = 1; c <= channels; c++) {
          stack.addSlice("c%d z%d t%d".formatted(c, z, t), plane(bitDepth, c + 3 * z + t));
        }
      }
    }
    ImagePlus imp = new ImagePlus("stack", stack);
    imp.setDimensions(channels, slices, frames);
    imp.setOpenAsHyperStack(true);
    imp.setDisplayRange(0, 255);
    return imp;
  }

  /** Waves that move with the seed. */
  private static ImageProcessor plane(int bitDepth, int seed) {
    FloatProcessor ip = new FloatProcessor(WIDTH, HEIGHT);
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        ip.setf(x, y, (float) (120 + 60 * Math.sin(0.4 * (x + seed)) + 40 * Math.cos(0.5 * y)));
      }
    }
    return switch (bitDepth) {
      case 8 -> ip.convertToByteProcessor(false);
      case 16 -> ip.convertToShortProcessor(false);
      case 24 -> ip.convertToByteProcessor(false).convertToRGB();
      default -> ip;
    };
  }
}
