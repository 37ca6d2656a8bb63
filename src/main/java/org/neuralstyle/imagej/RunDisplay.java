package org.neuralstyle.imagej;

import ij.IJ;
import java.awt.GraphicsEnvironment;
import java.awt.Window;
import java.util.Optional;
import org.scijava.Context;
import org.scijava.task.Task;
import org.scijava.task.TaskService;

/**
 * What ImageJ and Fiji show while a command runs: the status line, the progress bar, and in Fiji a
 * task with a button that stops it.
 */
final class RunDisplay implements AutoCloseable {

  /** Who is there to look at it. */
  enum Audience {
    /** Nobody. */
    NONE,
    /** Somebody who sees windows, but has said all in a macro. */
    MACRO,
    /** Somebody who can be asked. */
    PERSON
  }

  private static final int STEPS = 1000;

  /** A class that only Fiji's ImageJ has. */
  private static final String FIJI = "net.imagej.legacy.LegacyService";

  private final Audience audience;
  private final RunControl control = new RunControl();
  private final Optional<Task> task;
  private volatile Optional<Window> window = Optional.empty();
  private String ending = "";

  /**
   * Begins to show a command and forgets any Escape before.
   *
   * @param title of the command
   * @param audience who looks at it
   * @param tasks where tasks are shown
   */
  RunDisplay(String title, Audience audience, Optional<TaskService> tasks) {
    this.audience = audience;
    IJ.resetEscape();
    task = tasks.map(service -> service.createTask(title));
    task.ifPresent(
        t -> {
          t.setProgressMaximum(STEPS);
          t.start();
        });
    if (!GraphicsEnvironment.isHeadless()) {
      RunsUnderWay.add(this);
    }
    // Before the first run of a session, libtorch takes seconds.
    status(title + " is starting");
  }

  static RunDisplay open(String title, Audience audience) {
    return new RunDisplay(title, audience, tasksOfFiji());
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

  /** Who looks at it. */
  Audience audience() {
    return audience;
  }

  /** What the user wants of the run. */
  RunControl control() {
    return control;
  }

  /** The window with the run's picture, if it has one. */
  Optional<Window> window() {
    return window;
  }

  /** From now on the run has this window. */
  void in(Window its) {
    window = Optional.of(its);
  }

  /** Shows a line. Of about 40 characters that are seen, what matters comes first. */
  void status(String line) {
    if (hasStatusLine()) {
      IJ.showStatus(line);
    }
    task.ifPresent(t -> t.setStatusMessage(line));
  }

  /** Shows how much is done, 0 to 1. */
  void progress(double done) {
    if (hasStatusLine()) {
      IJ.showProgress(done);
    }
    task.ifPresent(t -> t.setProgressValue(Math.round(done * STEPS)));
  }

  /** There is one line for all runs. */
  private boolean hasStatusLine() {
    return GraphicsEnvironment.isHeadless()
        || RunsUnderWay.first().filter(this::equals).isPresent();
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

  /** Whether the run is to end; waits as long as it is paused. */
  boolean isStopped() {
    // Of windows, RunsUnderWay hears it.
    boolean pressed = audience == Audience.NONE && IJ.escapePressed();
    return control.isStopped() || pressed || task.filter(Task::isCanceled).isPresent();
  }

  @Override
  public void close() {
    if (!GraphicsEnvironment.isHeadless()) {
      RunsUnderWay.remove(this);
    }
    IJ.showProgress(1);
    task.ifPresent(Task::finish);
  }
}
