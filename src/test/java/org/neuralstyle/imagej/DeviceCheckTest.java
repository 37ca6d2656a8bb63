package org.neuralstyle.imagej;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.neuralstyle.tensor.DeviceChoice;

/** A device is compared with the CPU. */
class DeviceCheckTest {

  @Test
  void theCpuComputesAsTheCpu() throws Exception {
    DeviceCheck check = DeviceCheck.of(DeviceChoice.CPU);
    assertEquals(0, check.difference(), 1e-6);
    assertTrue(check.rate() > 0 && check.isGood(), check.toString());
  }

  @Test
  void anotherLossIsTold() {
    DeviceCheck check = new DeviceCheck("cuda:0", 0.1, 3);
    assertFalse(check.isGood());
    assertEquals(
        "cuda:0 computes something else: its loss differs from the CPU's by 1.0e-01. It does about 3.0 evaluations in a second at 512 x 512 px.",
        check.toString());
  }
}
