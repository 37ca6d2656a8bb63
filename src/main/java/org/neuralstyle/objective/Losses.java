package org.neuralstyle.objective;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.neuralstyle.optimizer.Value;

/**
 * The parts of an objective's value at one image.
 *
 * @param content unweighted content loss: the layers' mean squared differences, weighted among
 *     themselves
 * @param style unweighted style loss: the layers' losses, weighted among themselves
 * @param totalVariation unweighted total variation
 * @param temporal unweighted temporal loss, 0 for a single image
 * @param total the weighted sum, which is minimised
 */
public record Losses(
    double content, double style, double totalVariation, double temporal, double total)
    implements Value {

  /**
   * Reads what {@link #write} wrote.
   *
   * @param in where it was written to
   * @return the losses, to the last bit
   * @throws IOException if they cannot be read
   */
  public static Losses read(DataInputStream in) throws IOException {
    return new Losses(
        in.readDouble(), in.readDouble(), in.readDouble(), in.readDouble(), in.readDouble());
  }

  @Override
  public void write(DataOutputStream out) throws IOException {
    out.writeDouble(content);
    out.writeDouble(style);
    out.writeDouble(totalVariation);
    out.writeDouble(temporal);
    out.writeDouble(total);
  }
}
