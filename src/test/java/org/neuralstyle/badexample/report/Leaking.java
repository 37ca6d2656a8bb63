package org.neuralstyle.badexample.report;

/** Breaks a rule of {@link org.neuralstyle.ArchitectureTest}: another class has its name. */
final class Leaking {}
