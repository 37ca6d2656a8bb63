package org.neuralstyle.synthesis;

/** The memory of a device is too small for an image, even in the smallest tiles. */
public final class OutOfMemoryException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  OutOfMemoryException(int width, int height, String device, Throwable cause) {
    super(
        "The memory of %s is too small for %s x %s px. Use a smaller size, close other images and programs, or choose another device."
            .formatted(device, width, height),
        cause);
  }
}
