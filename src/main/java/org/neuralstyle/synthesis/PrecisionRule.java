package org.neuralstyle.synthesis;

import ai.djl.engine.EngineException;
import java.util.Optional;
import java.util.stream.Stream;
import org.neuralstyle.settings.PrecisionChoice;
import org.neuralstyle.settings.SynthesisSettings;
import org.neuralstyle.tensor.ComputeDevice;
import org.neuralstyle.vgg.Bfloat16;
import org.neuralstyle.vgg.Vgg19;

/** Decides on the precision of runs on a device; the same at all times. */
final class PrecisionRule {

  /** The last convolution that is not deep. */
  private static final int SHALLOW = 5;

  private final String device;
  private final boolean cpu;
  private final boolean fast;
  private final Bfloat16 instructions;
  private final Runnable check;

  /**
   * A rule.
   *
   * @param device the device's name
   * @param cpu false for GPUs
   * @param fast whether convolutions in float32 are, as {@link Vgg19#isFastInFloat32} says
   * @param instructions what the processor has for bfloat16
   * @param check throws an {@link EngineException} if the device does not compute in bfloat16
   */
  PrecisionRule(String device, boolean cpu, boolean fast, Bfloat16 instructions, Runnable check) {
    this.device = device;
    this.cpu = cpu;
    this.fast = fast;
    this.instructions = instructions;
    this.check = check;
  }

  static PrecisionRule of(ComputeDevice device) {
    return new PrecisionRule(
        device.name(),
        device.isCpu(),
        Vgg19.isFastInFloat32(device.manager()),
        Bfloat16.ofProcessor(),
        () -> Bfloat16.check(device.manager()));
  }

  /**
   * The precision that a run will have. By itself it is bfloat16 only
   *
   * <ul>
   *   <li>on CPUs, since GPUs have other fast types for float32, which are not tried yet,
   *   <li>that have instructions for it,
   *   <li>for transfers, whose losses stay large. Reconstructions and textures come so close to
   *       their only target that bfloat16's rounding of features is a floor of the loss,
   *   <li>and up to the fifth convolution, unless the instructions are for matrices: fast
   *       convolutions in float32 gain more in deep layers than vectors do.
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
          cpu && settings.losses().isTransfer() && pays(settings)
              ? PrecisionChoice.BFLOAT16
              : PrecisionChoice.FLOAT32;
    };
  }

  private PrecisionChoice checked() {
    try {
      check.run();
    } catch (EngineException e) {
      throw new IllegalArgumentException(
          "The device %s does not compute in bfloat16 (%s). Choose the precision auto or float32."
              .formatted(device, String.valueOf(e.getMessage()).lines().findFirst().orElse("")),
          e);
    }
    return PrecisionChoice.BFLOAT16;
  }

  private boolean pays(SynthesisSettings settings) {
    boolean deep =
        Stream.concat(
                settings.losses().contentLayers().stream(),
                settings.losses().styleLayers().stream())
            .anyMatch(layer -> layer.layer().convolution() > SHALLOW);
    return switch (instructions) {
      case NONE -> false;
      case VECTORS -> !(fast && deep);
      case MATRICES -> true;
    };
  }

  /**
   * What a user has to know about a precision.
   *
   * @param resolved what {@link #resolved} returned
   * @return a sentence, or empty
   */
  Optional<String> warning(PrecisionChoice resolved) {
    if (resolved != PrecisionChoice.BFLOAT16 || !cpu || instructions != Bfloat16.NONE) {
      return Optional.empty();
    }
    return Optional.of(
        "This processor is not known to have instructions for bfloat16, so the run may take longer than it would with the precision auto or float32.");
  }
}
