package org.neuralstyle.cli;

import picocli.CommandLine.Option;

/** What is done where memory is short. */
final class MemoryOptions {

  @Option(
      names = "--force",
      description = "Run also when more memory is expected to be needed than there is.")
  private boolean force;

  boolean forced() {
    return force;
  }
}
