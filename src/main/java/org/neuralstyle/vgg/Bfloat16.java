package org.neuralstyle.vgg;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.neuralstyle.tensor.TorchScript;

/**
 * What a processor has for {@link Precision#BFLOAT16}. It is read from the processor's flags, not
 * measured, so that equal command lines have equal results however busy the machine is.
 */
public enum Bfloat16 {
  /** Nothing, or nothing is known: simple loops take several times as long as float32. */
  NONE,

  /** Dot products of vectors, at about twice the rate of float32: AVX-512 BF16. */
  VECTORS,

  /** Products of matrices, at several times that rate: AMX BF16. */
  MATRICES;

  /** Where Linux describes its processors; other systems have no such text. */
  private static final Path DESCRIPTION = Path.of("/proc/cpuinfo");

  /**
   * Asks the processor of this machine.
   *
   * @return {@link #NONE} where the system does not say
   */
  public static Bfloat16 ofProcessor() {
    try (Stream<String> lines = Files.lines(DESCRIPTION)) {
      return of(lines);
    } catch (IOException e) {
      return NONE;
    }
  }

  /** By the flags of the first processor in Linux's description. */
  static Bfloat16 of(Stream<String> description) {
    List<String> flags =
        description
            .filter(line -> line.startsWith("flags"))
            .findFirst()
            .map(line -> List.of(line.split("\\s+")))
            .orElse(List.of());
    if (flags.contains("amx_bf16")) {
      return MATRICES;
    }
    return flags.contains("avx512_bf16") ? VECTORS : NONE;
  }

  /**
   * Tries a convolution.
   *
   * @param manager on the device
   * @throws EngineException if the device does not compute in bfloat16
   */
  public static void check(NDManager manager) {
    try (NDScope scope = new NDScope();
        TorchScript script = TorchScript.load(Bfloat16.class, "Bfloat16.torchscript", manager)) {
      NDArray one = manager.ones(new Shape(1, 1, 1, 1));
      script.call("convolved", one).getFloat(); // waits for the device
    }
  }
}
