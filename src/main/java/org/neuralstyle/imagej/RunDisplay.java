package org.neuralstyle.imagej;

import ij.IJ;
import java.awt.Dialog;
import java.awt.GraphicsEnvironment;
import java.awt.KeyEventDispatcher;
import java.awt.KeyboardFocusManager;
import java.awt.Window;
import java.awt.event.KeyEvent;
import java.util.Optional;
import org.scijava.Context;
import org.scijava.task.Task;
import org.scijava.task.TaskService;

/**
 * What ImageJ and Fiji show while a command runs: the status line, the progress bar, and in Fiji a
 * task with a button that cancels it. It also hears Escape, whatever window is in front.
 */
final class RunDisplay implements AutoCloseable {

  private static final int STEPS = 1000;

  /** A class that only Fiji's ImageJ has. */
  private static final String FIJI = "net.imagej.legacy.LegacyService";

  private final KeyEventDispatcher escape = RunDisplay::heard;
  private final Optional<Task> task;
  private String ending = "";

  /**
   * Begins to show a command and forgets any Escape before.
   *
   * @param title of the command
   * @param tasks where tasks are shown
   */
  RunDisplay(String title, Optional<TaskService> tasks) {
    IJ.resetEscape();
    task = tasks.map(service -> service.createTask(title));
    task.ifPresent(
        t -> {
          t.setProgressMaximum(STEPS);
          t.start();
        });
    // Before the first run of a session, libtorch takes seconds.
    status(title + " is starting");
    if (!GraphicsEnvironment.isHeadless()) {
      KeyboardFocusManager.getCurrentKeyboardFocusManager().addKeyEventDispatcher(escape);
    }
  }

  static RunDisplay open(String title) {
    return new RunDisplay(title, tasksOfFiji());
  }

  private static Optional<TaskService> tasksOfFiji() {
    try {
      Class.forName(FIJI, false, RunDisplay.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      return Optional.empty();
    }
    return IJ.runPlugIn(Context.class.getName(), "") instanceof Context context
        ? Optional.ofNullable(context.getService(TaskService.class))
        : Optional.empty();
  }

  /** ImageJ hears Escape in its own windows only. Dialogs keep theirs, which cancels them. */
  private static boolean heard(KeyEvent event) {
    boolean pressed =
        event.getID() == KeyEvent.KEY_PRESSED && event.getKeyCode() == KeyEvent.VK_ESCAPE;
    Window front = KeyboardFocusManager.getCurrentKeyboardFocusManager().getFocusedWindow();
    if (pressed && !(front instanceof Dialog && front.isShowing())) {
      IJ.setKeyDown(KeyEvent.VK_ESCAPE);
    }
    return false;
  }

  /** Shows a line. Of about 40 characters that are seen, what matters comes first. */
  void status(String line) {
    IJ.showStatus(line);
    task.ifPresent(t -> t.setStatusMessage(line));
  }

  /** Shows how much is done, 0 to 1. */
  void progress(double done) {
    IJ.showProgress(done);
    task.ifPresent(t -> t.setProgressValue(Math.round(done * STEPS)));
  }

  /** Sets the line that stays when the command has ended. */
  void ending(String line) {
    ending = line;
    status(line);
  }

  /** The line that stays, empty if there is none. */
  String ending() {
    return ending;
  }

  /** Whether Escape was pressed or the task cancelled. */
  boolean isStopped() {
    return IJ.escapePressed() || task.filter(Task::isCanceled).isPresent();
  }

  @Override
  public void close() {
    KeyboardFocusManager manager = KeyboardFocusManager.getCurrentKeyboardFocusManager();
    manager.removeKeyEventDispatcher(escape);
    IJ.showProgress(1);
    task.ifPresent(Task::finish);
  }
}
