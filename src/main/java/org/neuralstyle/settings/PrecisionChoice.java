package org.neuralstyle.settings;

import java.util.Locale;
import org.neuralstyle.vgg.Precision;

/** The precisions of feature maps to choose from. */
public enum PrecisionChoice {
  /** What suits run and device, see {@code NeuralStyle.resolved}. */
  AUTO,
  /** {@link Precision#FLOAT32}. */
  FLOAT32,
  /** {@link Precision#BFLOAT16}. */
  BFLOAT16;

  /**
   * The precision that was chosen.
   *
   * @return one of the network's
   * @throws IllegalStateException if it is still open
   */
  public Precision precision() {
    return switch (this) {
      case FLOAT32 -> Precision.FLOAT32;
      case BFLOAT16 -> Precision.BFLOAT16;
      case AUTO -> throw new IllegalStateException("no precision has been chosen yet");
    };
  }

  /** As in macros, on the command line and in reports. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
