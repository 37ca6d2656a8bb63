package org.neuralstyle.synthesis;

/** What the style loss of a scale is. */
enum Phase {
  /** The distance of statistics. */
  STATISTICS,
  /** That of hypercolumns from their nearest neighbours. */
  HYPERCOLUMNS,
  /** That of each layer's features from their nearest neighbours. */
  LAYERS
}
