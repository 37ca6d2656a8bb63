package org.neuralstyle.spark;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.neuralstyle.cli.Console;
import org.neuralstyle.study.SweepListener;
import org.neuralstyle.synthesis.Forecast;

/** Gathers what a unit has to say, for the driver. */
final class UnitListener implements SweepListener {

  private final boolean forced;
  private final List<String> warnings = new ArrayList<>();

  UnitListener(boolean forced) {
    this.forced = forced;
  }

  @Override
  public void warning(String message) {
    warnings.add(message);
  }

  /** Other units have left them. */
  @Override
  public void foundOthers(long finished, Path folder) {}

  @Override
  public void shortOfMemory(Forecast forecast, long available) {
    warning(Console.shortage(forecast, available, forced));
  }

  List<String> warnings() {
    return List.copyOf(warnings);
  }

  /** Why a unit failed, and where. */
  String failure(Throwable e) {
    String message = e.getMessage() == null ? e.toString() : e.getMessage();
    return "%s (On the machine %s.)".formatted(message, host());
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "without a name";
    }
  }
}
