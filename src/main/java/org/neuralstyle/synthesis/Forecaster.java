package org.neuralstyle.synthesis;

import java.io.IOException;
import org.neuralstyle.settings.SynthesisSettings;
import org.neuralstyle.tensor.ComputeDevice;
import org.neuralstyle.tensor.DeviceChoice;
import org.neuralstyle.weights.Vgg19Weights;

/**
 * Foretells what runs take on a device, without running them and without the weights: an untrained
 * network is as fast as a trained one.
 */
public final class Forecaster implements Foreteller, AutoCloseable {

  private final ComputeDevice device;
  private final Networks networks;
  private final Planner planner;

  /**
   * Opens a device.
   *
   * @param choice where to compute
   */
  public Forecaster(DeviceChoice choice) {
    device = ComputeDevice.open(choice);
    networks = new Networks(device, (convolutions, l) -> Vgg19Weights.untrained(convolutions));
    planner = new Planner(device);
  }

  /**
   * Foretells a run. The first time in a precision, it tries the device for about a second.
   *
   * @param inputs the images that the settings need
   * @param settings of the run
   * @return time and memory
   * @throws IllegalArgumentException if the settings do not fit the images; the message says how
   * @throws InterruptedException if the thread is interrupted
   */
  @Override
  public Forecast forecast(Inputs inputs, SynthesisSettings settings) throws InterruptedException {
    try {
      return planner.forecast(inputs, settings, networks);
    } catch (IOException e) {
      throw new IllegalStateException(e); // nothing is read
    }
  }

  @Override
  public void close() {
    networks.close();
    device.close();
  }
}
