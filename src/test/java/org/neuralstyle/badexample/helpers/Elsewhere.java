package org.neuralstyle.badexample.helpers;

/** Breaks a rule of {@link org.neuralstyle.ArchitectureTest}: lies in no package of the design. */
final class Elsewhere {}
