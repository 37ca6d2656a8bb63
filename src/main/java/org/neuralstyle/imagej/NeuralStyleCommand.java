package org.neuralstyle.imagej;

import ai.djl.engine.EngineException;
import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import java.awt.GraphicsEnvironment;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.neuralstyle.option.Codec;
import org.neuralstyle.option.Operation;
import org.neuralstyle.option.Option;
import org.neuralstyle.option.Options;
import org.neuralstyle.option.Properties;
import org.neuralstyle.settings.StackSettings;
import org.neuralstyle.storage.GivenPath;
import org.neuralstyle.storage.OutputFile;
import org.neuralstyle.synthesis.Forecaster;
import org.neuralstyle.synthesis.OutOfMemoryException;
import org.neuralstyle.tensor.DeviceChoice;
import org.neuralstyle.weights.WeightsUnavailableException;
import org.scijava.Cancelable;
import org.scijava.Initializable;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;

/**
 * A command that tells people in a sentence what is wrong: as the reason of its cancellation, which
 * Fiji and the bridge show, and without a display in the log. A cancelled command has no outputs.
 *
 * <p>Its parameters are fields without a word about them: labels, help, defaults and choices stand
 * in the table of options. Neither windows nor a SciJava context are needed to run it.
 */
public abstract class NeuralStyleCommand implements Command, Initializable, Cancelable {

  private static final String NAME = "Neural Style";

  private final Operation operation;
  private final CommandFields fields;
  private String reason;
  private boolean canceled;
  private RunDisplay.Audience audience = RunDisplay.Audience.NONE;
  private String ending = "";
  private Optional<String> complaint = Optional.empty();
  private boolean lacksWeights;

  @Parameter(persist = false)
  private String weights;

  @Parameter(persist = false)
  private String device;

  NeuralStyleCommand(Operation operation) {
    this.operation = operation;
    // Fields of subclasses have no values of their own, and so keep these. A setting that has none
    // is as the preset has it.
    fields = new CommandFields(this, operation);
    fields.options().stream()
        .filter(option -> option.codec().kind() != Codec.Kind.IMAGE)
        .filter(option -> option.setting().isEmpty())
        .forEach(option -> fields.set(option, option.defaultValue(operation)));
  }

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

  /**
   * Reads the parameters and finds mistakes in them, before any work is done.
   *
   * @throws IllegalArgumentException as above
   * @throws IOException if a file cannot be read or written to; the message names it
   */
  void check() throws IOException {}

  /** Work that may fail, or be cancelled. */
  private interface Work {
    void run() throws IOException, InterruptedException;
  }

  /** A command as SciJava would create it. */
  static NeuralStyleCommand create(Class<? extends NeuralStyleCommand> type) {
    try {
      return type.getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  final Operation operation() {
    return operation;
  }

  /** What the command offers, in the order of dialogs. */
  final CommandFields fields() {
    return fields;
  }

  /** The value that was chosen for an option, or the one by default. */
  final <T> T value(Option<T> option) {
    return option.parse(
        fields.get(option).map(Codec::shown).orElse(Codec.shown(option.defaultValue(operation))));
  }

  /** The settings that were chosen. */
  final StackSettings settings() {
    return Properties.chosen(operation, option -> fields.get(option).map(Codec::shown));
  }

  /** Opens what foretells runs on a device. */
  @FunctionalInterface
  interface Forecasters {
    Forecaster on(DeviceChoice device);
  }

  /**
   * What the work is expected to make and to take, in words, if that can be foretold.
   *
   * @throws IllegalArgumentException as above
   * @throws IOException as above
   * @throws InterruptedException as above
   */
  Optional<String> expected(Forecasters forecasters) throws IOException, InterruptedException {
    return Optional.empty();
  }

  /** Whether the next dialog begins with what was chosen in this one. */
  boolean isRemembered(Option<?> option) {
    return true;
  }

  /** Sets what dialogs suggest; macros and scripts, which are to give what they gave, do not. */
  void suggest() {}

  /** The value that a dialog shows first: the one that was chosen, or the preset's. */
  String shown(Option<?> option) {
    return fields
        .get(option)
        .or(() -> option.setting().map(setting -> option.get(byDefault(presetText()))))
        .map(Codec::shown)
        .orElse("");
  }

  private Optional<String> presetText() {
    return fields.options().stream()
        .filter(Options::isPreset)
        .findFirst()
        .flatMap(fields::get)
        .map(Codec::shown);
  }

  /** The settings of a preset, or of the usual one. */
  final StackSettings byDefault(Optional<String> preset) {
    return Properties.byDefault(operation, preset);
  }

  /** Weights and device that were chosen. */
  final Computation computation() {
    return new Computation(value(Options.WEIGHTS), value(Options.DEVICE), Optional.empty());
  }

  /**
   * Chooses the images that are not named, before a dialog shows them: the active one, and any
   * other.
   */
  @Override
  public void initialize() {
    ImagePlus first = null;
    for (Option<?> option : fields.options()) {
      if (option.codec().kind() == Codec.Kind.IMAGE) {
        ImagePlus than = first;
        Optional<ImagePlus> other =
            than == null
                ? Optional.ofNullable(WindowManager.getCurrentImage())
                : CommandInputs.images().stream().filter(imp -> imp != than).findFirst();
        Optional<ImagePlus> imp = fields.get(option).map(ImagePlus.class::cast).or(() -> other);
        if (imp.isEmpty()) {
          fail(
              "There is no %s. Open it first (File > Open...), or in a macro give the title of an open one: %s=[title]."
                  .formatted(
                      option.key().equals("image") ? "image" : option.key() + " image",
                      option.key()));
          return;
        }
        fields.set(option, imp.get());
        first = imp.get();
      }
    }
  }

  /** From now on somebody looks at what the command does. */
  final void shownTo(RunDisplay.Audience people) {
    audience = people;
  }

  /** Whether somebody looks who has not said in a macro what there is to be. */
  final boolean isForPerson() {
    return audience == RunDisplay.Audience.PERSON;
  }

  /** Shows what was made; macros find each image in a window of its own. */
  void showOutputs() {
    for (Object output : fields.outputs()) {
      if (output instanceof ImagePlus imp) {
        imp.show();
      }
    }
  }

  /** Finds mistakes in the parameters; there is one if the command is cancelled then. */
  final void prepare() {
    attempt(this::check);
  }

  @Override
  public final void run() {
    attempt(
        () -> {
          try (RunDisplay display = RunDisplay.open(NAME, audience)) {
            execute(display);
            ending = display.ending();
          }
        });
  }

  private void attempt(Work work) {
    try {
      work.run();
    } catch (IOException e) {
      lacksWeights = e instanceof WeightsUnavailableException;
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

  private void fail(String message) {
    String shown = GivenPath.shown(message);
    cancel(shown);
    log(shown);
  }

  private static void log(String message) {
    if (GraphicsEnvironment.isHeadless()) {
      IJ.log(NAME + ": " + message);
    }
  }

  /** Tells what went wrong after the outputs were made, which are kept. */
  final void complain(String message) {
    String shown = GivenPath.shown(message);
    complaint = Optional.of(shown);
    log(shown);
  }

  /** Whether it was cancelled because weights could not be downloaded. */
  final boolean lacksWeights() {
    return lacksWeights;
  }

  /** What went wrong although there are outputs. */
  final Optional<String> complaint() {
    return complaint;
  }

  /** Shows what is wrong, or logs it where there is no display; ends the macro that runs. */
  static void showError(String message) {
    IJ.error(NAME, inLines(message));
  }

  /** ImageJ shows a message as it is, however long its lines. */
  static String inLines(String message) {
    return message.replaceAll("(.{60,80}?) ", "$1\n");
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
