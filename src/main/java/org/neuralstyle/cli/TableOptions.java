package org.neuralstyle.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.neuralstyle.option.Codec;
import org.neuralstyle.option.FrontEnd;
import org.neuralstyle.option.Operation;
import org.neuralstyle.option.Option;
import org.neuralstyle.option.Options;
import org.neuralstyle.option.Properties;
import org.neuralstyle.option.SettingOptions;
import org.neuralstyle.settings.StackSettings;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Spec;

/** The options of a command that stand in the table. */
@Command
class TableOptions {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  private final Operation operation;
  private final List<Option<?>> options;

  TableOptions(Operation operation, List<Option<?>> options) {
    this.operation = operation;
    this.options = options;
  }

  /** The settings of an operation, and more. */
  static TableOptions of(Operation operation, Option<?>... more) {
    List<Option<?>> options = new ArrayList<>(List.of(more));
    Options.of(operation, FrontEnd.COMMAND_LINE).stream()
        .filter(option -> option.setting().isPresent())
        .forEach(options::add);
    return new TableOptions(operation, options);
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
    OptionSpec.Builder builder =
        OptionSpec.builder(names)
            .description(option.help().replace("%", "%%") + ". Default: ${DEFAULT-VALUE}.")
            .defaultValue(Codec.shown(option.defaultValue(operation)));
    return option.key().equals(SettingOptions.INIT.key())
        ? builder
            .type(StartOption.class)
            .paramLabel(option.codec().placeholder() + "|FILE")
            .converters(NeuralStyleCli.converter(StartOption::parse))
            .build()
        : builder
            .type(String.class)
            .paramLabel(option.codec().placeholder())
            .converters(NeuralStyleCli.converter(text -> Codec.shown(option.canonical(text))))
            .build();
  }

  /** {@code --content-layers} for {@code contentLayers}. */
  private static String name(String key) {
    return "--" + key.replaceAll("(?=\\p{Upper})", "-").toLowerCase(Locale.ROOT);
  }

  private Optional<Object> given(Option<?> option) {
    return Optional.ofNullable(command.findOption(name(option.key()))).map(OptionSpec::getValue);
  }

  /** The value of an option that the command has. */
  final <T> T value(Option<T> option) {
    return option.parse(given(option).orElseThrow().toString());
  }

  /** The settings that were chosen. */
  final StackSettings settings() {
    return Properties.chosen(operation, option -> given(option).map(Object::toString));
  }

  /** The file that a run starts from, if it does. */
  final Optional<Path> start() {
    return given(SettingOptions.INIT).flatMap(start -> ((StartOption) start).file());
  }

  /** The command line that has the options. */
  final CommandLine commandLine() {
    return command.commandLine();
  }
}
