package org.neuralstyle.badexample.imagej;

/** What {@link org.neuralstyle.badexample.cli.Leaking} should not know. */
public final class Neighbour {}
