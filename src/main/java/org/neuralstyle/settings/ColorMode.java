package org.neuralstyle.settings;

/** Which colours a transfer has (Gatys, Bethge, Hertzmann and Shechtman, 2016). */
public enum ColorMode {
  /** The style's. */
  STYLE,
  /** The content's: only the luma is that of what was painted. */
  CONTENT,
  /** The style's, brought to mean and covariance of the content's before. */
  MATCHED
}
