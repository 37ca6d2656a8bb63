package org.neuralstyle.imagej;

import ij.IJ;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.neuralstyle.synthesis.Forecaster;
import org.neuralstyle.tensor.DeviceChoice;

/**
 * The thread on which this ImageJ foretells runs, one after the other, with the device that has
 * been tried already. ImageJ keeps it, so that only the first dialog waits.
 */
final class Forecasts {

  private static final String KEY = "org.neuralstyle.forecasts";

  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread made = new Thread(task, "Neural Style forecast");
            made.setDaemon(true);
            // Libraries are found in the plugin's jars, which the event thread does not look into.
            made.setContextClassLoader(Forecasts.class.getClassLoader());
            return made;
          });

  // Those of the thread.
  private DeviceChoice device;
  private Forecaster forecaster;

  private Forecasts() {}

  /** Those of this ImageJ. */
  static synchronized Forecasts get() {
    if (IJ.getProperty(KEY) instanceof Forecasts known) {
      return known;
    }
    Forecasts made = new Forecasts();
    IJ.setProperty(KEY, made);
    return made;
  }

  /** Does something that foretells, when all before it has been done. */
  void execute(Runnable task) {
    thread.execute(task);
  }

  /** What foretells runs on a device; called on the thread. */
  Forecaster on(DeviceChoice wanted) {
    if (forecaster == null || !wanted.equals(device)) {
      if (forecaster != null) {
        forecaster.close();
        forecaster = null;
      }
      forecaster = new Forecaster(wanted);
      device = wanted;
    }
    return forecaster;
  }
}
