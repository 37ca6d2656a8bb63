package org.neuralstyle.imagej;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import java.awt.Button;
import java.awt.EventQueue;
import java.util.Locale;
import java.util.Optional;
import org.neuralstyle.report.ResultProperties;

/** A window in which a result forms and stays. */
final class ResultWindow extends ButtonWindow {

  private static final long serialVersionUID = 1;
  private static final String PAUSE = "Pause";
  private static final String RESUME = "Resume";

  private final transient RunControl control;
  private final transient Optional<Runnable> losses;
  private volatile boolean underWay = true;

  /**
   * Opens a window.
   *
   * @param imp what it shows, for a start
   * @param control of the run that makes it
   * @param losses shows a plot of them, if there is one
   */
  ResultWindow(ImagePlus imp, RunControl control, Optional<Runnable> losses) {
    super(imp);
    this.control = control;
    this.losses = losses;
    button("Stop", control::stop);
    button("Cancel", control::cancel);
    Button pause = button(PAUSE, () -> {});
    pause.addActionListener(
        event -> {
          control.pause(!control.isPaused());
          pause.setLabel(control.isPaused() ? RESUME : PAUSE);
          setTitle(getTitle().replaceFirst(", [^,]* left$", ", paused"));
        });
    losses.ifPresent(plot -> button("Losses", plot));
    showButtons();
  }

  /** Tells in the title what it is and how far. */
  void tell(String what, double part, double secondsLeft) {
    setTitle(
        String.format(
            Locale.ROOT,
            "%s - %.0f %%%s",
            what,
            Math.floor(100 * part),
            StatusListener.left(secondsLeft)));
  }

  /** The run is over: what can be done with its result. */
  void end(boolean hasContent) {
    underWay = false;
    EventQueue.invokeLater(
        () -> {
          clear();
          command("Continue", "Continue Run...");
          command("Run Again", "Run Again...");
          if (hasContent) {
            button("Compare", this::compare);
          }
          losses.ifPresent(plot -> button("Losses", plot));
          pack();
        });
  }

  private void compare() {
    String title = String.valueOf(imp.getProp(ResultProperties.PREFIX + "content"));
    ImagePlus content = WindowManager.getImage(title);
    if (content == null) {
      IJ.error("Neural Style", "Its content is no longer open. Open it: " + title);
    } else {
      CompareCanvas.open(content, imp);
    }
  }

  private void command(String label, String command) {
    button(
        label,
        () -> {
          WindowManager.setCurrentWindow(this);
          IJ.doCommand(command);
        });
  }

  /** During a run, that is cancelled, but not without asking. */
  @Override
  public boolean close() {
    if (underWay) {
      boolean byPerson = !RunsUnderWay.isByMacro() && !control.isCancelled();
      if (byPerson
          && !RunsUnderWay.isWanted(
              "Cancel the run? What has been made so far would be lost.",
              "Cancel It",
              RunsUnderWay.GO_ON)) {
        return false;
      }
      control.cancel();
    }
    return super.close();
  }

  /** Without asking. */
  void discard() {
    underWay = false;
    super.close();
  }
}
