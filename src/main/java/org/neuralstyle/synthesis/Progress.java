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
 * @param losses of the last evaluation
 * @param preview copies the best image so far from the device
 */
public record Progress(
    int evaluation,
    int evaluations,
    int scale,
    int scales,
    Losses losses,
    Supplier<RgbImage> preview) {}
