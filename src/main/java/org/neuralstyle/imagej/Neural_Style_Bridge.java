package org.neuralstyle.imagej;

import ij.IJ;
import ij.ImagePlus;
import ij.Macro;
import ij.gui.Plot;
import ij.measure.ResultsTable;
import ij.plugin.PlugIn;
import ij.plugin.frame.Recorder;
import org.scijava.command.Command;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandModule;
import org.scijava.module.Module;
import org.scijava.module.ModuleException;
import org.scijava.module.ModuleItem;

/**
 * Runs a SciJava command from the menus and macros of plain ImageJ 1.x, where SciJava does not
 * harvest parameters: in a macro by the parameters' names in lower case, as in Fiji, otherwise in a
 * dialog, which records the same keys. In Fiji the commands themselves run and this is not used.
 *
 * <p>The name has an underscore because ImageJ reports missing classes only of such plugins.
 */
public final class Neural_Style_Bridge implements PlugIn {

  /** ImageJ creates its plugins itself. */
  public Neural_Style_Bridge() {}

  @Override
  public void run(String className) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    // Services are found in the plugin's jars, which ImageJ's threads do not look into.
    thread.setContextClassLoader(Neural_Style_Bridge.class.getClassLoader());
    try {
      CommandInfo info = new CommandInfo(Class.forName(className).asSubclass(Command.class));
      CommandInputs inputs = new CommandInputs(info);
      if (Macro.getOptions() != null) {
        runWithOptions(inputs, Macro.getOptions());
      } else {
        runWithDialog(inputs);
      }
    } catch (ClassNotFoundException | ModuleException e) {
      NeuralStyleCommand.showError(
          "The plugin is not complete: " + e.getMessage() + ". Install it again, see its README.");
    } catch (IllegalArgumentException e) {
      Recorder.disableCommandRecording();
      NeuralStyleCommand.showError(e.getMessage());
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static void runWithOptions(CommandInputs inputs, String options) throws ModuleException {
    Module module = inputs.createModule();
    inputs.readOptions(module, options);
    if (initialize(module) && run(module)) {
      showOutputs(module);
    } else {
      // A macro must not go on as if there were a result.
      Macro.abort();
    }
  }

  private static void runWithDialog(CommandInputs inputs) throws ModuleException {
    Module module = inputs.createModule();
    boolean asking = initialize(module);
    while (asking && InputDialog.ask(inputs, module)) {
      if (run(module)) {
        showOutputs(module);
        inputs.record(module);
        return;
      }
      // After a mistake the same dialog comes again, as it was filled in.
      asking = failed(module);
      module = inputs.createModuleLike(module);
    }
    Recorder.disableCommandRecording();
  }

  private static boolean initialize(Module module) throws ModuleException {
    module.initialize();
    return !isCanceled(module);
  }

  private static boolean run(Module module) {
    module.run();
    return !isCanceled(module);
  }

  /** Whether there will be no outputs, for a reason that has been shown. */
  private static boolean isCanceled(Module module) {
    if (failed(module)) {
      NeuralStyleCommand.showError(((CommandModule) module).getCancelReason());
    }
    return ((CommandModule) module).isCanceled();
  }

  private static boolean failed(Module module) {
    return ((CommandModule) module).getCancelReason() != null;
  }

  private static void showOutputs(Module module) {
    for (ModuleItem<?> item : module.getInfo().outputs()) {
      Object output = module.getOutput(item.getName());
      if (output instanceof ImagePlus imp) {
        imp.show();
      } else if (output instanceof ImagePlus[] imps) {
        for (ImagePlus imp : imps) {
          imp.show();
        }
      } else if (output instanceof ResultsTable table) {
        table.show(item.getLabel());
      } else if (output instanceof Plot plot) {
        plot.show();
      } else if (output != null) {
        IJ.log(item.getLabel() + ": " + output);
      }
    }
  }
}
