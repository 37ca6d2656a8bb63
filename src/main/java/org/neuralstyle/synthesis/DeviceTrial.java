package org.neuralstyle.synthesis;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.neuralstyle.loss.GramLoss;
import org.neuralstyle.loss.GramMatrix;
import org.neuralstyle.objective.Edges;
import org.neuralstyle.objective.StyleTargets;
import org.neuralstyle.objective.TileGrid;
import org.neuralstyle.objective.TiledObjective;
import org.neuralstyle.tensor.ComputeDevice;
import org.neuralstyle.vgg.Layer;
import org.neuralstyle.vgg.Vgg19;

/** Tries a device with a style loss, to foretell from it how long runs will take. */
final class DeviceTrial {

  /** Sides of the image with which the device is tried: GPUs need more to be busy. */
  private static final int CPU_SIDE = 192;

  private static final int GPU_SIDE = 1024;
  private static final int TIMES = 6;

  /** Those before take longer than the evaluations of a run. */
  private static final int FIRST = 2;

  /** Convolutions up to which it is tried. */
  private static final int DEPTH = 5;

  private DeviceTrial() {}

  /** The median of some evaluations. */
  static Forecast.Trial of(ComputeDevice device, Vgg19 vgg) {
    Layer deepest = deepest(Layer.conv(vgg.depth()));
    List<Layer> layers =
        IntStream.rangeClosed(1, deepest.convolution()).mapToObj(Layer::conv).toList();
    int side = side(device);
    try (NDArray image = device.tensor(Pyramid.noise(side, side, 0))) {
      List<NDArray> grams =
          StyleTargets.of(vgg, image, layers, new GramMatrix(), side, Edges.COUNTED);
      List<TiledObjective.StyleTerm> style = new ArrayList<>();
      for (int i = 0; i < layers.size(); i++) {
        style.add(new TiledObjective.StyleTerm(layers.get(i), 1, new GramLoss(grams.get(i))));
      }
      TileGrid grid = TileGrid.of(side, side, deepest, side, vgg.grain());
      TiledObjective.Weights weights = new TiledObjective.Weights(0, 1);
      try (TiledObjective objective =
          new TiledObjective(vgg, grid, true, weights, style, List.of(), null, List.of())) {
        double[] seconds = new double[TIMES];
        for (int i = 0; i < TIMES; i++) {
          long begin = System.nanoTime();
          // The losses it returns wait for the device.
          objective.evaluate(image).close();
          seconds[i] = (System.nanoTime() - begin) / 1e9;
        }
        Arrays.sort(seconds, FIRST, TIMES);
        return new Forecast.Trial(seconds[(FIRST + TIMES - 1) / 2], unit(device, vgg));
      }
    }
  }

  /** What a trial does with a network. */
  static Effort.Unit unit(ComputeDevice device, Vgg19 vgg) {
    return new Effort.Unit(
        Math.pow(side(device), 2),
        deepest(Layer.conv(vgg.depth())),
        vgg.precision(),
        vgg.grain() > 1);
  }

  /** The deepest layer that a trial for a run needs. */
  static Layer deepest(Layer run) {
    return Layer.conv(Math.min(DEPTH, run.convolution()));
  }

  /** Width and height of the image, in pixels. */
  static int side(ComputeDevice device) {
    return device.isCpu() ? CPU_SIDE : GPU_SIDE;
  }
}
