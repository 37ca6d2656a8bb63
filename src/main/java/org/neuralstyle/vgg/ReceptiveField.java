package org.neuralstyle.vgg;

/**
 * What a layer's positions depend on, along one side of an image.
 *
 * <p>There every activation is right, in the forward pass and, where windows' gradients are summed,
 * in the backward pass. Where convolutions compute several rows and columns together, their
 * rounding depends on where these begin, and a value that rounding takes to the other side of a
 * ReLU turns some of the gradient elsewhere. Windows then begin at whole grains of all layers and
 * contain all that is computed together with what is needed.
 *
 * @param deepest the deepest layer that is computed
 * @param grain rows and columns that convolutions compute together: {@link Vgg19#grain}, or 1 for
 *     direct convolutions, which need smaller windows
 */
public record ReceptiveField(Layer deepest, int grain) {

  /**
   * On which grid windows begin.
   *
   * @return in pixels
   */
  public int step() {
    return deepest.stride() * grain;
  }

  /**
   * Where a window begins.
   *
   * @param border the first pixel that belongs to the window alone
   * @return the window's first pixel
   */
  public int start(int border) {
    int position = border / deepest.stride();
    for (int i = deepest.convolution(); i >= 1; i--) {
      position = position / grain(i) * grain(i) - 1;
      if (position < 0) {
        return 0;
      }
      position *= halved(i);
    }
    return position / step() * step();
  }

  /**
   * Where a window ends.
   *
   * @param border the pixel after the last one that belongs to the window alone
   * @param length of the image
   * @return the pixel after the window's last one
   */
  public int end(int border, int length) {
    int stride = deepest.stride();
    int position = ceilDiv(border, stride);
    for (int i = deepest.convolution(); i >= 1; i--) {
      position = ceilDiv(position, grain(i)) * grain(i) + 1;
      position *= halved(i);
    }
    return Math.min(length, ceilDiv(position, stride) * stride);
  }

  /**
   * How far windows reach beyond their own pixels at most.
   *
   * @return in pixels
   */
  public int halo() {
    // From a border at which grains of all layers begin, far from the image's edges.
    int far = 1 << 20;
    int border = far / step() * step();
    return Math.max(border - start(border), end(border, 2 * far) - border);
  }

  /** The first convolution has too few channels to be computed but directly. */
  private int grain(int convolution) {
    return convolution == 1 ? 1 : grain;
  }

  /** Positions before a convolution's input was pooled for each one after. */
  private static int halved(int convolution) {
    return Layer.conv(convolution).isPooled() ? 2 : 1;
  }

  private static int ceilDiv(int dividend, int divisor) {
    return (dividend + divisor - 1) / divisor;
  }
}
