package org.neuralstyle.imagej;

import ij.ImagePlus;
import ij.WindowManager;
import ij.plugin.frame.Recorder;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.neuralstyle.option.Codec;
import org.neuralstyle.option.Option;
import org.neuralstyle.storage.GivenPath;
import org.scijava.plugin.Plugin;

/** The inputs of a command, as ImageJ 1.x macros name them: keys of options in lower case. */
final class CommandInputs {

  private final NeuralStyleCommand command;
  private final CommandFields fields;

  CommandInputs(NeuralStyleCommand command) {
    this.command = command;
    fields = command.fields();
    fields.options().stream()
        .filter(this::isActiveImage)
        .forEach(option -> fields.set(option, WindowManager.getCurrentImage()));
  }

  NeuralStyleCommand command() {
    return command;
  }

  CommandFields fields() {
    return fields;
  }

  /** The command's label without the dots. */
  String title() {
    return label().replace("...", "");
  }

  private String label() {
    return command.getClass().getAnnotation(Plugin.class).label();
  }

  /** A single image is the active one, as in Fiji. */
  private boolean isActiveImage(Option<?> option) {
    return isImage(option) && fields.options().stream().filter(CommandInputs::isImage).count() == 1;
  }

  static boolean isImage(Option<?> option) {
    return option.codec().kind() == Codec.Kind.IMAGE;
  }

  /** All open images. */
  static List<ImagePlus> images() {
    int[] ids = WindowManager.getIDList();
    return IntStream.of(ids == null ? new int[0] : ids)
        .mapToObj(WindowManager::getImage)
        .filter(Objects::nonNull)
        .toList();
  }

  /** The inputs of a new command of the same kind, with the same values. */
  CommandInputs again() {
    CommandInputs again = new CommandInputs(NeuralStyleCommand.create(command.getClass()));
    fields.options().forEach(option -> again.fields.set(option, fields.get(option).orElse(null)));
    return again;
  }

  /**
   * Sets the inputs that a macro's options name; the others keep their defaults.
   *
   * @throws IllegalArgumentException if a key or a value is wrong; the message says which
   */
  void readOptions(String options) {
    Map<String, Optional<String>> given = MacroOptions.parse(options);
    // First of all the keys: a title that is not in brackets looks like several.
    given.keySet().forEach(this::option);
    given.forEach(
        (key, text) -> {
          Option<?> option = option(key);
          if (text.isEmpty() && option.codec().kind() != Codec.Kind.FLAG) {
            throw new IllegalArgumentException(
                "%s has no value; write %s=value.".formatted(key, key));
          }
          String value = text.orElse("true");
          fields.set(option, isImage(option) ? image(key, value) : option.canonical(value));
        });
  }

  private Option<?> option(String key) {
    return fields.options().stream()
        .filter(option -> option.macroKey().equals(key))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(unknown(key)));
  }

  private String unknown(String key) {
    List<String> keys = fields.options().stream().map(Option::macroKey).toList();
    String message = "%s has no key \"%s\".".formatted(title(), key);
    Optional<String> meant = SimilarName.of(key, keys);
    if (meant.isPresent()) {
      return "%s Did you mean \"%s\"?".formatted(message, meant.get());
    }
    return "%s Its keys are %s. A value with spaces is written in brackets: key=[a value]."
        .formatted(message, String.join(", ", keys));
  }

  /**
   * An open image by its title or its number, a negative one.
   *
   * @throws IllegalArgumentException if there is none
   */
  private static ImagePlus image(String key, String text) {
    ImagePlus imp = WindowManager.getImage(text);
    if (imp == null && text.matches("-\\d{1,9}")) {
      imp = WindowManager.getImage(Integer.parseInt(text));
    }
    if (imp == null) {
      throw new IllegalArgumentException(
          "%s=[%s]: no open image has this title. Open it first, or give the title of an open image."
              .formatted(key, text));
    }
    return imp;
  }

  /** Sets what a dialog begins with: what was chosen the last time, and images of their roles. */
  void propose() {
    command.suggest();
    new RememberedInputs(this).recall();
    Optional<ImagePlus> active = Optional.ofNullable(WindowManager.getCurrentImage());
    ImageRoles.Proposal proposal = ImageRoles.of(images(), active);
    List<Option<?>> roles = fields.options().stream().filter(CommandInputs::isImage).toList();
    if (roles.size() == 2) {
      proposal.content().ifPresent(imp -> fields.set(roles.get(0), imp));
      proposal.style().ifPresent(imp -> fields.set(roles.get(1), imp));
    } else if (roles.isEmpty()) {
      command.initialize();
    }
  }

  /** Records the command with all inputs that have been asked for, if ImageJ is recording. */
  void record() {
    if (!Recorder.record) {
      return;
    }
    String run = Recorder.scriptMode() ? "IJ.run" : "run";
    try {
      Recorder.recordString(
          "%s(%s, %s);\n".formatted(run, literal(label()), literal(options(this::isRecorded))));
    } catch (IllegalArgumentException e) {
      Recorder.recordString("// %s(%s): %s\n".formatted(run, literal(label()), e.getMessage()));
    }
    // ImageJ would record it once more, without options.
    Recorder.disableCommandRecording();
  }

  /** A single image that is not the active one has to be named. */
  private boolean isRecorded(Option<?> option) {
    return !isActiveImage(option)
        || !fields.get(option).equals(Optional.ofNullable(WindowManager.getCurrentImage()));
  }

  /** Some of the inputs, as a macro names them. */
  String options(Predicate<Option<?>> some) {
    return fields.options().stream()
        .filter(some)
        .map(
            option -> {
              String text =
                  fields.get(option).orElse(null) instanceof ImagePlus imp
                      ? nameOf(imp)
                      : fields.text(option);
              return text.isEmpty() ? "" : option.macroKey() + "=" + MacroOptions.quoted(text);
            })
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining(" "));
  }

  /**
   * The title that finds an image again; its number if the title would find another or none, or
   * holds a password.
   */
  private static String nameOf(ImagePlus imp) {
    String title = imp.getTitle();
    try {
      MacroOptions.quoted(title);
    } catch (IllegalArgumentException e) {
      return String.valueOf(imp.getID());
    }
    boolean found = WindowManager.getImage(title) == imp;
    return found && !title.isBlank() && GivenPath.shown(title).equals(title)
        ? title
        : String.valueOf(imp.getID());
  }

  /** A text as macros and scripts write it. */
  private static String literal(String text) {
    String escaped = text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    return '"' + escaped + '"';
  }
}
