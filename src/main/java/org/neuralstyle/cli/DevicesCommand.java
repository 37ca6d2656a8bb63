package org.neuralstyle.cli;

import java.io.PrintWriter;
import org.neuralstyle.tensor.ComputeDevice;
import org.neuralstyle.tensor.DeviceChoice;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lists devices. */
@Command(
    name = "devices",
    description = "Compute something on each device and list those that can be used.")
final class DevicesCommand implements Runnable {

  @Spec private CommandSpec command;

  @Override
  public void run() {
    PrintWriter out = command.commandLine().getOut();
    try (ComputeDevice auto = ComputeDevice.open(DeviceChoice.AUTO)) {
      out.println("auto    uses " + auto.name());
      auto.warning().ifPresent(out::println);
    }
    isUsable(DeviceChoice.CPU, out);
    int gpu = 0;
    while (isUsable(new DeviceChoice(DeviceChoice.Kind.CUDA, gpu), out)) {
      gpu++;
    }
    isUsable(new DeviceChoice(DeviceChoice.Kind.MPS, 0), out);
  }

  private static boolean isUsable(DeviceChoice choice, PrintWriter out) {
    try (ComputeDevice device = ComputeDevice.open(choice)) {
      boolean usable = device.warning().isEmpty();
      out.printf("%-6s  %s%n", choice, usable ? "computes" : "cannot be used");
      return usable;
    }
  }
}
