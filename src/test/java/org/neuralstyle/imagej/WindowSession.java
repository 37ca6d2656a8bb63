package org.neuralstyle.imagej;

import ij.ImageJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.GenericDialog;
import ij.process.ColorProcessor;
import ij.process.ShortProcessor;
import java.awt.AWTException;
import java.awt.Button;
import java.awt.Component;
import java.awt.Container;
import java.awt.Rectangle;
import java.awt.Robot;
import java.awt.Toolkit;
import java.awt.Window;
import java.awt.event.ActionEvent;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/**
 * A program that works with plain ImageJ as a person does, and writes down what it sees. Only
 * ImageJ's own classes are on its class path; the plugin is in the plugins folder.
 */
abstract class WindowSession {

  /** Long enough for other programs beside it; nothing waits so long where all is well. */
  static final long TIMEOUT = 240_000;

  private final String name;
  private final Path screenshots;
  private final Properties seen = new Properties();

  /**
   * A session.
   *
   * @param name begins those of its screenshots
   * @param screenshots a folder
   */
  WindowSession(String name, Path screenshots) {
    this.name = name;
    this.screenshots = screenshots;
  }

  /** What the person does. */
  abstract void run() throws Exception;

  /** Opens ImageJ, runs, writes down what was seen, and ends the program. */
  final void begin(Path file) throws Exception {
    try {
      new ImageJ(ImageJ.STANDALONE);
      run();
    } catch (Exception | Error e) {
      note("failure", e.toString());
      capture("failure");
      throw e;
    } finally {
      try (Writer writer = Files.newBufferedWriter(file)) {
        seen.store(writer, null);
      }
      Runtime.getRuntime().halt(0);
    }
  }

  final void note(String key, String value) {
    seen.setProperty(key, String.valueOf(value));
    System.out.println(key + ": " + value);
  }

  final void note(String key, boolean value) {
    note(key, String.valueOf(value));
  }

  /** Takes a picture of the screen. */
  final void capture(String what) throws AWTException, IOException, InterruptedException {
    Thread.sleep(300);
    Rectangle screen = new Rectangle(Toolkit.getDefaultToolkit().getScreenSize());
    Path file = screenshots.resolve(name + "-" + what + ".png");
    ImageIO.write(new Robot().createScreenCapture(screen), "png", file.toFile());
  }

  static void await(String what, BooleanSupplier condition) throws InterruptedException {
    long end = System.currentTimeMillis() + TIMEOUT;
    while (!condition.getAsBoolean()) {
      if (System.currentTimeMillis() > end) {
        throw new IllegalStateException("No " + what);
      }
      Thread.sleep(20);
    }
  }

  static void click(Button button) {
    Toolkit.getDefaultToolkit()
        .getSystemEventQueue()
        .postEvent(new ActionEvent(button, ActionEvent.ACTION_PERFORMED, button.getLabel()));
  }

  static Button button(ImagePlus imp, String label) {
    return button(imp.getWindow(), label).orElseThrow(() -> new IllegalStateException(label));
  }

  static Optional<Button> button(Container container, String label) {
    return buttons(container).filter(button -> button.getLabel().equals(label)).findFirst();
  }

  static Stream<Button> buttons(Container container) {
    return container == null
        ? Stream.empty()
        : Arrays.stream(container.getComponents()).flatMap(WindowSession::buttonsOf);
  }

  private static Stream<Button> buttonsOf(Component component) {
    return component instanceof Button button
        ? Stream.of(button)
        : component instanceof Container inner ? buttons(inner) : Stream.empty();
  }

  static GenericDialog dialog(String title) throws InterruptedException {
    return window(GenericDialog.class, d -> title.equals(d.getTitle()));
  }

  /** Waits for a window. */
  static <W extends Window> W window(Class<W> type, Predicate<W> wanted)
      throws InterruptedException {
    await(type.getSimpleName(), () -> showing(type, wanted).isPresent());
    W window = showing(type, wanted).orElseThrow();
    // Until its listeners are there.
    Thread.sleep(200);
    return window;
  }

  private static <W extends Window> Optional<W> showing(Class<W> type, Predicate<W> wanted) {
    return Stream.of(Window.getWindows())
        .filter(Window::isShowing)
        .filter(type::isInstance)
        .map(type::cast)
        .filter(wanted)
        .findFirst();
  }

  /** A run's result, when the run has ended. */
  static ImagePlus finished(String title) throws InterruptedException {
    await(title, () -> isFinished(title));
    return WindowManager.getImage(title);
  }

  static boolean isFinished(String title) {
    ImagePlus imp = WindowManager.getImage(title);
    return imp != null && imp.getProp("neuralstyle.ending") != null;
  }

  static short[] pixels(ImagePlus imp) {
    return (short[]) imp.getProcessor().getPixels();
  }

  /** Shows a 16 bit ramp. */
  static ImagePlus grey(String title) {
    ShortProcessor ip = new ShortProcessor(48, 40);
    IntStream.range(0, 48 * 40).forEach(i -> ip.set(i, 1000 + 60 * (i % 48)));
    ip.resetMinAndMax();
    ImagePlus imp = new ImagePlus(title, ip);
    imp.show();
    return imp;
  }

  /** Shows coloured noise. */
  static ImagePlus colours(String title) {
    ImagePlus imp = new ImagePlus(title, noise(40, 36));
    imp.show();
    return imp;
  }

  static ColorProcessor noise(int width, int height) {
    int[] argb = new Random(2).ints((long) width * height).map(c -> c | 0xff000000).toArray();
    return new ColorProcessor(width, height, argb);
  }
}
