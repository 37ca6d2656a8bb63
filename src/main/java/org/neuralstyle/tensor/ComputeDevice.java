package org.neuralstyle.tensor;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import ai.djl.util.cuda.CudaUtils;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.tensor.DeviceChoice.Kind;

/** A device that has been found to compute, with the manager of all tensors on it. */
public final class ComputeDevice implements AutoCloseable {

  private final NDManager manager;
  private final Optional<String> warning;
  private final Optional<Workers> workers;

  private ComputeDevice(NDManager manager, Optional<String> warning) {
    this.manager = manager;
    this.warning = warning;
    int threads = Workers.threads();
    this.workers = isCpu() && threads > 1 ? Optional.of(new Workers(threads, 1)) : Optional.empty();
  }

  /**
   * Finds a device for a choice and computes something on it.
   *
   * @param choice what is wanted; if it cannot be had, the CPU is taken and {@link #warning} says
   *     why
   * @return the device, to be closed by the caller
   * @throws EngineException if libtorch cannot be loaded
   */
  public static ComputeDevice open(DeviceChoice choice) {
    Engine engine = NativeLibraries.pyTorch();
    // Before anything is computed on this thread, lest it take on a number that is set for others.
    Workers.threads();
    List<String> failures = new ArrayList<>();
    for (Device device : candidates(choice, engine)) {
      NDManager manager = null;
      try {
        manager = engine.newBaseManager(device);
        check(manager);
        return new ComputeDevice(manager, warning(choice, failures));
      } catch (EngineException | UnsatisfiedLinkError | IllegalArgumentException e) {
        if (manager != null) {
          manager.close();
        }
        if (device.equals(Device.cpu())) {
          throw e;
        }
        failures.add(name(device) + " does not compute: " + firstSentence(e));
      }
    }
    throw new IllegalStateException("no candidate device for " + choice);
  }

  /** In order of preference; the CPU is always the last. */
  private static List<Device> candidates(DeviceChoice choice, Engine engine) {
    List<Device> devices = new ArrayList<>();
    if (choice.kind() == Kind.CUDA) {
      devices.add(Device.gpu(choice.index()));
    } else if (choice.kind() == Kind.AUTO && engine.getGpuCount() > 0) {
      devices.add(Device.gpu());
    }
    if (choice.kind() == Kind.MPS || (choice.kind() == Kind.AUTO && isAppleSilicon())) {
      devices.add(Device.of("mps", -1));
    }
    devices.add(Device.cpu());
    return devices;
  }

  private static boolean isAppleSilicon() {
    return System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac")
        && System.getProperty("os.arch").equals("aarch64");
  }

  /** The sum of a product of matrices of ones, which is known. */
  private static void check(NDManager manager) {
    try (NDScope scope = new NDScope()) {
      NDArray ones = manager.ones(new Shape(16, 16));
      float sum = ones.matMul(ones).sum().getFloat();
      if (sum != 16 * 16 * 16) {
        throw new EngineException("a product of matrices came out as " + sum);
      }
    }
  }

  private static Optional<String> warning(DeviceChoice choice, List<String> failures) {
    if (failures.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        "The device \"%s\" is not used; running on the CPU. %s. For an NVIDIA GPU, the CUDA build of libtorch 2.7.1 is needed in place of the CPU build (see the page GPU of the guide)."
            .formatted(choice, String.join("; ", failures)));
  }

  /** Engines add lists of their own functions to what has happened. */
  private static String firstSentence(Throwable e) {
    String line = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    int end = line.indexOf(". ");
    return end < 0 ? line.replaceFirst("\\.$", "") : line.substring(0, end);
  }

  private static String name(Device device) {
    return device.isGpu() ? "cuda:" + device.getDeviceId() : device.getDeviceType();
  }

  /**
   * The manager that owns all tensors on the device.
   *
   * @return open until this device is closed
   */
  public NDManager manager() {
    return manager;
  }

  /**
   * Copies an image to the device.
   *
   * @param image the image
   * @return {@code 1 x 3 x H x W} in float32, to be closed by the caller
   */
  public NDArray tensor(RgbImage image) {
    return manager.create(image.planes(), new Shape(1, 3, image.height(), image.width()));
  }

  /**
   * Copies an image from a device.
   *
   * @param tensor {@code 1 x 3 x H x W} in float32
   * @return the image
   */
  public static RgbImage image(NDArray tensor) {
    Shape shape = tensor.getShape();
    return new RgbImage((int) shape.get(3), (int) shape.get(2), tensor.toFloatArray());
  }

  /**
   * What is computed on.
   *
   * @return {@code cpu}, {@code cuda:N} or {@code mps}
   */
  public String name() {
    return name(manager.getDevice());
  }

  /**
   * Threads that compute parts of an image at once, each on a core of its own.
   *
   * @return as many as libtorch had threads when the device was opened; empty if that was one, and
   *     on GPUs; open until this device is closed
   */
  public Optional<Workers> workers() {
    return workers;
  }

  /**
   * Whether this is the processor with the host's memory.
   *
   * @return false for GPUs
   */
  public boolean isCpu() {
    return manager.getDevice().equals(Device.cpu());
  }

  /**
   * The memory that may hold tensors.
   *
   * @return on the CPU all memory of the machine or container, on CUDA what is free; in bytes
   */
  public long memory() {
    if (manager.getDevice().isGpu()) {
      MemoryUsage usage = CudaUtils.getGpuMemory(manager.getDevice());
      return usage.getMax() - usage.getUsed();
    }
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getTotalMemorySize();
  }

  /**
   * What the user has to know if the device is not the one asked for.
   *
   * @return a sentence, or empty
   */
  public Optional<String> warning() {
    return warning;
  }

  @Override
  public void close() {
    workers.ifPresent(Workers::close);
    manager.close();
  }
}
