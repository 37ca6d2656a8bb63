package org.neuralstyle.imagej;

import ai.djl.engine.EngineException;
import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import java.awt.GraphicsEnvironment;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.neuralstyle.image.OutputFile;
import org.neuralstyle.synthesis.OutOfMemoryException;
import org.scijava.Cancelable;
import org.scijava.Initializable;
import org.scijava.command.Command;

/**
 * A command that tells people in a sentence what is wrong: as the reason of its cancellation, which
 * Fiji and the bridge show, and without a display in the log. A cancelled command has no outputs.
 *
 * <p>Its fields are what dialogs show and macros name, in lower case; they stand in each command,
 * since SciJava shows a superclass's parameters first. Neither windows nor a SciJava context are
 * needed to run it.
 */
public abstract class NeuralStyleCommand implements Command, Initializable, Cancelable {

  private static final String NAME = "Neural Style";

  private String reason;
  private boolean canceled;
  private String ending = "";
  private Optional<String> complaint = Optional.empty();

  /**
   * Reads the parameters, does the work and sets the outputs.
   *
   * @param display shows the progress and tells when to stop
   * @throws IllegalArgumentException if a parameter is wrong; the message says which and what is
   *     allowed
   * @throws CancellationException if the user cancelled
   * @throws IOException if a file or the weights cannot be had; the message names them
   * @throws InterruptedException if the thread is interrupted
   */
  abstract void execute(RunDisplay display) throws IOException, InterruptedException;

  /** Chooses the images that are not named, before a dialog shows them. */
  @Override
  public void initialize() {}

  @Override
  public final void run() {
    try (RunDisplay display = RunDisplay.open(NAME)) {
      execute(display);
      ending = display.ending();
    } catch (IOException e) {
      fail(OutputFile.reason(e));
    } catch (IllegalArgumentException | OutOfMemoryException e) {
      fail(e.getMessage());
    } catch (OutOfMemoryError e) {
      fail(
          "Java has too little memory for an image of this size. Give ImageJ more (Edit > Options > Memory & Threads...) or choose a smaller size.");
    } catch (EngineException | LinkageError e) {
      fail(
          "PyTorch cannot be used: %s. Restart ImageJ; if that does not help, install the plugin again, see its README."
              .formatted(String.valueOf(e.getMessage()).lines().findFirst().orElse("")));
    } catch (CancellationException e) {
      cancel(null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      cancel(null);
    }
  }

  /** An input image, by default the active one; without one the command is cancelled. */
  final ImagePlus orActive(ImagePlus imp, String name) {
    return orElse(imp, Optional.ofNullable(WindowManager.getCurrentImage()), name);
  }

  /** An input image, by default any other than a given one; without one it is cancelled. */
  final ImagePlus orOther(ImagePlus imp, ImagePlus than, String name) {
    return orElse(
        imp,
        CommandInputs.images().stream().filter(other -> than != null && other != than).findFirst(),
        name);
  }

  private ImagePlus orElse(ImagePlus imp, Optional<ImagePlus> other, String name) {
    if (imp == null && other.isEmpty() && !isCanceled()) {
      fail(
          "There is no %s. Open it first (File > Open...), or in a macro give the title of an open one: %s=[title]."
              .formatted(name.equals("image") ? name : name + " image", name));
    }
    return imp == null ? other.orElse(null) : imp;
  }

  private void fail(String message) {
    cancel(message);
    log(message);
  }

  private static void log(String message) {
    if (GraphicsEnvironment.isHeadless()) {
      IJ.log(NAME + ": " + message);
    }
  }

  /** Tells what went wrong after the outputs were made, which are kept. */
  final void complain(String message) {
    complaint = Optional.of(message);
    log(message);
  }

  /** What went wrong although there are outputs. */
  final Optional<String> complaint() {
    return complaint;
  }

  /** Shows what is wrong, or logs it where there is no display; ends the macro that runs. */
  static void showError(String message) {
    // ImageJ shows a message as it is, however long its lines.
    IJ.error(NAME, message.replaceAll("(.{60,80}?) ", "$1\n"));
  }

  /** What the status line says at the end, which windows that open afterwards overwrite. */
  final void showEnding() {
    if (!ending.isEmpty()) {
      IJ.showStatus(ending);
    }
  }

  @Override
  public final boolean isCanceled() {
    return canceled;
  }

  @Override
  public final void cancel(String why) {
    canceled = true;
    reason = why;
  }

  @Override
  public final String getCancelReason() {
    return reason;
  }
}
