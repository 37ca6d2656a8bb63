package org.neuralstyle.synthesis;

import java.util.function.Supplier;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.objective.Losses;

/**
 * How far a run is.
 *
 * @param evaluation evaluations done, over all scales
 * @param evaluations evaluations in all
 * @param scale the scale, from 1, the coarsest
 * @param scales number of scales
 * @param part how much of the time it takes is over, 0..1, where finer scales take longer
 * @param secondsLeft expected from now on if all evaluations are used; NaN at first if the device
 *     was not tried, until there is something to go by
 * @param losses of the last evaluation
 * @param preview copies the best image so far from the device
 */
public record Progress(
    int evaluation,
    int evaluations,
    int scale,
    int scales,
    double part,
    double secondsLeft,
    Losses losses,
    Supplier<RgbImage> preview) {}
