package org.neuralstyle.imagej;

import ij.IJ;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.neuralstyle.option.InputOptions;
import org.neuralstyle.option.Operation;
import org.neuralstyle.option.Options;
import org.neuralstyle.option.SettingOptions;
import org.neuralstyle.picture.DisplayedImage;
import org.neuralstyle.picture.ImageFiles;
import org.neuralstyle.picture.OpenedImage;
import org.neuralstyle.report.HeatMap;
import org.neuralstyle.report.SweepFolder;
import org.neuralstyle.storage.OutputFile;
import org.neuralstyle.study.Distances;
import org.neuralstyle.study.Source;
import org.neuralstyle.synthesis.LayerDistances;
import org.neuralstyle.synthesis.NeuralStyle;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Measures how far images are from each other in style and content, layer by layer. */
@Plugin(
    type = Command.class,
    label = "Measure Style and Content Distance...",
    description =
        "Measures how far images are from each other in the network's features and their statistics.",
    visible = false)
public final class MeasureDistance extends ExploreCommand {

  private static final String TABLE = "Distances";

  @Parameter(persist = false, required = false)
  private String images;

  @Parameter(persist = false, required = false)
  private String folder;

  @Parameter(persist = false)
  private String layers;

  @Parameter(persist = false)
  private String pooling;

  @Parameter(persist = false, required = false)
  private String output;

  private Distances distances;

  /** SciJava creates its commands itself. */
  public MeasureDistance() {
    super(Operation.DISTANCE);
  }

  @Override
  void execute(RunDisplay display) throws IOException, InterruptedException {
    Optional<Path> file = value(Options.TABLE_OUTPUT);
    if (file.isPresent()) {
      ImageFiles.checkWritable(file.get());
    }
    Optional<Path> images = value(InputOptions.IMAGE_FOLDER);
    List<Source> sources = images.isPresent() ? read(images.get()) : openSources();
    if (file.isPresent()) {
      OutputFile table = new OutputFile("output", file.get());
      table.checkApart(images.isPresent() ? ImageFiles.list(images.get()) : files());
      table.checkKind("a table", SweepFolder::isTable);
    }
    if (sources.size() < 2) {
      throw new IllegalArgumentException(
          "Distances need at least two images. " + (images.isPresent() ? "" : titles()));
    }
    try (NeuralStyle neuralStyle = computation().open()) {
      distances =
          Distances.measure(
              neuralStyle,
              sources,
              value(Options.MEASURED_LAYERS),
              value(SettingOptions.MEASURED_POOLING),
              new SweepStatus(display));
    }
    if (images.isPresent()) {
      for (LayerDistances layer : distances.layers()) {
        showToMacros("Style distances at " + layer.layer(), distances.styleMatrix(layer));
        showToMacros("Content distances at " + layer.layer(), distances.contentMatrix(layer));
      }
    }
    showToMacros(TABLE, distances.table());
    if (file.isPresent()) {
      SweepFolder.write(distances.table(), file.get());
    }
    display.ending(
        "Distances of %s images at %s layers".formatted(sources.size(), distances.layers().size()));
  }

  /** Of a pair, the table says all; of more images a map comes first. */
  @Override
  void showOutputs() {
    if (isForPerson() && distances.names().size() > 2) {
      ButtonWindow window = new ButtonWindow(HeatMap.of(distances));
      window.opener("Table", () -> show(TABLE, distances.explained()));
      window.showButtons();
    } else if (isForPerson()) {
      show(TABLE, distances.explained());
    }
  }

  private List<Source> openSources() {
    List<String> titles = value(InputOptions.IMAGES);
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
