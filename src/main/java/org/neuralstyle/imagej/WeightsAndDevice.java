package org.neuralstyle.imagej;

import ij.plugin.PlugIn;
import java.awt.EventQueue;

/** Shows where the weights are and which device is used, and helps where something is missing. */
public final class WeightsAndDevice implements PlugIn {

  /** The bridge creates it. */
  public WeightsAndDevice() {}

  @Override
  public void run(String none) {
    EventQueue.invokeLater(() -> new WeightsWindow().setVisible(true));
  }
}
