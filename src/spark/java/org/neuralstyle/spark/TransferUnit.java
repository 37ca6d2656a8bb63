package org.neuralstyle.spark;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Serializable;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.codec.binary.Hex;
import org.apache.commons.codec.digest.DigestUtils;
import org.neuralstyle.cli.NeuralStyleCli;
import org.neuralstyle.storage.KeptFile;
import picocli.CommandLine;

/**
 * The transfer of one content, as the command line does it. A run that is ended goes on from its
 * checkpoint; when the picture is there, a mark says what it was made of.
 *
 * @param label of the unit
 * @param words the command with its options; paths are absolute
 * @param files what it reads, without the weights
 * @param output the picture
 * @param mark in a folder that all machines see
 * @param network what to compute with
 */
record TransferUnit(
    String label,
    List<String> words,
    List<String> files,
    String output,
    String mark,
    ExecutorNetwork network)
    implements Unit<TransferUnit.Outcome> {

  private static final long serialVersionUID = 1L;

  /**
   * What it came to.
   *
   * @param code the exit code of the command
   * @param message what it said
   */
  record Outcome(int code, String message) implements Serializable {

    private static final long serialVersionUID = 1L;
  }

  @Override
  public Outcome call() throws InterruptedException {
    try {
      String made = key();
      Path kept = Path.of(mark);
      if (Files.exists(Path.of(output))
          && Files.exists(kept)
          && Files.readString(kept).equals(made)) {
        return new Outcome(CommandLine.ExitCode.OK, "found finished");
      }
      Outcome outcome = transfer();
      if (outcome.code == CommandLine.ExitCode.OK) {
        KeptFile.replace(kept, out -> out.write(made.getBytes(StandardCharsets.UTF_8)));
        Files.deleteIfExists(checkpoint());
      }
      return outcome;
    } catch (IOException | RuntimeException | LinkageError e) {
      return new Outcome(CommandLine.ExitCode.SOFTWARE, new UnitListener(false).failure(e));
    }
  }

  private Path checkpoint() {
    return Path.of(mark + ".run");
  }

  private Outcome transfer() throws IOException, InterruptedException {
    StringWriter text = new StringWriter();
    int code =
        network.compute(
            neuralStyle -> {
              PrintWriter writer = new PrintWriter(text, true);
              return NeuralStyleCli.execute(
                  NeuralStyleCli.commandLine(neuralStyle).setOut(writer).setErr(writer),
                  Stream.concat(
                          words.stream(),
                          Stream.of("--output", output, "--checkpoint", checkpoint().toString()))
                      .toArray(String[]::new));
            });
    return new Outcome(code, text.toString().strip().replaceAll("\\s*\\R\\s*", " "));
  }

  /** SHA-256 of all that the picture depends on. */
  private String key() throws IOException {
    MessageDigest digest = DigestUtils.getSha256Digest();
    DigestUtils.updateDigest(digest, String.join("\n", words) + "\n" + network.weights());
    for (String file : files) {
      DigestUtils.updateDigest(digest, Path.of(file), StandardOpenOption.READ);
    }
    return Hex.encodeHexString(digest.digest());
  }
}
