package org.neuralstyle.imagej;

import ij.IJ;
import ij.ImageJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.WindowManager;
import ij.gui.GenericDialog;
import ij.gui.ImageWindow;
import ij.plugin.frame.Recorder;
import java.awt.Component;
import java.awt.EventQueue;
import java.awt.event.KeyEvent;
import java.awt.event.MouseEvent;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Watches, pauses, stops, cancels and continues runs in plain ImageJ. */
public final class RunSession extends WindowSession {

  private static final String CELLS = "cells in the style of waves";
  private static final String ENDLESS =
      " iterations=1000000 size=48 weights=untrained device=cpu precision=float32";
  private static final String SHORT = ENDLESS.replace("1000000", "3").replace("48", "32");

  private RunSession(Path screenshots) {
    super("run", screenshots);
  }

  /**
   * Does it.
   *
   * @param arguments the file to write to, and the folder for screenshots
   * @throws Exception if something does not come in time
   */
  public static void main(String[] arguments) throws Exception {
    new RunSession(Path.of(arguments[1])).begin(Path.of(arguments[0]));
  }

  @Override
  void run() throws Exception {
    colours("waves.png");
    grey("cells.tif");
    tenRuns();
    longOnes();
    keptFile();
    stack();
    workMeanwhile();
    watchAndStop();
    compareAndContinue();
    pauseAndCancel();
    closeTheWindow();
    twoAtOnce();
    quit();
  }

  /** As before the first, but for what the first one loads for good. */
  private void tenRuns() throws Exception {
    long[] memory = new long[2];
    long[] resident = new long[2];
    int[] tasks = new int[2];
    List<Set<String>> threads = new ArrayList<>();
    for (int i = 0; i < 11; i++) {
      ImagePlus cells = WindowManager.getImage("cells.tif");
      WindowManager.setCurrentWindow(cells.getWindow());
      IJ.run("Transfer Style...", "content=cells.tif style=waves.png" + SHORT);
      WindowManager.getImage(CELLS).close();
      if (i == 0 || i == 10) {
        System.gc();
        Thread.sleep(500);
        System.gc();
        Runtime java = Runtime.getRuntime();
        memory[i / 10] = java.totalMemory() - java.freeMemory();
        resident[i / 10] = resident();
        tasks[i / 10] = tasks();
        threads.add(threads());
      }
    }
    note("memory", (memory[1] - memory[0]) / 1024 + " KiB more than " + memory[0] / 1024);
    note("moreMemory", String.valueOf(memory[1] - memory[0]));
    note("resident", (resident[1] - resident[0]) / 1024 + " KiB more than " + resident[0] / 1024);
    note("tasks", "%s more than %s".formatted(tasks[1] - tasks[0], tasks[0]));
    note("moreTasks", String.valueOf(tasks[1] - tasks[0]));
    threads.get(1).removeAll(threads.get(0));
    note("moreThreads", threads.get(1).toString());
    note("images", String.valueOf(WindowManager.getImageCount()));
  }

  /** Bytes of the process, with what libtorch holds; 0 where the system does not say. */
  private static long resident() throws IOException {
    Path status = Path.of("/proc/self/status");
    return Files.exists(status)
        ? Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("VmRSS"))
            .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
            .sum()
        : 0;
  }

  /** Threads of Java by their names, those of a pool by the pool's. */
  private static Set<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(thread -> thread.getName().replaceAll("\\d+", ""))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Threads of the process, also libtorch's; 0 where the system does not say. */
  private static int tasks() {
    String[] tasks = new File("/proc/self/task").list();
    return tasks == null ? 0 : tasks.length;
  }

  /** Runs that are foretold to take long are asked about, whatever the command is. */
  private void longOnes() throws Exception {
    longOne("Seeds", "waves.png");
    longOne("Gallery", "waves.png");
    longOne("Reproduce the Study", "waves.png");
    ImagePlus film = film();
    longOne("Stylize Stack", film.getTitle());
    film.close();
    note("afterLong", String.valueOf(WindowManager.getImageCount()));
  }

  private void longOne(String command, String image) throws Exception {
    select(image);
    IJ.doCommand(command + "...");
    CommandDialog dialog = CommandDialog.titled(command);
    dialog.type("iterations", "1000000");
    dialog.type("size", "48");
    dialog.type("weights", "untrained");
    dialog.type("device", "cpu");
    if (dialog.has("folder")) {
      dialog.type("folder", Path.of(System.getProperty("user.home"), command).toString());
    }
    await("the forecast", () -> forecast(dialog).contains(": about "));
    String name = command.replaceAll(" (the )?", "");
    note("forecast" + name, forecast(dialog));
    dialog.click("ok");
    GenericDialog question = dialog("Neural Style");
    capture("long-" + name);
    click(button(question, "Cancel").orElseThrow());
    noThread(command);
  }

  private static String forecast(CommandDialog dialog) {
    try {
      return dialog.text("forecast");
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** What a command made is shown at its very end, also if it was closed before. */
  private static void noThread(String command) throws InterruptedException {
    await(
        "end of " + command,
        () ->
            Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals(command)));
  }

  /** A run that was kept goes on as if it had never ended. */
  private void keptFile() throws Exception {
    Path file = Path.of(System.getProperty("user.home"), "kept run");
    IJ.run(
        "Transfer Style...",
        "content=cells.tif style=waves.png" + SHORT + " checkpoint=[" + file + "]");
    ImagePlus kept = WindowManager.getImage(CELLS);
    await("the buttons", () -> button(kept.getWindow(), "Continue").isPresent());
    click(button(kept, "Continue"));
    CommandDialog dialog = CommandDialog.titled("Continue Run");
    dialog.choose("image", CELLS);
    dialog.type("iterations", "4");
    dialog.type("weights", "untrained");
    dialog.type("device", "cpu");
    dialog.click("ok");
    ImagePlus continued = finished(CELLS + ", continued");
    noThread("Continue Run");
    note("keptFor", continued.getProp("neuralstyle.evaluations"));
    continued.close();
    kept.close();
  }

  private static ImagePlus film() {
    ImageStack frames = new ImageStack(24, 20);
    IntStream.range(0, 60).forEach(i -> frames.addSlice(noise(24, 20)));
    ImagePlus film = new ImagePlus("film.tif", frames);
    film.setDimensions(1, 1, 60);
    film.show();
    return film;
  }

  /** The frame that is made is shown, with buttons. */
  private void stack() throws Exception {
    ImagePlus film = film();
    Thread thread =
        start(
            "Stylize Stack...",
            "content=film.tif style=waves.png mode=independent"
                + SHORT.replace("iterations=3", "iterations=60"));
    ImagePlus live = running("film in the style of waves (live)");
    await("the second frame", () -> live.getWindow().getTitle().matches(".* ([2-9]|\\d\\d) %.*"));
    click(button(live, "Pause"));
    await("Resume", () -> button(live.getWindow(), "Resume").isPresent());
    capture("stack");
    click(button(live, "Resume"));
    click(button(live, "Stop"));
    thread.join(TIMEOUT);
    note("stack", WindowManager.getImage("film in the style of waves (stopped)") != null);
    WindowManager.getImage("film in the style of waves (stopped)").close();
    film.close();
  }

  private void watchAndStop() throws Exception {
    long begin = byDialog("64", "1000000");
    ImagePlus live = running(CELLS);
    note("windowAfter", seconds(begin));
    // A million evaluations take their time, and that is asked about.
    GenericDialog question = dialog("Neural Style");
    capture("long");
    note("long", "asked");
    note("bitDepth", String.valueOf(live.getBitDepth()));
    note("size", live.getWidth() + " x " + live.getHeight());
    short[] first = pixels(live).clone();
    begin = System.nanoTime();
    click(question.getButtons()[0]);
    await("a picture", () -> !Arrays.equals(first, pixels(live)));
    note("pictureAfter", seconds(begin));
    await("the time left", () -> live.getWindow().getTitle().endsWith(" left"));
    note("title", live.getWindow().getTitle());
    capture("running");
    note("lowerEdge", String.valueOf(live.getWindow().getBounds().getMaxY()));
    click(button(live, "Losses"));
    await("the losses", () -> WindowManager.getImage("Losses of " + CELLS) != null);
    capture("losses");
    WindowManager.getImage("Losses of " + CELLS).close();
    begin = System.nanoTime();
    click(button(live, "Stop"));
    await("the result", () -> WindowManager.getImage(CELLS + " (stopped)") != null);
    note("stoppedAfter", seconds(begin));
    note("sameWindow", String.valueOf(WindowManager.getImage(CELLS + " (stopped)") == live));
    await("the line", () -> ImageJ.getStatusBarText().contains("evaluations in"));
    note("ending", ImageJ.getStatusBarText());
    capture("stopped");
  }

  /** The time of its OK. */
  private static long byDialog(String size, String iterations) throws Exception {
    select("cells.tif");
    IJ.doCommand("Transfer Style...");
    CommandDialog dialog = CommandDialog.titled("Transfer Style");
    dialog.choose("content", "cells.tif");
    dialog.choose("style", "waves.png");
    dialog.type("iterations", iterations);
    dialog.type("size", size);
    dialog.type("weights", "untrained");
    dialog.type("device", "cpu");
    dialog.choose("precision", "float32");
    long begin = System.nanoTime();
    dialog.click("ok");
    return begin;
  }

  /** Another command's dialog is open when a run ends. */
  private void workMeanwhile() throws Exception {
    new Recorder();
    byDialog("48", "150");
    ImagePlus live = running(CELLS);
    select("waves.png");
    IJ.doCommand("Duplicate...");
    GenericDialog other = dialog("Duplicate...");
    note("meanwhile", !isFinished(CELLS));
    finished(CELLS);
    await("the line", () -> ImageJ.getStatusBarText().contains("evaluations in"));
    click(other.getButtons()[0]);
    await("the copy", () -> WindowManager.getImage("waves-1.png") != null);
    await("its line", () -> Recorder.getInstance().getText().contains("Duplicate..."));
    note("recorded", Recorder.getInstance().getText());
    String macro = Recorder.getInstance().getText();
    Recorder.getInstance().close();
    short[] made = pixels(live).clone();
    live.close();
    WindowManager.getImage("waves-1.png").close();
    IJ.runMacro(macro);
    note("replayed", Arrays.equals(made, pixels(finished(CELLS))));
    WindowManager.getImage(CELLS).close();
    WindowManager.getImage("waves-1.png").close();
  }

  /** Until it stays: a window that opened or closed before may become the current one late. */
  private static void select(String title) throws InterruptedException {
    ImagePlus imp = WindowManager.getImage(title);
    do {
      WindowManager.setCurrentWindow(imp.getWindow());
      Thread.sleep(500);
    } while (WindowManager.getCurrentImage() != imp);
  }

  private void compareAndContinue() throws Exception {
    ImagePlus stopped = WindowManager.getImage(CELLS + " (stopped)");
    await("the buttons", () -> button(stopped.getWindow(), "Compare").isPresent());
    click(button(stopped, "Compare"));
    String title = "Content | " + CELLS + " (stopped)";
    await("the comparison", () -> WindowManager.getImage(title) != null);
    ImageWindow both = WindowManager.getImage(title).getWindow();
    Component canvas = both.getCanvas();
    EventQueue.invokeAndWait(
        () ->
            canvas.dispatchEvent(
                new MouseEvent(canvas, MouseEvent.MOUSE_MOVED, 0, 0, 40, 30, 0, false)));
    capture("compare");
    both.close();
    click(button(stopped, "Continue"));
    CommandDialog dialog = CommandDialog.titled("Continue Run");
    capture("continue");
    note("continueIterations", dialog.text("iterations"));
    dialog.choose("image", stopped.getTitle());
    dialog.type("iterations", "2");
    dialog.type("weights", "untrained");
    dialog.type("device", "cpu");
    dialog.click("ok");
    ImagePlus continued = finished(CELLS + ", continued");
    noThread("Continue Run");
    note("continuedFrom", continued.getProp("neuralstyle.init"));
    note("continuedFor", continued.getProp("neuralstyle.evaluations"));
    continued.close();
    WindowManager.setCurrentWindow(stopped.getWindow());
    click(button(stopped, "Run Again"));
    CommandDialog again = CommandDialog.titled("Run Again");
    capture("again");
    note("againIterations", again.text("iterations"));
    again.choose("image", stopped.getTitle());
    again.type("iterations", "2");
    again.type("weights", "untrained");
    again.type("device", "cpu");
    again.click("ok");
    ImagePlus repeated = finished("Repeat of " + CELLS + " (stopped)");
    noThread("Run Again");
    note("repeatedFor", repeated.getProp("neuralstyle.iterations"));
    repeated.close();
    stopped.close();
  }

  private void pauseAndCancel() throws Exception {
    Thread thread = start("Transfer Style...", "content=cells.tif style=waves.png" + ENDLESS);
    ImagePlus live = running(CELLS);
    await("progress", () -> live.getWindow().getTitle().contains("left"));
    click(button(live, "Pause"));
    await("Resume", () -> button(live.getWindow(), "Resume").isPresent());
    Thread.sleep(500);
    String title = live.getWindow().getTitle();
    short[] pixels = pixels(live).clone();
    Thread.sleep(1500);
    note("paused", Arrays.equals(pixels, pixels(live)));
    note("pausedTitle", title);
    capture("paused");
    click(button(live, "Resume"));
    await("the picture to change", () -> !Arrays.equals(pixels, pixels(live)));
    click(button(live, "Cancel"));
    thread.join(10_000);
    note("cancelled", !thread.isAlive() && live.getWindow() == null);
    note("nothingLeft", String.valueOf(WindowManager.getImageCount()));
  }

  private void closeTheWindow() throws Exception {
    Thread thread = start("Synthesize Texture...", "style=waves.png" + ENDLESS);
    ImagePlus live = running("Texture of waves");
    await("progress", () -> live.getWindow().getTitle().contains("left"));
    ask(live.getWindow()::close, 1);
    note("goesOn", live.getWindow() != null && thread.isAlive());
    ask(live.getWindow()::close, 0);
    thread.join(10_000);
    note("closed", live.getWindow() == null && !thread.isAlive());
  }

  /** Does what makes the plugin ask, and answers by one of the buttons. */
  private void ask(Runnable action, int answer) throws Exception {
    Thread thread = new Thread(action);
    thread.start();
    GenericDialog question = dialog("Neural Style");
    capture("question");
    click(question.getButtons()[answer]);
    await("the question to go", () -> !question.isShowing());
    thread.join(20_000);
  }

  private void twoAtOnce() throws Exception {
    Thread texture = start("Synthesize Texture...", "style=waves.png" + ENDLESS);
    ImagePlus first = running("Texture of waves");
    Thread transfer = start("Transfer Style...", "content=cells.tif style=waves.png" + ENDLESS);
    ImagePlus second = running(CELLS);
    await("progress", () -> first.getWindow().getTitle().contains("left"));
    await("progress", () -> second.getWindow().getTitle().contains("left"));
    note("titles", first.getWindow().getTitle() + "; " + second.getWindow().getTitle());
    capture("two");
    long begin = System.nanoTime();
    escape(first.getCanvas());
    texture.join(10_000);
    note("escapedAfter", seconds(begin));
    note("onlyTheOne", !texture.isAlive() && transfer.isAlive());
    Thread third = start("Synthesize Texture...", "style=waves.png" + ENDLESS);
    ImagePlus another = running("Texture of waves");
    await("progress", () -> another.getWindow().getTitle().contains("left"));
    ask(() -> escape(IJ.getInstance()), 1);
    note("bothGoOn", third.isAlive() && transfer.isAlive());
    ask(() -> escape(IJ.getInstance()), 0);
    third.join(10_000);
    transfer.join(10_000);
    note("bothEnd", !third.isAlive() && !transfer.isAlive());
  }

  private void quit() throws Exception {
    Thread thread = start("Synthesize Texture...", "style=waves.png" + ENDLESS);
    ImagePlus live = running("Texture of waves");
    await("progress", () -> live.getWindow().getTitle().contains("left"));
    ask(() -> IJ.doCommand("Quit"), 1);
    Thread.sleep(300);
    note("stays", IJ.getInstance().isShowing() && thread.isAlive());
    IJ.getInstance().exitWhenQuitting(false);
    ask(() -> IJ.doCommand("Quit"), 0);
    thread.join(10_000);
    note("quits", !thread.isAlive());
  }

  private static void escape(Component component) {
    KeyEvent event =
        new KeyEvent(
            component,
            KeyEvent.KEY_PRESSED,
            System.currentTimeMillis(),
            0,
            KeyEvent.VK_ESCAPE,
            KeyEvent.CHAR_UNDEFINED);
    EventQueue.invokeLater(() -> component.dispatchEvent(event));
  }

  private static Thread start(String command, String options) {
    Thread thread = new Thread(() -> IJ.run(command, options));
    thread.start();
    return thread;
  }

  private static ImagePlus running(String title) throws Exception {
    await(title, () -> WindowManager.getImage(title) != null);
    ImagePlus imp = WindowManager.getImage(title);
    await("its buttons", () -> button(imp.getWindow(), "Stop").isPresent());
    return imp;
  }

  private static String seconds(long begin) {
    return "%.2f".formatted((System.nanoTime() - begin) / 1e9);
  }
}
