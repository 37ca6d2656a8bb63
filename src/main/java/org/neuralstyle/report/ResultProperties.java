package org.neuralstyle.report;

import ij.ImagePlus;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.neuralstyle.storage.GivenPath;
import org.neuralstyle.study.RunResult;
import org.neuralstyle.synthesis.SynthesisResult;

/** Settings and losses as properties of an image, which TIFF files keep and Show Info lists. */
public final class ResultProperties {

  /** The properties' names begin with this. */
  public static final String PREFIX = "neuralstyle.";

  private ResultProperties() {}

  /**
   * Adds what a run did to its image.
   *
   * @param imp the image, changed
   * @param operation reconstruct, texture or transfer
   * @param sources titles of the images it was made from, by {@code content} and {@code style}
   * @param result of the run
   */
  public static void add(
      ImagePlus imp, String operation, Map<String, String> sources, SynthesisResult result) {
    imp.setProp(PREFIX + "operation", operation);
    sources.forEach((role, title) -> imp.setProp(PREFIX + role, GivenPath.shown(title)));
    result.properties().forEach((name, value) -> imp.setProp(PREFIX + name, String.valueOf(value)));
  }

  /**
   * A slice's label: the first line is the run's, the others are properties without the prefix.
   *
   * @param result of a run in a stack of runs
   * @return lines, which Image &gt; Show Info shows
   */
  static String label(RunResult result) {
    Map<String, Object> properties = new LinkedHashMap<>();
    if (result.result().isEmpty()) {
      properties.put("failed", result.failure().orElse(""));
    } else {
      properties.put("operation", result.run().operation());
      result.run().content().ifPresent(name -> properties.put("content", name));
      result.run().style().ifPresent(name -> properties.put("style", name));
      properties.putAll(result.result().get().properties());
    }
    String label = result.run().label() + (result.result().isEmpty() ? " (failed)" : "");
    return properties.entrySet().stream()
        .map(property -> property.getKey() + ": " + property.getValue())
        .collect(Collectors.joining("\n", label + "\n", ""));
  }

  /**
   * Reads them back: those of the current slice, if its label has them, otherwise the image's.
   *
   * @param imp a result, or a stack of results
   * @return values by name without the prefix, empty if there are none
   */
  public static Map<String, String> read(ImagePlus imp) {
    Map<String, String> properties = new LinkedHashMap<>();
    String label = imp.getStack().getSliceLabel(imp.getCurrentSlice());
    if (label != null) {
      label
          .lines()
          .skip(1)
          .map(line -> line.split(": ?", 2))
          .filter(pair -> pair.length == 2)
          .forEach(pair -> properties.put(pair[0], pair[1]));
    }
    if (!properties.containsKey("operation")) {
      properties.clear();
      properties(imp)
          .forEach(
              (key, value) -> {
                if (String.valueOf(key).startsWith(PREFIX)) {
                  properties.put(
                      String.valueOf(key).substring(PREFIX.length()), String.valueOf(value));
                }
              });
    }
    return properties;
  }

  private static Properties properties(ImagePlus imp) {
    Properties properties = imp.getImageProperties();
    return properties == null ? new Properties() : properties;
  }
}
