package org.neuralstyle.settings;

import io.soabase.recordbuilder.core.RecordBuilder;
import org.neuralstyle.vgg.Pooling;

/**
 * How a run is computed.
 *
 * @param method the optimiser
 * @param pooling how the network halves the resolution
 * @param normalized whether the gradients of content and style are divided by their mean sizes, so
 *     that their weights say how far each moves the image. Such a direction is the gradient of no
 *     function, which all but Adam need
 * @param precision of the network's feature maps; a result's settings tell the one it was made in
 */
@RecordBuilder
public record Engine(Method method, Pooling pooling, boolean normalized, PrecisionChoice precision)
    implements EngineBuilder.With {

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if they do not go together; the message says what to do
   */
  public Engine {
    if (normalized && method != Method.ADAM) {
      throw new IllegalArgumentException(
          "Normalised gradients are those of no function, which L-BFGS needs. Choose the optimizer adam, or leave them as they are.");
    }
  }
}
