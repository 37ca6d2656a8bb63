package org.neuralstyle.imagej;

import ij.IJ;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.neuralstyle.image.OutputFile;
import org.neuralstyle.picture.DisplayedImage;
import org.neuralstyle.picture.ImageFiles;
import org.neuralstyle.picture.OpenedImage;
import org.neuralstyle.report.SweepFolder;
import org.neuralstyle.study.Distances;
import org.neuralstyle.study.Source;
import org.neuralstyle.synthesis.LayerDistances;
import org.neuralstyle.synthesis.NeuralStyle;
import org.neuralstyle.vgg.LayerSet;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Measures how far images are from each other in style and content, layer by layer. */
@Plugin(type = Command.class, label = "Measure Style and Content Distance...", visible = false)
public final class MeasureDistance extends ExploreCommand {

  @Parameter(
      label = "Images",
      description = "Titles of open images, separated by semicolons; empty for all",
      required = false,
      persist = false)
  private String images = "";

  @Parameter(
      label = "Folder of images (optional)",
      style = FOLDER,
      description = "All images in this folder instead of open ones; adds matrices of all pairs",
      required = false,
      persist = false)
  private String folder = "";

  @Parameter(label = "Layers", description = "Names, numbers or sets of layers", persist = false)
  private String layers = LayerSet.FIRST_FIVE.label();

  @Parameter(
      label = "Pooling",
      choices = {"max", "average"},
      persist = false)
  private String pooling = "max";

  @Parameter(
      label = "VGG-19 weights",
      description = "auto, a path to a safetensors file, or untrained (random)",
      persist = false)
  private String weights = "auto";

  @Parameter(label = "Device", description = "auto, cpu, cuda:N or mps", persist = false)
  private String device = "auto";

  @Parameter(
      label = "Save table as (optional)",
      description = "Path of a CSV file",
      required = false,
      persist = false)
  private String output = "";

  @Override
  void execute(RunDisplay display) throws IOException, InterruptedException {
    Optional<Path> file =
        output == null || output.isBlank()
            ? Optional.empty()
            : Optional.of(Path.of(output.strip()));
    if (file.isPresent()) {
      ImageFiles.checkWritable(file.get());
    }
    boolean whole = folder != null && !folder.isBlank();
    List<Source> sources = whole ? read(Path.of(folder.strip())) : openSources();
    if (file.isPresent()) {
      OutputFile table = new OutputFile("output", file.get());
      table.checkApart(whole ? ImageFiles.list(Path.of(folder.strip())) : files());
      table.checkKind("a table", SweepFolder::isTable);
    }
    if (sources.size() < 2) {
      throw new IllegalArgumentException(
          "Distances need at least two images. " + (whole ? "" : titles()));
    }
    Distances distances;
    try (NeuralStyle neuralStyle = new SynthesisCommand.Engine(weights, device).open()) {
      distances =
          Distances.measure(
              neuralStyle,
              sources,
              LayerSet.parse(layers),
              SynthesisCommand.pooling(pooling),
              new SweepStatus(display));
    }
    if (whole) {
      for (LayerDistances layer : distances.layers()) {
        show("Style distances at " + layer.layer(), distances.styleMatrix(layer));
        show("Content distances at " + layer.layer(), distances.contentMatrix(layer));
      }
    }
    show("Distances", distances.table());
    if (file.isPresent()) {
      SweepFolder.write(distances.table(), file.get());
    }
  }

  private List<Source> openSources() {
    List<String> titles = list(images == null ? "" : images);
    return (titles.isEmpty() ? CommandInputs.images() : images("images", titles))
        .stream().map(imp -> source(imp, "input")).toList();
  }

  private static List<Source> read(Path folder) throws IOException {
    List<Source> sources = new ArrayList<>();
    for (Path file : ImageFiles.list(folder)) {
      OpenedImage opened = ImageFiles.read(file);
      opened.warnings().forEach(IJ::log);
      sources.add(
          new Source(String.valueOf(file.getFileName()), DisplayedImage.of(opened).toRgb()));
    }
    return sources;
  }
}
