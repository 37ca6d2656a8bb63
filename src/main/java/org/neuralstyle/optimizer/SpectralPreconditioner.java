package org.neuralstyle.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import org.neuralstyle.tensor.TorchScript;

/**
 * A filter that lets low spatial frequencies through more than high ones, as L-BFGS's first
 * estimate of the inverse Hessian.
 *
 * <p>Natural images have amplitudes that fall with frequency (Field, 1987), and so do the steps
 * that turn one into another; steps along the plain gradient are too rough and are averaged away
 * only slowly. A gradient filtered like this is one in a Sobolev space (Neuberger, 1985); for
 * images in features of a network the same is achieved by optimising whitened coordinates (Olah,
 * Mordvintsev and Schubert, 2017). Filters are symmetric and positive definite, so that what they
 * make of a gradient is still a direction of descent.
 */
final class SpectralPreconditioner implements AutoCloseable {

  /** Cycles per pixel. */
  private static final double OFFSET = 0.03;

  private static final double EXPONENT = 0.5;

  private final TorchScript script;
  private final NDArray gains;

  /**
   * A preconditioner for images of one size.
   *
   * @param like such an image, {@code 1 x C x H x W}
   */
  SpectralPreconditioner(NDArray like) {
    script =
        TorchScript.load(
            SpectralPreconditioner.class, "SpectralPreconditioner.torchscript", like.getManager());
    gains = script.call("gains", like, OFFSET, EXPONENT);
    NDScope.unregister(gains);
  }

  /**
   * Multiplies the amplitude at f cycles per pixel with {@code (f + 0.03)^-0.5}.
   *
   * @param gradient {@code 1 x C x H x W}, taken as periodic
   * @return of the same shape, owned by the caller's scope
   */
  NDArray apply(NDArray gradient) {
    NDArray filtered = script.call("filtered", gradient, gains);
    // What is computed from it may outlive the script.
    filtered.attach(gradient.getManager());
    return filtered;
  }

  @Override
  public void close() {
    gains.close();
    script.close();
  }
}
