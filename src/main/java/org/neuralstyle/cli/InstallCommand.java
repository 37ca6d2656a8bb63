package org.neuralstyle.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.neuralstyle.install.Installation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Installs the plugin into an ImageJ or a Fiji. */
@Command(
    name = "install-imagej",
    description = {
      "Install the plugin into an ImageJ 1.x or a Fiji: into the folder plugins/Neural_Style in it, with the libraries that it does not have yet.",
      "An earlier version of the plugin is replaced; nothing else is changed."
    })
final class InstallCommand implements Callable<Integer> {

  @Spec private CommandSpec command;

  @Parameters(
      paramLabel = "FOLDER",
      description = "The folder of the ImageJ or Fiji, which holds the folder plugins.")
  private Path folder;

  @Option(
      names = "--replace",
      description =
          "Where a library in it is too old, or does not fit those that come with the plugin: set it aside. Other plugins may need it.")
  private boolean replace;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = command.commandLine().getOut();
    Installation.plan(folder, lib(), replace).run(out::println);
    out.flush();
    return NeuralStyleCli.OK;
  }

  /** The folder of the jars that this program runs from. */
  private static Path lib() {
    try {
      Path jar =
          Path.of(InstallCommand.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      if (Files.isRegularFile(jar)) {
        return jar.getParent();
      }
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
    throw new IllegalArgumentException(
        "There are no jars to install: build the project, and run target/neural-style/bin/install-imagej.");
  }
}
