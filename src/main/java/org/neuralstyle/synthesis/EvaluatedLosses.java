package org.neuralstyle.synthesis;

import org.neuralstyle.objective.Losses;

/**
 * The losses of one evaluation.
 *
 * @param evaluation its number over all scales, from 1
 * @param scale its scale, from 1, the coarsest
 * @param losses the losses of the image at that scale, with its margin where it has one
 */
public record EvaluatedLosses(int evaluation, int scale, Losses losses) {}
