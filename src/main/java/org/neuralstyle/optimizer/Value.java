package org.neuralstyle.optimizer;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * What an objective came to at an image. Optimisers look at the total alone; what else there is
 * goes with it to observers and outcomes.
 */
public interface Value {

  /**
   * Reads what {@link Value#write} wrote.
   *
   * @param <V> the objective's values
   */
  @FunctionalInterface
  interface Reader<V extends Value> {

    /**
     * Reads a value.
     *
     * @param in where it was written to
     * @return the value
     * @throws IOException if it cannot be read
     */
    V read(DataInputStream in) throws IOException;
  }

  /**
   * What is minimised.
   *
   * @return infinite or not a number where the image is useless
   */
  double total();

  /**
   * Whether the value is usable.
   *
   * @return false if the total is infinite or not a number
   */
  default boolean isFinite() {
    return Double.isFinite(total());
  }

  /**
   * Writes the value to the last bit.
   *
   * @param out where to
   * @throws IOException if it cannot be written
   */
  void write(DataOutputStream out) throws IOException;
}
