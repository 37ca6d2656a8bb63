package org.neuralstyle.settings;

/** What a run starts from. */
public enum Initialization {
  /** The content image. */
  CONTENT,
  /** Uniform noise in 0..1 from the seed. */
  NOISE,
  /** An image given with the inputs. */
  IMAGE
}
