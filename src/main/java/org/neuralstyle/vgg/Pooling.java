package org.neuralstyle.vgg;

/** How VGG-19 halves the resolution between its blocks. */
public enum Pooling {
  /** The largest of 2 x 2 activations, as VGG-19 was trained (Simonyan and Zisserman, 2014). */
  MAX,
  /** The mean of 2 x 2 activations, smoother gradients (Gatys et al., 2015). */
  AVERAGE
}
