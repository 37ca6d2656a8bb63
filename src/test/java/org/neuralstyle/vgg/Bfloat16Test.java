package org.neuralstyle.vgg;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.neuralstyle.tensor.NativeLibraries;

class Bfloat16Test {

  /** Lines as Linux has them: x86 with and without, ARM, and another system's none. */
  @ParameterizedTest
  @CsvSource({
    "'flags\t\t: fpu avx2 avx512f avx512_bf16 amx_bf16 amx_tile', MATRICES",
    "'flags\t\t: fpu avx2 avx512f avx512_bf16', VECTORS",
    "'flags\t\t: fpu avx2 avx512f avx512_bf161 my_amx_bf16', NONE",
    "'vmx flags\t: avx512_bf16', NONE",
    "'Features\t: fp asimd bf16', NONE",
    "'', NONE",
  })
  void theProcessorsFlagsDecide(String line, Bfloat16 expected) {
    Stream<String> lines = Stream.of("processor\t: 0", line, "flags\t\t: amx_bf16");
    assertEquals(line.startsWith("flags") ? expected : Bfloat16.MATRICES, Bfloat16.of(lines));
    assertEquals(expected, Bfloat16.of(Stream.of("processor\t: 0", line)));
  }

  @Test
  void cpusComputeInIt() {
    NativeLibraries.prepare();
    try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
      assertDoesNotThrow(() -> Bfloat16.check(manager));
    }
  }
}
