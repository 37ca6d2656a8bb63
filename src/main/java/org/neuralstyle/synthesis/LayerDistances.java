package org.neuralstyle.synthesis;

import org.neuralstyle.vgg.Layer;

/**
 * How far images are from each other at a layer: symmetric matrices with zeros in the diagonal.
 *
 * @param layer where the features were taken
 * @param style mean squared differences of the normalised Gram matrices, as in the style loss
 * @param content mean squared differences of the features, as in the content loss; not a number
 *     between images of different sizes, whose features lie at different positions
 */
public record LayerDistances(Layer layer, double[][] style, double[][] content) {}
