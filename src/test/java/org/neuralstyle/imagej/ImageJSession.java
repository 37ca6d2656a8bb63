package org.neuralstyle.imagej;

import ij.IJ;
import ij.ImageJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.WindowManager;
import ij.gui.GenericDialog;
import ij.plugin.frame.Recorder;
import java.awt.Dialog;
import java.awt.EventQueue;
import java.awt.Frame;
import java.awt.Window;
import java.awt.event.KeyEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.swing.JFrame;

/** Opens images in plain ImageJ, chooses menu items, fills in dialogs, and presses Escape. */
public final class ImageJSession extends WindowSession {

  private static final String TRANSFERRED = "boats 1 in the style of waves";

  private final Path replay;
  private final StringBuilder macro = new StringBuilder("setBatchMode(true);\n");
  private int lines;

  private ImageJSession(Path screenshots, Path replay) {
    super("session", screenshots);
    this.replay = replay;
  }

  /**
   * Does it.
   *
   * @param arguments the file to write to, the folder for screenshots, and one for what another
   *     ImageJ replays: a macro with recorded lines, its images, and results by number
   * @throws Exception if something does not come in time
   */
  public static void main(String[] arguments) throws Exception {
    new ImageJSession(Path.of(arguments[1]), Path.of(arguments[2])).begin(Path.of(arguments[0]));
  }

  @Override
  void run() throws Exception {
    note("noImage", refusal());
    ImagePlus style = colours("waves.png");
    note("oneImage", refusal());
    ImagePlus content = grey("boats 1.tif");
    note(
        "tooLarge", MenuWalk.tooLarge(this, MenuWalk.labels(Path.of("plugins.config"))).toString());
    new Recorder();
    fillInAndRun();
    runTheRecordedLine();
    recordOddTitles();
    everyCommand();
    note("failed", failedMacro());
    twoAtOnceAndEscape(content, style);
  }

  /** What the dialog of a transfer says that cannot run. */
  private String refusal() throws Exception {
    IJ.doCommand("Transfer Style...");
    CommandDialog dialog = CommandDialog.titled("Transfer Style");
    String said = dialog.notes() + (dialog.isOkEnabled() ? " OK" : "");
    dialog.cancel();
    return said;
  }

  /** The dialog of a transfer, with a bad number and an unknown layer first. */
  private void fillInAndRun() throws Exception {
    IJ.doCommand("Transfer Style...");
    CommandDialog dialog = CommandDialog.titled("Transfer Style");
    note("defaults", dialog.text("content") + ", " + dialog.text("style"));
    note("styleWeight", dialog.text("styleWeight"));
    capture("dialog");
    dialog.type("styleWeight", "many");
    await("no OK", () -> !dialog.isOkEnabled());
    capture("dialog-bad-number");
    dialog.type("styleWeight", "2e5");
    await("OK", dialog::isOkEnabled);
    dialog.type("styleLayers", "conv9_9");
    dialog.type("iterations", "5");
    dialog.type("weights", "untrained");
    dialog.type("device", "cpu");
    dialog.click("ok");
    note("badLayer", dismissError());
    CommandDialog again = CommandDialog.titled("Transfer Style");
    note("again", again.text("styleLayers") + ", " + again.text("styleWeight"));
    again.type("styleLayers", "first-five");
    again.click("ok");
    ImagePlus result = finished(TRANSFERRED);
    note("bitDepth", String.valueOf(result.getBitDepth()));
    capture("result");
  }

  private void runTheRecordedLine() throws Exception {
    await("recorded line", () -> Recorder.getInstance().getText().contains("Transfer Style"));
    String line =
        Recorder.getInstance()
            .getText()
            .lines()
            .filter(text -> text.startsWith("run(\"Transfer Style"))
            .reduce((first, second) -> first + second)
            .orElse("");
    note("recorded", line);
    lines = recordedLines().size();
    IJ.runMacro(line);
    short[] first = pixels(finished(TRANSFERRED));
    note("same", String.valueOf(Arrays.equals(first, pixels(finished(TRANSFERRED + "-1")))));
  }

  /** Titles that a line of a macro holds with difficulty, or not at all. */
  private void recordOddTitles() throws Exception {
    save(WindowManager.getImage("waves.png"), "waves.tif");
    note("spaces", String.valueOf(isReplayed(1, "my cells [1] of today.png")));
    note("odd", String.valueOf(isReplayed(2, "C:\\new\\a] \"size=9\" b.png")));
    Files.writeString(replay.resolve("macro.ijm"), macro);
    note("impossible", String.valueOf(isReplayed(3, "it's a] b.png")));
  }

  private void everyCommand() throws Exception {
    ImageStack frames = new ImageStack(24, 20);
    for (int i = 0; i < 2; i++) {
      frames.addSlice(WindowManager.getImage("waves.png").getProcessor().resize(24, 20));
    }
    ImagePlus film = new ImagePlus("film.tif", frames);
    film.setDimensions(1, 1, 2);
    film.show();
    IJ.run(
        "Transfer Style...",
        "content=[boats 1.tif] style=waves.png iterations=2 weights=untrained device=cpu rgb");
    finished(TRANSFERRED + "-2").setTitle("earlier result.tif");
    note(
        "different",
        new EveryCommand(this, replay)
            .replay(MenuWalk.labels(Path.of("plugins.config")))
            .toString());
    film.close();
  }

  /** The status line when an error has ended a macro. */
  private String failedMacro() throws Exception {
    Thread macro = new Thread(() -> IJ.runMacro("run('Transfer Style...', 'iteration=3');"));
    macro.start();
    GenericDialog message = dialog("Macro Error");
    capture("failed-macro");
    click(message.getButtons()[0]);
    macro.join(TIMEOUT);
    return status();
  }

  private boolean isReplayed(int number, String title) throws Exception {
    ImagePlus content = grey(title);
    save(content, number + ".tif");
    Path output =
        Files.createDirectories(replay.resolve("results [all] of today")).resolve(number + ".tif");
    IJ.doCommand("Transfer Style...");
    CommandDialog dialog = CommandDialog.titled("Transfer Style");
    dialog.choose("content", title);
    dialog.choose("style", "waves.png");
    dialog.type("iterations", "2");
    dialog.type("weights", "untrained");
    dialog.type("device", "cpu");
    dialog.type("output", output.toString());
    dialog.click("ok");
    String made = title.replace(".png", "") + " in the style of waves";
    ImagePlus first = finished(made);
    int before = lines;
    await("the recorded line", () -> recordedLines().size() > before);
    lines = recordedLines().size();
    String line = recordedLines().get(recordedLines().size() - 1);
    note("recorded " + title, line);
    macro.append(opened(number + ".tif", title)).append(opened("waves.tif", "waves.png"));
    macro.append(line).append("\nrun(\"Close All\");\n");
    await("its file", () -> Files.exists(output));
    Files.move(output, replay.resolve("recorded-" + number + ".tif"));
    IJ.runMacro(line);
    ImagePlus second = finished(made + "-1");
    boolean same = Arrays.equals(pixels(first), pixels(second));
    first.close();
    second.close();
    content.close();
    Files.delete(output);
    return same;
  }

  /** A copy, since ImageJ renames an image that it saves. */
  void save(ImagePlus imp, String name) throws IOException {
    Files.createDirectories(replay);
    IJ.saveAsTiff(imp.duplicate(), replay.resolve(name).toString());
  }

  String opened(String name, String title) {
    return "open(\"%s\");\nrename(\"%s\");\n"
        .formatted(
            replay.resolve(name).toString().replace("\\", "\\\\"),
            title.replace("\\", "\\\\").replace("\"", "\\\""));
  }

  private static List<String> recordedLines() {
    return Recorder.getInstance()
        .getText()
        .lines()
        .filter(text -> text.startsWith("run(\"Transfer Style"))
        .toList();
  }

  /** Escape in a window that is none of ImageJ's, such as Fiji's Console. */
  private static void pressEscapeInAnotherWindow() throws Exception {
    EventQueue.invokeAndWait(
        () -> {
          JFrame console = new JFrame("Console");
          console.setSize(200, 100);
          console.setVisible(true);
          console.dispatchEvent(
              new KeyEvent(
                  console,
                  KeyEvent.KEY_PRESSED,
                  System.currentTimeMillis(),
                  0,
                  KeyEvent.VK_ESCAPE,
                  KeyEvent.CHAR_UNDEFINED));
          console.dispose();
        });
  }

  private void twoAtOnceAndEscape(ImagePlus content, ImagePlus style) throws Exception {
    String endless = " iterations=1000000 size=96 weights=untrained device=cpu";
    Thread first = start("Synthesize Texture...", "style=waves.png" + endless);
    Thread second = start("Transfer Style...", "content=[boats 1.tif] style=waves.png" + endless);
    await("progress of the texture", () -> isShown("Texture of waves"));
    await("progress of the transfer", () -> isShown(TRANSFERRED));
    await("progress", () -> status().contains("Esc stops"));
    capture("running");
    content.close();
    style.close();
    long begin = System.nanoTime();
    EventQueue.invokeAndWait(() -> {});
    note("milliseconds", String.valueOf((System.nanoTime() - begin) / 1_000_000));
    note("progress", status());
    pressEscapeInAnotherWindow();
    click(dialog("Neural Style").getButtons()[0]);
    first.join(TIMEOUT);
    second.join(TIMEOUT);
    note("texture", finished("Texture of waves (stopped)").getProp("neuralstyle.ending"));
    note("transfer", finished(TRANSFERRED + " (stopped)").getProp("neuralstyle.ending"));
    note("ending", status());
    note("log", String.valueOf(IJ.getLog()));
    note("exceptions", String.valueOf(WindowManager.getWindow("Exception") != null));
  }

  /** Whether a window tells how far it is. */
  private static boolean isShown(String title) {
    return Stream.of(Window.getWindows())
        .anyMatch(
            w -> w instanceof Frame f && String.valueOf(f.getTitle()).matches(title + ".* left"));
  }

  private static Thread start(String command, String options) {
    Thread thread = new Thread(() -> IJ.run(command, options));
    thread.start();
    return thread;
  }

  private static String status() {
    return String.valueOf(ImageJ.getStatusBarText());
  }

  /** Closes a message, and tells what it says. */
  private String dismissError() throws Exception {
    Dialog message = window(Dialog.class, d -> "Neural Style".equals(d.getTitle()));
    capture("message");
    click(buttons(message).findFirst().orElseThrow());
    await("the message to go", () -> !message.isShowing());
    return IJ.getErrorMessage();
  }
}
