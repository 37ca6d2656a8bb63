package org.neuralstyle.synthesis;

import ai.djl.engine.EngineException;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;
import org.neuralstyle.settings.PrecisionChoice;
import org.neuralstyle.settings.SynthesisSettings;
import org.neuralstyle.tensor.ComputeDevice;
import org.neuralstyle.vgg.Bfloat16;
import org.neuralstyle.vgg.Vgg19;

/** Decides on the precision of runs on a device, which is tried out when first needed. */
final class PrecisionRule {

  /** Convolutions must gain so much for a whole evaluation to gain clearly. */
  static final double LEAST_SPEEDUP = 1.4;

  /** The same for convolutions after the fifth, where those in float32 are fast themselves. */
  static final double LEAST_SPEEDUP_DEEP = 3;

  /** The last convolution that is not deep. */
  private static final int SHALLOW = 5;

  private final String device;
  private final boolean cpu;
  private final boolean fast;
  private final DoubleSupplier measurement;
  private OptionalDouble speedup = OptionalDouble.empty();

  /**
   * A rule.
   *
   * @param device the device's name
   * @param cpu false for GPUs
   * @param fast whether convolutions in float32 are, as {@link Vgg19#isFastInFloat32} says
   * @param measurement how many times as fast convolutions are in bfloat16 as in float32; an {@link
   *     EngineException} if the device has none
   */
  PrecisionRule(String device, boolean cpu, boolean fast, DoubleSupplier measurement) {
    this.device = device;
    this.cpu = cpu;
    this.fast = fast;
    this.measurement = measurement;
  }

  static PrecisionRule of(ComputeDevice device) {
    return new PrecisionRule(
        device.name(),
        device.isCpu(),
        Vgg19.isFastInFloat32(device.manager()),
        () -> Bfloat16.speedup(device.manager(), device.workers()));
  }

  /**
   * The precision that a run will have. By itself it is bfloat16 only
   *
   * <ul>
   *   <li>on CPUs, since GPUs have other fast types for float32, which are not tried yet,
   *   <li>that are clearly faster at it,
   *   <li>for transfers, whose losses stay large. Reconstructions and textures come so close to
   *       their only target that bfloat16's rounding of features is a floor of the loss,
   *   <li>and up to the fifth convolution, unless they are faster still: fast convolutions in
   *       float32 gain more in deep layers.
   * </ul>
   *
   * @param settings of the run
   * @return FLOAT32 or BFLOAT16
   * @throws IllegalArgumentException if the device does not compute in what was asked for; the
   *     message says what to choose
   */
  PrecisionChoice resolved(SynthesisSettings settings) {
    return switch (settings.engine().precision()) {
      case FLOAT32 -> PrecisionChoice.FLOAT32;
      case BFLOAT16 -> checked();
      case AUTO ->
          cpu && settings.losses().isTransfer() && isFaster(leastSpeedup(settings))
              ? PrecisionChoice.BFLOAT16
              : PrecisionChoice.FLOAT32;
    };
  }

  private PrecisionChoice checked() {
    try {
      speedup();
    } catch (EngineException e) {
      throw new IllegalArgumentException(
          "The device %s does not compute in bfloat16 (%s). Choose the precision auto or float32."
              .formatted(device, String.valueOf(e.getMessage()).lines().findFirst().orElse("")),
          e);
    }
    return PrecisionChoice.BFLOAT16;
  }

  private double leastSpeedup(SynthesisSettings settings) {
    boolean deep =
        Stream.concat(
                settings.losses().contentLayers().stream(),
                settings.losses().styleLayers().stream())
            .anyMatch(layer -> layer.layer().convolution() > SHALLOW);
    return fast && deep ? LEAST_SPEEDUP_DEEP : LEAST_SPEEDUP;
  }

  private boolean isFaster(double least) {
    try {
      return speedup() >= least;
    } catch (EngineException e) {
      // What a device cannot do it is not faster at.
      return false;
    }
  }

  /**
   * What a user has to know about a precision.
   *
   * @param resolved what {@link #resolved} returned
   * @return a sentence, or empty
   */
  Optional<String> warning(PrecisionChoice resolved) {
    if (resolved != PrecisionChoice.BFLOAT16 || isFaster(LEAST_SPEEDUP)) {
      return Optional.empty();
    }
    return Optional.of(
        String.format(
            Locale.ROOT,
            "On this device (%s) convolutions in bfloat16 have %.2g times the speed of those in float32, so the run takes longer than it would with the precision auto or float32.",
            device,
            speedup()));
  }

  private synchronized double speedup() {
    if (speedup.isEmpty()) {
      speedup = OptionalDouble.of(measurement.getAsDouble());
    }
    return speedup.getAsDouble();
  }
}
