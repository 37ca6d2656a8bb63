package org.neuralstyle.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.neuralstyle.option.Operation;
import org.neuralstyle.option.Options;
import org.neuralstyle.option.SettingOptions;
import org.neuralstyle.picture.ImageFiles;
import org.neuralstyle.report.SweepFolder;
import org.neuralstyle.study.Distances;
import org.neuralstyle.study.Source;
import org.neuralstyle.synthesis.LayerDistances;
import org.neuralstyle.synthesis.NeuralStyle;
import org.neuralstyle.vgg.Layer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** How far images are from each other. */
@Command(
    name = "distance",
    description = {
      "Measure how far images are from each other in style and content, layer by layer.",
      "Writes distances.csv, and for each layer style-LAYER.csv and content-LAYER.csv, matrices of all pairs. Images of different sizes have no content distance."
    })
final class DistanceCommand extends FolderCommand {

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE|FOLDER",
      description = "Images, or folders of images.")
  private List<Path> paths;

  DistanceCommand() {
    super(Operation.DISTANCE);
  }

  @Override
  String run(NeuralStyle neuralStyle, Path output, Console listener)
      throws IOException, InterruptedException {
    List<Path> files = new ArrayList<>();
    for (Path path : paths) {
      files.addAll(Files.isDirectory(path) ? images(path) : List.of(path));
    }
    List<Source> sources = open(files);
    List<Layer> measured = options().value(Options.MEASURED_LAYERS);
    List<String> names = new ArrayList<>(List.of("distances"));
    measured.forEach(layer -> names.addAll(List.of("style-" + layer, "content-" + layer)));
    checkApart(names);
    Distances distances =
        Distances.measure(
            neuralStyle,
            sources,
            measured,
            options().value(SettingOptions.MEASURED_POOLING),
            listener);
    Files.createDirectories(output);
    SweepFolder.write(distances.table(), output.resolve("distances.csv"));
    for (LayerDistances layer : distances.layers()) {
      SweepFolder.write(
          distances.styleMatrix(layer), output.resolve("style-" + layer.layer() + ".csv"));
      SweepFolder.write(
          distances.contentMatrix(layer), output.resolve("content-" + layer.layer() + ".csv"));
    }
    return "%s: %s images, %s layers."
        .formatted(output.resolve("distances.csv"), files.size(), distances.layers().size());
  }

  private List<Path> images(Path folder) {
    try {
      return ImageFiles.list(folder);
    } catch (IOException e) {
      throw badInput(e.getMessage());
    }
  }
}
