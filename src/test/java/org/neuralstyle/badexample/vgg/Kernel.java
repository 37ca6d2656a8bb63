package org.neuralstyle.badexample.vgg;

/** Breaks a rule of {@link org.neuralstyle.ArchitectureTest}: how the network computes, for all. */
public final class Kernel {}
