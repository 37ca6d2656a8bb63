package org.neuralstyle.imagej;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.measure.Calibration;
import ij.plugin.ImageInfo;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import ij.process.ShortProcessor;
import java.awt.event.KeyEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.neuralstyle.picture.ImageFiles;
import org.neuralstyle.report.ResultFiles;
import org.scijava.Context;
import org.scijava.command.Command;
import org.scijava.command.CommandModule;
import org.scijava.command.CommandService;
import org.scijava.module.Module;

/** The commands as Fiji runs them: by SciJava's services. */
class CommandsTest {

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

  @Test
  void transferComesBackInTheTypeOfItsContent() throws Exception {
    ImagePlus content = gray("cells 1.tif", 32, 24);
    Calibration calibration = content.getCalibration();
    calibration.pixelWidth = calibration.pixelHeight = 0.25;
    calibration.setUnit("mm");
    Path output = folder.resolve("result.tif");
    CommandModule module =
        run(
            TransferStyle.class,
            Map.of(
                "content",
                content,
                "style",
                colours("waves.jpg", 36, 42),
                "iterations",
                3,
                "styleWeight",
                1e5,
                "seed",
                7L,
                "precision",
                "bfloat16",
                "score",
                true,
                "output",
                output.toString()));
    assertNull(module.getCancelReason());
    ImagePlus result = (ImagePlus) module.getOutput("result");
    assertEquals("cells 1 in the style of waves", result.getTitle());
    assertEquals(16, result.getBitDepth());
    assertEquals(0.25, result.getCalibration().pixelWidth);
    assertEquals("mm", result.getCalibration().getUnit());

    ImagePlus saved = ImageFiles.open(output);
    assertArrayEquals((short[]) result.getProcessor().getPixels(), pixels(saved));
    String info = new ImageInfo().getImageInfo(saved);
    for (String known :
        List.of(
            "neuralstyle.operation: transfer",
            "neuralstyle.styleWeight: 100000.0",
            "neuralstyle.seed: 7",
            "neuralstyle.precision: bfloat16",
            "neuralstyle.device: cpu",
            "neuralstyle.weightsTrained: false",
            "neuralstyle.evaluations: 3",
            "neuralstyle.contentFidelity: 0.")) {
      assertTrue(info.contains(known), known + " is not in: " + info);
    }
    assertTrue(info.contains("neuralstyle.weightsSha256: "), info);
    assertTrue(info.contains("neuralstyle.totalLoss: "), info);
    assertTrue(info.contains("neuralstyle.version: "), info);
  }

  /** The folder goes while the run goes on; or the disk is full at its end. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @EnabledOnOs(OS.LINUX)
  void aResultOutlivesItsFile(boolean full) throws Exception {
    Path place = Files.createDirectory(folder.resolve("place"));
    Path output = place.resolve("a.png");
    if (full) {
      Files.createSymbolicLink(output, Path.of("/dev/full"));
    }
    Path checkpoint = folder.resolve("run");
    Map<String, Object> options = new HashMap<>();
    options.put("style", colours("b.png", 16, 32));
    options.put("iterations", full ? 2 : 40);
    options.put("output", output.toString());
    options.put("checkpoint", checkpoint.toString());
    Future<CommandModule> running = start(SynthesizeTexture.class, options);
    while (!full && !Files.exists(checkpoint) && !running.isDone()) {
      Thread.sleep(2);
    }
    if (!full) {
      Files.delete(place);
    }
    CommandModule module = running.get();
    assertNull(module.getCancelReason());
    ImagePlus result = (ImagePlus) module.getOutput("result");
    assertEquals("Texture of b", result.getTitle());
    String complaint = ((NeuralStyleCommand) module.getCommand()).complaint().orElseThrow();
    assertKept(output, complaint, result);
  }

  /** Where the message says, it is. */
  static void assertKept(Path output, String complaint, ImagePlus result) throws IOException {
    String told = "Cannot write " + output + ": .+\\. The result is in (.+) instead\\.";
    Matcher matcher = Pattern.compile(told).matcher(complaint);
    assertTrue(matcher.matches(), complaint);
    Path kept = Path.of(matcher.group(1));
    ImagePlus saved = ImageFiles.open(kept);
    assertArrayEquals(
        (int[]) result.getProcessor().getPixels(), (int[]) saved.getProcessor().getPixels());
    Files.delete(kept);
  }

  @Test
  void rgbIsGivenWhenAskedFor() throws Exception {
    CommandModule module =
        run(
            Reconstruct.class,
            Map.of("content", gray("a", 24, 16), "layer", "conv1_1", "iterations", 2, "rgb", true));
    ImagePlus result = (ImagePlus) module.getOutput("result");
    assertEquals("a from conv1_1", result.getTitle());
    assertEquals(24, result.getBitDepth());
  }

  @Test
  void textureHasTheSizeAskedFor() throws Exception {
    CommandModule module =
        run(
            SynthesizeTexture.class,
            Map.of("style", colours("b.png", 16, 32), "size", 40, "iterations", 2));
    ImagePlus result = (ImagePlus) module.getOutput("result");
    assertEquals("Texture of b", result.getTitle());
    assertEquals("20 x 40", result.getWidth() + " x " + result.getHeight());
  }

  @Test
  void aRunHoldsItsOwnPixels() throws Exception {
    ImagePlus content = gray("a", 24, 16);
    Module module =
        context.service(CommandService.class).getCommand(Reconstruct.class).createModule();
    module.setInput("content", content);
    SynthesisCommand.Request request = ((SynthesisCommand) module.getDelegateObject()).request();
    float[] before = request.inputs().content().orElseThrow().planes().clone();
    Arrays.fill((short[]) content.getProcessor().getPixels(), (short) 0);
    content.close();
    content.flush();
    assertArrayEquals(before, request.inputs().content().orElseThrow().planes());
  }

  @Test
  void escapeKeepsTheBestImageSoFar() throws Exception {
    Future<CommandModule> running =
        start(
            SynthesizeTexture.class,
            Map.of("style", colours("b", 32, 32), "iterations", 1_000_000));
    while (!running.isDone()) {
      // A run forgets what was pressed before it began.
      IJ.setKeyDown(KeyEvent.VK_ESCAPE);
      Thread.sleep(20);
    }
    CommandModule module = running.get();
    assertFalse(module.isCanceled());
    ImagePlus result = (ImagePlus) module.getOutput("result");
    int evaluations = Integer.parseInt(result.getProp("neuralstyle.evaluations"));
    assertTrue(evaluations >= 1 && evaluations < 1000, evaluations + " evaluations");
    assertTrue(result.getProp("neuralstyle.ending").contains("stop"));
  }

  @Test
  void aKeptRunGoesOnWithMoreIterations() throws Exception {
    Map<String, Object> inputs =
        Map.of("style", colours("b", 16, 16), "iterations", 16, "size", 24);
    int[] whole = pixels(run(SynthesizeTexture.class, inputs));
    Map<String, Object> kept = with(inputs, "checkpoint", folder.resolve("run").toString());
    run(SynthesizeTexture.class, with(kept, "iterations", 11));
    CommandModule module = run(SynthesizeTexture.class, kept);
    assertArrayEquals(whole, pixels(module));
    CommandModule refused = run(SynthesizeTexture.class, with(kept, "seed", 1L));
    assertTrue(refused.isCanceled());
    assertTrue(refused.getCancelReason().contains("seed 0, not 1"), refused.getCancelReason());
  }

  private static int[] pixels(CommandModule module) {
    assertFalse(module.isCanceled(), module.getCancelReason());
    return (int[]) ((ImagePlus) module.getOutput("result")).getProcessor().getPixels();
  }

  @Test
  void aNameThatThereCannotBeIsToldBeforeTheRun() throws Exception {
    String report = folder.resolve("a".repeat(300) + ".json").toString();
    CommandModule module =
        run(
            SynthesizeTexture.class,
            Map.of("style", colours("b", 16, 16), "iterations", 2, "report", report));
    assertTrue(module.isCanceled());
    assertTrue(module.getCancelReason().contains("give another name"), module.getCancelReason());
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(List.of(), files.toList());
    }
  }

  /** Compared by what the files are: here one is a link to the other. */
  @Test
  void theFileOfAnOpenImageIsNotReplaced() throws Exception {
    Path file = folder.resolve("content.tif");
    ImageFiles.save(gray("content", 24, 16), file);
    byte[] before = Files.readAllBytes(file);
    Path link = Files.createSymbolicLink(folder.resolve("link.tif"), file);
    ImagePlus content = ImageFiles.open(file);
    assertEquals(Optional.of(file), ImageFiles.fileOf(content));
    assertEquals(Optional.empty(), ImageFiles.fileOf(gray("a", 24, 16)));
    for (boolean report : new boolean[] {false, true}) {
      Optional<Path> none = Optional.empty();
      ResultFiles output =
          new ResultFiles(
              "", report ? none : Optional.of(link), report ? Optional.of(link) : none, none);
      String message =
          assertThrows(
                  IllegalArgumentException.class,
                  () -> output.check(List.of(ImageFiles.fileOf(content).get())))
              .getMessage();
      assertTrue(message.contains("would replace the input " + file), message);
    }
    assertArrayEquals(before, Files.readAllBytes(file));
  }

  static Stream<Arguments> badInputs() {
    Map<String, Object> images =
        Map.of("content", gray("a", 24, 16), "style", colours("b", 16, 24));
    ImagePlus notANumber = new ImagePlus("nan", new FloatProcessor(16, 16));
    notANumber.getProcessor().setf(3, 2, Float.NaN);
    return Stream.of(
        Arguments.of(Map.of("style", images.get("style")), "no content image"),
        Arguments.of(Map.of("content", images.get("content")), "no style image"),
        Arguments.of(with(images, "content", gray("dot", 1, 1)), "content image has 1 x 1 px"),
        Arguments.of(with(images, "content", notANumber), "\"nan\" cannot be used"),
        Arguments.of(with(images, "contentLayers", "conv9_9"), "\"conv9_9\""),
        Arguments.of(with(images, "styleLayers", " "), "layer"),
        Arguments.of(with(images, "strength", 2), "from 0 to 1"),
        Arguments.of(with(images, "preset", "nice"), "painterly"),
        Arguments.of(with(images, "styleWeight", -1.0), "style weight must be"),
        Arguments.of(with(images, "tvWeight", Double.NaN), "total variation weight must be"),
        Arguments.of(with(images, "size", -5), "size must be"),
        Arguments.of(with(images, "iterations", 0), "iterations must be"),
        Arguments.of(with(images, "optimizer", "newton"), "one of lbfgs, classic, adam"),
        Arguments.of(with(images, "precision", "half"), "one of auto, float32, bfloat16"),
        Arguments.of(with(images, "init", "image"), "needs that image"),
        Arguments.of(with(images, "device", "tpu"), "tpu"),
        Arguments.of(with(images, "weights", "/no/such/file"), "/no/such/file"),
        Arguments.of(with(images, "output", "/no/such/folder/a.tif"), "/no/such/folder"),
        Arguments.of(with(images, "output", "a.xyz"), ".tif"),
        Arguments.of(
            with(with(images, "output", "same.tif"), "report", "same.tif"),
            "output and report are the same file"),
        Arguments.of(with(images, "report", "/no/such/folder/a.json"), "/no/such/folder"),
        Arguments.of(with(images, "checkpoint", "/no/such/folder/run"), "/no/such/folder"));
  }

  @ParameterizedTest
  @MethodSource
  void badInputs(Map<String, Object> inputs, String message) throws Exception {
    CommandModule module = run(TransferStyle.class, inputs);
    assertTrue(module.isCanceled());
    assertNull(module.getOutput("result"));
    assertNotNull(module.getCancelReason());
    assertTrue(module.getCancelReason().contains(message), module.getCancelReason());
  }

  private static CommandModule run(Class<? extends Command> type, Map<String, Object> inputs)
      throws Exception {
    return start(type, inputs).get();
  }

  private static Future<CommandModule> start(
      Class<? extends Command> type, Map<String, Object> inputs) {
    Map<String, Object> all = new HashMap<>(Map.of("weights", "untrained", "device", "cpu"));
    all.putAll(inputs);
    return context.service(CommandService.class).run(type, true, all);
  }

  private static Map<String, Object> with(Map<String, Object> inputs, String name, Object value) {
    Map<String, Object> all = new HashMap<>(inputs);
    all.put(name, value);
    return all;
  }

  private static short[] pixels(ImagePlus imp) {
    return (short[]) imp.getProcessor().getPixels();
  }

  private static ImagePlus gray(String title, int width, int height) {
    Random random = new Random(1);
    ShortProcessor ip = new ShortProcessor(width, height);
    for (int i = 0; i < width * height; i++) {
      ip.set(i, 1000 + random.nextInt(3000));
    }
    ip.resetMinAndMax();
    return new ImagePlus(title, ip);
  }

  private static ImagePlus colours(String title, int width, int height) {
    Random random = new Random(2);
    int[] argb = random.ints((long) width * height).map(rgb -> rgb | 0xff000000).toArray();
    return new ImagePlus(title, new ColorProcessor(width, height, argb));
  }
}
