package org.neuralstyle.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.neuralstyle.option.Codec;
import org.neuralstyle.option.FrontEnd;
import org.neuralstyle.option.InputOptions;
import org.neuralstyle.option.Operation;
import org.neuralstyle.option.Option;
import org.neuralstyle.option.Options;
import org.neuralstyle.option.Properties;
import org.neuralstyle.option.SettingOptions;
import org.neuralstyle.settings.StackSettings;
import org.neuralstyle.storage.GivenPath;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Spec;

/** The options of a command that stand in the table. */
@Command
final class TableOptions {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  private final Operation operation;
  private final List<Option<?>> options;

  private TableOptions(Operation operation, List<Option<?>> options) {
    this.operation = operation;
    this.options = options;
  }

  /** All options of an operation. */
  static TableOptions of(Operation operation) {
    return new TableOptions(operation, Options.of(operation, FrontEnd.COMMAND_LINE));
  }

  /** The settings of an operation. */
  static TableOptions settingsOf(Operation operation) {
    return new TableOptions(
        operation,
        Options.of(operation, FrontEnd.COMMAND_LINE).stream()
            .filter(option -> option.setting().isPresent() || Options.isPreset(option))
            .toList());
  }

  /** Some options that mean the same for every operation. */
  static TableOptions of(Option<?>... options) {
    return new TableOptions(Operation.TRANSFER, List.of(options));
  }

  /** Adds what stands in the table to a command and all that it has below it. */
  static void addTo(CommandLine commandLine) {
    CommandSpec spec = commandLine.getCommandSpec();
    for (CommandSpec mixin : spec.mixins().values()) {
      if (mixin.userObject() instanceof TableOptions table) {
        table.options.forEach(option -> spec.addOption(table.spec(option)));
      }
    }
    commandLine.getSubcommands().values().forEach(TableOptions::addTo);
  }

  private OptionSpec spec(Option<?> option) {
    String[] names = option.keys(operation).stream().map(TableOptions::name).toArray(String[]::new);
    String standard = standard(option);
    String help = option.help() + "." + (standard.isEmpty() ? "" : " Default: " + standard + ".");
    OptionSpec.Builder builder = OptionSpec.builder(names).description(help.replace("%", "%%"));
    if (option.codec().kind() == Codec.Kind.FLAG) {
      return builder.type(boolean.class).build();
    }
    if (standard.isEmpty()) {
      builder.required(option.needed());
    } else if (option.setting().isEmpty()) {
      builder.defaultValue(standard);
    }
    if (option.key().equals(SettingOptions.INIT.key())) {
      return builder
          .type(StartOption.class)
          .paramLabel(option.codec().placeholder() + "|FILE")
          .converters(NeuralStyleCli.converter(StartOption::parse))
          .build();
    }
    boolean several = option.codec().kind() == Codec.Kind.SEVERAL;
    return (several
            ? builder.type(List.class).auxiliaryTypes(String.class).arity("1..*")
            : builder.type(String.class))
        .paramLabel(option.codec().placeholder())
        .converters(NeuralStyleCli.converter(text -> read(option, text)))
        .build();
  }

  private static String read(Option<?> option, String text) {
    if (option.needed() && text.isBlank()) {
      throw new IllegalArgumentException("there is no value; give " + option.codec().placeholder());
    }
    return Codec.shown(option.canonical(text));
  }

  /** Settings that are not given are the preset's; picocli knows no value of them. */
  private String standard(Option<?> option) {
    return Codec.shown(
        option.setting().isPresent()
            ? option.get(Properties.byDefault(operation, Optional.empty()))
            : option.defaultValue(operation));
  }

  /** {@code --content-layers} for {@code contentLayers}. */
  private static String name(String key) {
    return "--" + key.replaceAll("(?=\\p{Upper})", "-").toLowerCase(Locale.ROOT);
  }

  private Optional<Object> given(Option<?> option) {
    return Optional.ofNullable(command.findOption(name(option.key()))).map(OptionSpec::getValue);
  }

  /** The value of an option that the command has. */
  <T> T value(Option<T> option) {
    Object value = given(option).orElseGet(() -> option.defaultValue(operation));
    return option.parse(Codec.shown(value));
  }

  /** The values of an option that may be given several times. */
  <T> List<T> values(Option<List<T>> option) {
    return ((List<?>) given(option).orElseThrow())
        .stream().flatMap(text -> option.parse(text.toString()).stream()).toList();
  }

  /** The file that an option names, which the command must have. */
  Path file(Option<String> option) {
    return GivenPath.of(value(option));
  }

  /** The files of the images beside content and style, by the keys of their options. */
  Map<String, Path> guides() {
    Map<String, Path> guides = new LinkedHashMap<>();
    InputOptions.GUIDES.forEach(
        option -> value(option).ifPresent(file -> guides.put(option.key(), GivenPath.of(file))));
    return guides;
  }

  /** The settings that were chosen. */
  StackSettings settings() {
    return Properties.chosen(operation, option -> given(option).map(Object::toString));
  }

  /** The file that a run starts from, if it does. */
  Optional<Path> start() {
    return given(SettingOptions.INIT).flatMap(start -> ((StartOption) start).file());
  }

  /** The command line that has the options. */
  CommandLine commandLine() {
    return command.commandLine();
  }
}
