package org.neuralstyle.spark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Optional;
import org.apache.commons.codec.binary.Hex;
import org.apache.commons.codec.digest.DigestUtils;
import org.neuralstyle.storage.KeptFile;
import picocli.CommandLine;

/**
 * The transfer of one content, as the command line does it. A run that is ended goes on from its
 * checkpoint; when the picture is there, a mark says what it was made of.
 *
 * @param label of the unit
 * @param words the command without its output
 * @param output the picture
 * @param mark path, without its end, of mark and checkpoint in a folder that all machines see
 */
record TransferUnit(String label, Words words, String output, String mark)
    implements Unit<Words.Answer> {

  private static final long serialVersionUID = 1L;

  @Override
  public Words.Answer call() throws InterruptedException {
    try {
      String made = key();
      Path kept = Path.of(mark + ".done");
      if (Files.exists(Path.of(output))
          && Files.exists(kept)
          && Files.readString(kept).equals(made)) {
        return new Words.Answer(CommandLine.ExitCode.OK, "found finished");
      }
      Path checkpoint = Path.of(mark + ".run");
      Words.Answer answer =
          words.run(Optional.empty(), "--output", output, "--checkpoint", checkpoint.toString());
      if (answer.isDone()) {
        KeptFile.replace(kept, out -> out.write(made.getBytes(StandardCharsets.UTF_8)));
        Files.deleteIfExists(checkpoint);
      }
      return answer;
    } catch (IOException | RuntimeException | LinkageError e) {
      return new Words.Answer(CommandLine.ExitCode.SOFTWARE, new UnitListener(false).failure(e));
    }
  }

  /** SHA-256 of all that the picture depends on. */
  private String key() throws IOException {
    MessageDigest digest = DigestUtils.getSha256Digest();
    DigestUtils.updateDigest(digest, String.join("\n", words.words()));
    for (String file : words.files()) {
      DigestUtils.updateDigest(digest, Path.of(file), StandardOpenOption.READ);
    }
    return Hex.encodeHexString(digest.digest());
  }
}
