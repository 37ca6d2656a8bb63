package org.neuralstyle.imagej;

import ij.ImagePlus;
import java.util.List;
import java.util.Optional;
import org.neuralstyle.option.Operation;
import org.neuralstyle.option.SweepOptions;
import org.neuralstyle.settings.SynthesisSettings;
import org.neuralstyle.study.Seeds;
import org.neuralstyle.study.Source;
import org.neuralstyle.study.Sweep;
import org.neuralstyle.vgg.WeightedLayer;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Makes the same from noise of different seeds. */
@Plugin(
    type = Command.class,
    label = "Seeds...",
    description = "Makes the same from several seeds of the noise, to show how much chance does.",
    visible = false)
public final class SweepSeeds extends SweepCommand {

  @Parameter(persist = false)
  private ImagePlus image;

  @Parameter(persist = false)
  private String operation;

  @Parameter(persist = false, required = false)
  private String layers;

  @Parameter(persist = false)
  private int count;

  /** SciJava creates its commands itself. */
  public SweepSeeds() {
    super(Operation.SEEDS);
  }

  @Override
  Sweep sweep() {
    Source source = source(image, "input");
    return new Seeds(
        Optional.of(source), Optional.of(source), value(SweepOptions.COUNT), seededSettings());
  }

  private SynthesisSettings seededSettings() {
    SynthesisSettings settings = settings().synthesis();
    return value(SweepOptions.SEEDED).equals("texture")
        ? settings.withLosses(
            losses -> losses.contentLayers(List.of()).styleLayers(layers("first-five")))
        : settings
            .withLosses(losses -> losses.styleLayers(List.of()).contentLayers(layers("conv1_1")))
            .withSchedule(schedule -> schedule.scales(1));
  }

  private List<WeightedLayer> layers(String otherwise) {
    String chosen = value(SweepOptions.SEEDED_LAYERS);
    return WeightedLayer.parse(chosen.isEmpty() ? otherwise : chosen);
  }
}
