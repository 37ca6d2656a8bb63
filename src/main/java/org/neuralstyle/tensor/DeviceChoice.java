package org.neuralstyle.tensor;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where tensors are wanted.
 *
 * @param kind the kind of device
 * @param index which of several GPUs, from 0; 0 otherwise
 */
public record DeviceChoice(Kind kind, int index) {

  /** Kinds of devices. */
  public enum Kind {
    /** The GPU if there is a usable one, otherwise the CPU. */
    AUTO,
    /** The processor. */
    CPU,
    /** An NVIDIA GPU. */
    CUDA,
    /** Apple's GPU, by Metal Performance Shaders. */
    MPS
  }

  /** The GPU if there is a usable one, otherwise the CPU. */
  public static final DeviceChoice AUTO = new DeviceChoice(Kind.AUTO, 0);

  /** The processor. */
  public static final DeviceChoice CPU = new DeviceChoice(Kind.CPU, 0);

  private static final Pattern CUDA_PATTERN = Pattern.compile("(?:cuda|gpu)(?::(\\d{1,3}))?");

  /**
   * Reads a choice.
   *
   * @param text {@code auto}, {@code cpu}, {@code cuda}, {@code cuda:N} or {@code mps}
   * @return the choice
   * @throws IllegalArgumentException if it is none of these
   */
  public static DeviceChoice parse(String text) {
    String name = text.strip().toLowerCase(Locale.ROOT);
    Matcher cuda = CUDA_PATTERN.matcher(name);
    if (cuda.matches()) {
      String index = cuda.group(1);
      return new DeviceChoice(Kind.CUDA, index == null ? 0 : Integer.parseInt(index));
    }
    return switch (name) {
      case "auto" -> AUTO;
      case "cpu" -> CPU;
      case "mps" -> new DeviceChoice(Kind.MPS, 0);
      default ->
          throw new IllegalArgumentException(
              "There is no device \"" + text.strip() + "\": use auto, cpu, cuda:0 or mps.");
    };
  }

  @Override
  public String toString() {
    String name = kind.name().toLowerCase(Locale.ROOT);
    return kind == Kind.CUDA ? name + ":" + index : name;
  }
}
