package org.neuralstyle.synthesis;

import org.neuralstyle.objective.Losses;

/**
 * The losses of one evaluation.
 *
 * @param evaluation its number over all scales, from 1
 * @param scale its scale, from 1, the coarsest
 * @param losses the losses; in the total of a transfer's coarser scales the content weighs 50 times
 *     as much, as it does there in what is minimised
 */
public record EvaluatedLosses(int evaluation, int scale, Losses losses) {}
