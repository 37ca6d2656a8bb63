package org.neuralstyle.badexample.objective;

/** What an optimiser should not know. */
public final class StyleValue {}
