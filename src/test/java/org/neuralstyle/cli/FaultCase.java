package org.neuralstyle.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.neuralstyle.cli.CliTest.Answer;

/**
 * A fault, the command that meets it, and what is right afterwards.
 *
 * @param what is wrong
 * @param named a text of which a refusal has to have one at least; none if it may fail in any words
 * @param run starts the command
 * @param outputs files or folders that it may make or change
 * @param result what came of it; empty if that is not compared
 * @param expected the result without the fault
 * @param seen whether somebody else sees the fault; asked where the result is another one
 * @param afterwards what is wrong once it has ended, whatever came of it; empty if all is well
 */
record FaultCase(
    String what,
    List<String> named,
    Command run,
    Set<Path> outputs,
    Optional<Result> result,
    Object expected,
    Sight seen,
    Check afterwards) {

  /** Runs to its end. */
  @FunctionalInterface
  interface Command {
    Answer run() throws Exception;
  }

  /** Reads a result, to be compared by equals. */
  @FunctionalInterface
  interface Result {
    Object read() throws Exception;
  }

  /** Looks at a fault with other eyes. */
  @FunctionalInterface
  interface Sight {
    boolean sees() throws Exception;
  }

  /** Finds what is wrong. */
  @FunctionalInterface
  interface Check {
    String fault() throws Exception;
  }

  /** Whose result is not compared. */
  static FaultCase of(String what, List<String> named, Command run, Set<Path> outputs) {
    return new FaultCase(what, named, run, outputs, Optional.empty(), null, () -> false, () -> "");
  }

  FaultCase withResult(Result read, Object whole, Sight sight) {
    return new FaultCase(what, named, run, outputs, Optional.of(read), whole, sight, afterwards);
  }

  FaultCase withCheck(Check check) {
    return new FaultCase(what, named, run, outputs, result, expected, seen, check);
  }

  /** Makes cases of one kind. */
  interface Kind {
    /** One more, in a folder of its own that holds files of the user's. */
    FaultCase next(Path folder, java.util.Random random) throws Exception;
  }
}
