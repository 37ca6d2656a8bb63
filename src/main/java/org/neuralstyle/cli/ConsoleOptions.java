package org.neuralstyle.cli;

import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What is told while a run goes on. */
public final class ConsoleOptions {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = {"-v", "--verbose"},
      description =
          "Tell what is done and the losses, line by line, where there is no terminal for a progress bar.")
  private boolean verbose;

  @Option(
      names = {"-q", "--quiet"},
      description = "Show warnings and errors only.")
  private boolean quiet;

  /** For picocli. */
  public ConsoleOptions() {}

  /**
   * Opens what tells the user on standard error, and hears Ctrl-C.
   *
   * @return a listener; to be closed last
   */
  public Console open() {
    return open(true);
  }

  /** The same, which refuses a run that is short of memory unless it is forced. */
  Console open(boolean forced) {
    Console.Detail detail =
        quiet
            ? Console.Detail.WARNINGS
            : Ansi.AUTO.enabled()
                ? Console.Detail.BAR
                : verbose ? Console.Detail.LINES : Console.Detail.WARNINGS;
    return new Console(
        command.commandLine().getErr(), detail, command.usageMessage().width(), forced);
  }

  /**
   * Tells what came out, on standard output.
   *
   * @param message of one line
   */
  public void done(String message) {
    if (!quiet) {
      command.commandLine().getOut().println(message);
    }
  }
}
