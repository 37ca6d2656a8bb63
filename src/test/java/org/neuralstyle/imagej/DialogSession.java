package org.neuralstyle.imagej;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.WindowManager;
import ij.gui.GenericDialog;
import ij.plugin.frame.Recorder;
import java.awt.Component;
import java.awt.KeyboardFocusManager;
import java.awt.Robot;
import java.awt.event.ActionEvent;
import java.awt.event.KeyEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.swing.JComponent;
import javax.swing.JDialog;
import javax.swing.KeyStroke;

/** Fills in the dialogs of plain ImageJ as a person does who has not read anything. */
public final class DialogSession extends WindowSession {

  private static final String TRANSFER = "Transfer Style";
  private static final String RESULT = "cells in the style of waves";

  private final Path folder;

  private DialogSession(Path screenshots, Path folder) {
    super("dialog", screenshots);
    this.folder = folder;
  }

  /**
   * Does it.
   *
   * @param arguments the file to write to, and folders for screenshots and for files
   * @throws Exception if something does not come in time
   */
  public static void main(String[] arguments) throws Exception {
    new DialogSession(Path.of(arguments[1]), Path.of(arguments[2])).begin(Path.of(arguments[0]));
  }

  @Override
  void run() throws Exception {
    ImagePlus waves = colours("waves.png");
    ImagePlus cells = grey("cells.tif");
    note("contentLast", rolesOf());
    cells.close();
    waves.close();
    cells = grey("cells.tif");
    colours("waves.png");
    note("styleLast", rolesOf());
    cells.setRoi(2, 2, 9, 9);
    images();
    cells.deleteRoi();
    new Recorder();
    threeClicks();
    remembered();
    ownPresets();
    existingFile();
    stack();
    chooseFile();
    firstSteps();
    keyboard();
    weights();
  }

  private static CommandDialog open(String title) throws Exception {
    IJ.doCommand(title + "...");
    return CommandDialog.titled(title);
  }

  private String rolesOf() throws Exception {
    CommandDialog dialog = open(TRANSFER);
    String roles = dialog.text("content") + ", " + dialog.text("style");
    dialog.cancel();
    return roles;
  }

  /** Swap, the same image twice, notes, Escape. */
  private void images() throws Exception {
    CommandDialog dialog = open(TRANSFER);
    note("notes", dialog.notes());
    fast(dialog);
    await("the forecast", dialog::isForetold);
    note("forecast", dialog.text("forecast"));
    capture("first");
    dialog.click("swap");
    await("the swap", () -> textOf(dialog, "content").equals("waves.png"));
    note("swapped", dialog.text("content") + ", " + dialog.text("style"));
    dialog.choose("style", "waves.png");
    note("same", dialog.notes() + " " + dialog.isOkEnabled());
    capture("same");
    dialog.type("size", "3");
    dialog.click("swap");
    dialog.choose("content", "cells.tif");
    await("the mistake", () -> textOf(dialog, "forecast").contains("too small"));
    capture("too-small");
    dialog.click("help");
    CommandDialog help = CommandDialog.titled("Help: " + TRANSFER);
    capture("help");
    help.follow("page", "transfer.md");
    CommandDialog guide = CommandDialog.titled("Guide: transfer.md");
    note("guide", guide.text("guide").lines().findFirst().orElse(""));
    capture("guide");
    JDialog window = (JDialog) dialog.window();
    KeyStroke escape = KeyStroke.getKeyStroke("ESCAPE");
    note("enter", window.getRootPane().getDefaultButton().getText());
    CommandDialog.onEventThread(
        () -> {
          window
              .getRootPane()
              .getActionForKeyStroke(escape)
              .actionPerformed(new ActionEvent(window, ActionEvent.ACTION_PERFORMED, ""));
          return null;
        });
    await("the end of the dialog", () -> !window.isShowing());
    note(
        "escape",
        String.valueOf(
            window.getRootPane().getConditionForKeyStroke(escape)
                == JComponent.WHEN_IN_FOCUSED_WINDOW));
  }

  private static String textOf(CommandDialog dialog, String name) {
    try {
      return dialog.text(name);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** The menu's item, colour and OK; all but the weights, which a test has not, is as proposed. */
  private void threeClicks() throws Exception {
    CommandDialog dialog = open(TRANSFER);
    fast(dialog);
    dialog.click("colour");
    await("colour", () -> textOf(dialog, "rgb").equals("true"));
    capture("colour");
    dialog.click("ok");
    ImagePlus result = finished(RESULT);
    note("colour", String.valueOf(result.getBitDepth()));
    await("the line", () -> !recorded().isEmpty());
    note("recorded", recorded());
  }

  private static void fast(CommandDialog dialog) throws Exception {
    dialog.type("weights", "untrained");
    dialog.type("device", "cpu");
    dialog.type("iterations", "3");
    dialog.type("size", "32");
    dialog.type("contentLayers", "conv1_1");
    dialog.type("styleLayers", "block1");
    dialog.choose("precision", "float32");
  }

  private void remembered() throws Exception {
    CommandDialog dialog = open(TRANSFER);
    note("again", dialog.text("content") + ", " + dialog.text("style"));
    note("remembered", String.join(", ", settings(dialog)));
    dialog.click("reset");
    await("the reset", () -> !textOf(dialog, "iterations").equals("3"));
    note("reset", String.join(", ", settings(dialog)));
    dialog.cancel();
  }

  private static String[] settings(CommandDialog dialog) {
    return Stream.of("preset", "iterations", "size", "weights", "rgb")
        .map(key -> textOf(dialog, key))
        .toArray(String[]::new);
  }

  private void ownPresets() throws Exception {
    CommandDialog dialog = open(TRANSFER);
    dialog.choose("preset", "gatys");
    await("its strength", () -> textOf(dialog, "iterations").equals("300"));
    dialog.type("strength", "0.75");
    dialog.choose("preset", "Save as preset...");
    CommandDialog name = CommandDialog.titled("Input");
    capture("preset");
    name.answer("my oil");
    await("the preset", () -> textOf(dialog, "preset").equals("my oil"));
    dialog.choose("preset", "draft");
    await("its iterations", () -> textOf(dialog, "iterations").equals("60"));
    dialog.choose("preset", "my oil");
    await("its strength", () -> textOf(dialog, "strength").equals("0.75"));
    note("own", dialog.text("preset") + ", " + dialog.text("iterations"));
    dialog.cancel();
    CommandDialog texture = open("Stylize Stack");
    texture.choose("preset", "my oil");
    await("its strength", () -> textOf(texture, "strength").equals("0.75"));
    texture.cancel();
  }

  private void existingFile() throws Exception {
    Path file = Files.writeString(folder.resolve("there.tif"), "not to be lost");
    CommandDialog dialog = open(TRANSFER);
    fast(dialog);
    dialog.type("output", file.toString());
    dialog.click("ok");
    CommandDialog question = CommandDialog.titled(TRANSFER + "?");
    capture("existing");
    question.press("Cancel");
    await("the question to go", () -> !question.window().isShowing());
    note("kept", dialog.window().isShowing() + " " + Files.readString(file));
    dialog.type("output", "~/there too.tif");
    dialog.click("ok");
    Path home = Path.of(System.getProperty("user.home"), "there too.tif");
    await("the file", () -> Files.exists(home));
    note("home", String.valueOf(Files.exists(home)));
  }

  /** Only a slice is meant; the other command is one click away. */
  private void stack() throws Exception {
    ImageStack frames = new ImageStack(24, 20);
    IntStream.range(0, 3).forEach(i -> frames.addSlice(noise(24, 20)));
    ImagePlus film = new ImagePlus("film.tif", frames);
    film.setDimensions(1, 1, 3);
    film.show();
    CommandDialog dialog = open(TRANSFER);
    dialog.choose("content", "film.tif");
    dialog.choose("style", "waves.png");
    note("slice", dialog.notes());
    capture("slice");
    dialog.click("stack");
    CommandDialog stack = CommandDialog.titled("Stylize Stack");
    note("stack", stack.text("content") + " " + stack.notes());
    capture("stack");
    stack.cancel();
    film.close();
  }

  private void chooseFile() throws Exception {
    Path file = folder.resolve("from a file.png");
    IJ.saveAs(new ImagePlus("f", noise(50, 40)), "png", file.toString());
    CommandDialog dialog = open(TRANSFER);
    dialog.click("contentFile");
    CommandDialog chooser = CommandDialog.titled("Open Content");
    capture("file");
    chooser.approve(file);
    await("the image", () -> textOf(dialog, "content").equals("from a file.png"));
    note("opened", String.valueOf(WindowManager.getImage("from a file.png") != null));
    note("openLine", Recorder.getInstance().getText());
    dialog.cancel();
  }

  private void firstSteps() throws Exception {
    IJ.doCommand("Open Samples");
    await("the samples", () -> WindowManager.getImage("sample-style.jpg") != null);
    note("samples", rolesOf());
    IJ.doCommand("Weights and Device...");
    CommandDialog window = CommandDialog.titled("Weights and Device");
    await("its state", () -> window.isEnabled("check"));
    capture("weights");
    note("address", window.text("Address"));
    window.click("check");
    await("the check", () -> textOf(window, "message").contains("CPU's"));
    note("check", window.text("message"));
    capture("check");
    window.window().dispose();
  }

  /** With the keys alone: from field to field, OK by Enter, and no by Escape. */
  private void keyboard() throws Exception {
    Robot robot = new Robot();
    robot.setAutoDelay(50);
    CommandDialog dialog = open(TRANSFER);
    fast(dialog);
    dialog.choose("content", "cells.tif");
    dialog.choose("style", "waves.png");
    await("the keys to be the dialog's", () -> dialog.window().isFocused());
    List<String> order = new ArrayList<>();
    for (int i = 0; i < 40 && !order.contains("ok"); i++) {
      order.add(focused());
      press(robot, KeyEvent.VK_TAB);
      robot.waitForIdle();
    }
    note("order", String.join(" ", order));
    press(robot, KeyEvent.VK_ESCAPE);
    await("no dialog", () -> !dialog.window().isShowing());
    Set<Integer> before = ids();
    CommandDialog again = open(TRANSFER);
    fast(again);
    again.choose("content", "cells.tif");
    again.choose("style", "waves.png");
    await("the keys to be the dialog's", () -> again.window().isFocused());
    press(robot, KeyEvent.VK_ENTER);
    await("the run", () -> !before.containsAll(ids()));
    int made = ids().stream().filter(id -> !before.contains(id)).findFirst().orElseThrow();
    note("entered", !again.window().isShowing());
    await("its end", () -> WindowManager.getImage(made).getProp("neuralstyle.ending") != null);
  }

  private static Set<Integer> ids() {
    return IntStream.of(WindowManager.getIDList()).boxed().collect(Collectors.toSet());
  }

  private static void press(Robot robot, int key) {
    robot.keyPress(key);
    robot.keyRelease(key);
  }

  private static String focused() {
    Component owner = KeyboardFocusManager.getCurrentKeyboardFocusManager().getFocusOwner();
    return owner == null ? "" : String.valueOf(owner.getName());
  }

  /** A server that first is down, then slow, then quick. */
  private void weights() throws Exception {
    CommandDialog dialog = open(TRANSFER);
    fast(dialog);
    dialog.type("weights", "auto");
    dialog.click("ok");
    GenericDialog message = dialog("Neural Style");
    capture("no-network");
    click(buttons(message).filter(b -> b.getLabel().startsWith("Weights")).findFirst().get());
    CommandDialog window = CommandDialog.titled("Weights and Device");
    await("its state", () -> window.isEnabled("fetch"));
    Files.createFile(folder.resolve("slow"));
    window.click("fetch");
    await("the progress", () -> textOf(window, "message").contains("MB have arrived"));
    capture("fetch");
    window.click("cancel");
    note("cancelled", said(window));
    Files.createFile(folder.resolve("quick"));
    window.click("fetch");
    note("fetched", said(window) + " " + window.text("In the cache"));
    window.click("verify");
    note("verified", said(window));
    window.click("remove");
    CommandDialog.titled("Weights and Device?").press("OK");
    note("removed", said(window) + " " + window.text("In the cache"));
    window.click("import");
    CommandDialog.titled("Import Weights").approve(folder.resolve("weights.safetensors"));
    note("imported", said(window) + " " + window.text("In the cache"));
    capture("imported");
  }

  /** What the window says when it has done something. */
  private static String said(CommandDialog window) throws Exception {
    // Its buttons cannot be pressed until then.
    CommandDialog.onEventThread(() -> null);
    await("the end", () -> window.isEnabled("fetch"));
    return window.text("message");
  }

  private static String recorded() {
    return Recorder.getInstance()
        .getText()
        .lines()
        .filter(line -> line.startsWith("run(\"" + TRANSFER))
        .findFirst()
        .orElse("");
  }
}
