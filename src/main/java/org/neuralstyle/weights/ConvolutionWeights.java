package org.neuralstyle.weights;

public record ConvolutionWeights(int inChannels, int outChannels, float[] kernel, float[] bias) {}
