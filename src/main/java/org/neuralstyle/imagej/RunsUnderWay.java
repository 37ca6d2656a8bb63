package org.neuralstyle.imagej;

import ij.CommandListener;
import ij.Executer;
import ij.IJ;
import ij.gui.GenericDialog;
import java.awt.Component;
import java.awt.Dialog;
import java.awt.EventQueue;
import java.awt.KeyEventDispatcher;
import java.awt.KeyboardFocusManager;
import java.awt.Window;
import java.awt.event.KeyEvent;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.swing.SwingUtilities;

/**
 * The runs that go on in this ImageJ, which keeps the list. Escape stops the one whose window is in
 * front, all only after asking; and ImageJ asks before it quits. It hears Escape whatever window is
 * in front, where ImageJ does so in its own ones.
 */
final class RunsUnderWay implements KeyEventDispatcher, CommandListener {

  private static final String KEY = "org.neuralstyle.runs";

  /** Says that runs are to be left alone. */
  static final String GO_ON = "Go On";

  private static final int MOST_TENTHS = 100;

  private final List<RunDisplay> runs = new CopyOnWriteArrayList<>();

  private RunsUnderWay() {}

  /** Of several, the one whose window is in front, otherwise the one that was begun last. */
  static Optional<RunDisplay> first() {
    List<RunDisplay> runs = get().map(under -> under.runs).orElse(List.of());
    Window front = KeyboardFocusManager.getCurrentKeyboardFocusManager().getFocusedWindow();
    return in(front, runs).or(() -> runs.stream().reduce((one, next) -> next));
  }

  static synchronized void add(RunDisplay run) {
    RunsUnderWay all = get().orElseGet(RunsUnderWay::begin);
    all.runs.add(run);
  }

  static synchronized void remove(RunDisplay run) {
    get().ifPresent(all -> all.end(run));
  }

  private static Optional<RunsUnderWay> get() {
    return IJ.getProperty(KEY) instanceof RunsUnderWay all ? Optional.of(all) : Optional.empty();
  }

  private static RunsUnderWay begin() {
    RunsUnderWay all = new RunsUnderWay();
    IJ.setProperty(KEY, all);
    KeyboardFocusManager.getCurrentKeyboardFocusManager().addKeyEventDispatcher(all);
    Executer.addCommandListener(all);
    return all;
  }

  private void end(RunDisplay run) {
    runs.remove(run);
    if (runs.isEmpty()) {
      IJ.setProperty(KEY, null);
      KeyboardFocusManager.getCurrentKeyboardFocusManager().removeKeyEventDispatcher(this);
      Executer.removeCommandListener(this);
    }
  }

  private static Optional<RunDisplay> in(Window window, List<RunDisplay> runs) {
    return runs.stream()
        .filter(run -> run.window().filter(w -> w == window).isPresent())
        .findFirst();
  }

  private static Window windowOf(Component component) {
    return component instanceof Window window
        ? window
        : SwingUtilities.windowForComponent(component);
  }

  /** Dialogs keep their Escape, which cancels them. */
  @Override
  public boolean dispatchKeyEvent(KeyEvent event) {
    boolean pressed =
        event.getID() == KeyEvent.KEY_PRESSED && event.getKeyCode() == KeyEvent.VK_ESCAPE;
    Window front = windowOf(event.getComponent());
    if (pressed && !(front instanceof Dialog && front.isShowing())) {
      Optional<RunDisplay> run = in(front, runs);
      if (run.isPresent()) {
        run.get().control().stop();
      } else if (runs.size() == 1) {
        runs.get(0).control().stop();
      } else {
        // After this event, which must not wait for an answer.
        EventQueue.invokeLater(this::stopAll);
      }
    }
    return false;
  }

  private void stopAll() {
    if (isWanted("Stop all %s runs?".formatted(runs.size()), "Stop All", GO_ON)) {
      runs.forEach(run -> run.control().stop());
    }
  }

  /** Gives the runs some time to end, since PyTorch does not like to be left in the middle. */
  @Override
  public String commandExecuting(String command) {
    if (!command.equals("Quit") || isByMacro()) {
      return command;
    }
    String what = runs.size() == 1 ? "A run is" : runs.size() + " runs are";
    if (!isWanted(what + " under way. What has been made so far would be lost.", "Quit", GO_ON)) {
      return null;
    }
    runs.forEach(run -> run.control().cancel());
    for (int i = 0; i < MOST_TENTHS && !runs.isEmpty(); i++) {
      IJ.wait(100);
    }
    return command;
  }

  /** Whether it is a macro, and no person, that does what this thread does. */
  static boolean isByMacro() {
    String thread = Thread.currentThread().getName();
    return thread.startsWith("Run$_") || thread.endsWith("Macro$");
  }

  /** Asks whether to do something. */
  static boolean isWanted(String question, String yes, String no) {
    GenericDialog dialog = new GenericDialog("Neural Style");
    dialog.addMessage(question);
    dialog.setOKLabel(yes);
    dialog.setCancelLabel(no);
    dialog.showDialog();
    return dialog.wasOKed();
  }
}
