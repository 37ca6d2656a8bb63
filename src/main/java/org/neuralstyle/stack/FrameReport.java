package org.neuralstyle.stack;

import org.neuralstyle.objective.Losses;

/**
 * What is known of a finished frame.
 *
 * @param frame its index, from 0
 * @param losses of its result
 * @param evaluations of the objective
 * @param effort the same in evaluations of the full size: one at half the size counts a quarter
 * @param seconds its time, flow included
 * @param sceneStart index of the first frame of its scene
 * @param known share of its pixels that are known from frames before, 0..1
 * @param restored whether it was taken from the work folder
 */
public record FrameReport(
    int frame,
    Losses losses,
    int evaluations,
    double effort,
    double seconds,
    int sceneStart,
    double known,
    boolean restored) {}
