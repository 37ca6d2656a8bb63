package org.neuralstyle.imagej;

import ij.IJ;
import ij.Macro;
import ij.macro.Interpreter;
import ij.plugin.PlugIn;
import ij.plugin.frame.Recorder;
import java.awt.GraphicsEnvironment;
import java.util.Arrays;
import java.util.Set;
import org.neuralstyle.imagej.RunDisplay.Audience;
import org.neuralstyle.storage.GivenPath;

/**
 * Runs a SciJava command, or a plugin without inputs, from the menus and macros of ImageJ 1.x and
 * of Fiji: in a macro by the parameters' names in lower case, otherwise in a dialog, which records
 * the same keys. The commands themselves are in no menu, so that there is one way in, which is the
 * same in both.
 *
 * <p>The name has an underscore because ImageJ reports missing classes only of such plugins.
 */
public final class Neural_Style_Bridge implements PlugIn {

  /** The main classes of ImageJ and Fiji. */
  private static final Set<String> PROGRAMS =
      Set.of("ij.ImageJ", "net.imagej.Main", "sc.fiji.Main");

  private static final String WEIGHTS = "Weights and Device...";

  /** ImageJ creates its plugins itself. */
  public Neural_Style_Bridge() {}

  @Override
  public void run(String className) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    // Plain ImageJ has no logger, and that is no news to anybody.
    System.getProperties().putIfAbsent("slf4j.internal.verbosity", "ERROR");
    // Services are found in the plugin's jars, which ImageJ's threads do not look into.
    thread.setContextClassLoader(Neural_Style_Bridge.class.getClassLoader());
    try {
      Class<?> type = Class.forName(className);
      if (PlugIn.class.isAssignableFrom(type)) {
        type.asSubclass(PlugIn.class).getConstructor().newInstance().run("");
        return;
      }
      CommandInputs inputs =
          new CommandInputs(NeuralStyleCommand.create(type.asSubclass(NeuralStyleCommand.class)));
      String options = Macro.getOptions();
      if (options != null || GraphicsEnvironment.isHeadless()) {
        runWithOptions(inputs, options == null ? "" : options);
      } else {
        inputs.propose();
        runWithDialog(inputs);
      }
    } catch (ReflectiveOperationException e) {
      fail("The plugin is not complete: " + e.getMessage() + ". Install it again, see its README.");
    } catch (IllegalArgumentException e) {
      fail(e.getMessage());
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static void runWithOptions(CommandInputs inputs, String options) {
    inputs.readOptions(options);
    NeuralStyleCommand command = inputs.command();
    command.initialize();
    if (!command.isCanceled()) {
      boolean seen = !GraphicsEnvironment.isHeadless() && !Interpreter.isBatchMode();
      command.shownTo(seen ? Audience.MACRO : Audience.NONE);
      command.run();
    }
    if (!command.isCanceled()) {
      showOutputs(command);
    }
    if (command.getCancelReason() != null) {
      fail(command.getCancelReason());
    } else if (command.isCanceled()) {
      abortMacro();
    }
  }

  /**
   * Asks until there is no mistake, and records at once. The work is done on a thread of its own:
   * ImageJ ends a command by recording the one that it takes for the last, which by then may be
   * another whose dialog is still open. Only a macro waits for what it asked for.
   */
  private static void runWithDialog(CommandInputs first) {
    CommandInputs inputs = first;
    boolean asking = true;
    while (asking && InputDialog.ask(inputs)) {
      inputs.command().prepare();
      if (isWell(inputs.command())) {
        inputs.record();
        CommandInputs asked = inputs;
        if (IJ.isMacro()) {
          finish(asked);
        } else {
          Thread thread = new Thread(() -> finish(asked), inputs.title());
          thread.setUncaughtExceptionHandler((t, e) -> IJ.handleException(e));
          thread.start();
        }
        return;
      }
      // After a mistake the same dialog comes again, as it was filled in.
      asking = inputs.command().getCancelReason() != null;
      inputs = inputs.again();
    }
    Recorder.disableCommandRecording();
  }

  private static void finish(CommandInputs inputs) {
    inputs.command().shownTo(Audience.PERSON);
    inputs.command().run();
    if (inputs.command().lacksWeights()) {
      offerWeights(inputs.command().getCancelReason());
    } else if (isWell(inputs.command())) {
      showOutputs(inputs.command());
    } else if (inputs.command().getCancelReason() != null) {
      runWithDialog(inputs.again());
    }
  }

  /** Whether there are outputs; if not for the user's own wish, the reason is shown. */
  private static boolean isWell(NeuralStyleCommand command) {
    if (command.getCancelReason() != null) {
      NeuralStyleCommand.showError(command.getCancelReason());
    }
    return !command.isCanceled();
  }

  /** There the weights can be had by other means. */
  private static void offerWeights(String reason) {
    if (RunsUnderWay.isWanted(NeuralStyleCommand.inLines(reason), WEIGHTS, "Close")) {
      IJ.doCommand(WEIGHTS);
    }
  }

  private static void fail(String reason) {
    String message = GivenPath.shown(reason);
    Recorder.disableCommandRecording();
    // The mark keeps what ImageJ shows when a macro ends from taking the place of the error.
    IJ.showStatus("!" + firstSentence(message));
    try {
      NeuralStyleCommand.showError(message);
    } finally {
      abortMacro();
    }
  }

  /** As much of a message as a status line holds. */
  private static String firstSentence(String message) {
    return message.replaceFirst("(?s)(?<=[.:?!])\\s.*", "");
  }

  /**
   * Ends the macro that runs, which must not go on as if there were a result. One that a shell
   * started without windows ends the program too, with a status that says so; ImageJ and Fiji
   * themselves would end with 0.
   */
  private static void abortMacro() {
    boolean windows = IJ.getInstance() != null && !GraphicsEnvironment.isHeadless();
    boolean fromShell =
        Arrays.stream(Thread.currentThread().getStackTrace())
            .anyMatch(f -> f.getMethodName().equals("main") && PROGRAMS.contains(f.getClassName()));
    if (!windows && fromShell) {
      System.exit(1);
    }
    Macro.abort();
  }

  private static void showOutputs(NeuralStyleCommand command) {
    command.showOutputs();
    // A new window clears the status line.
    command.showEnding();
    command.complaint().ifPresent(Neural_Style_Bridge::fail);
  }
}
