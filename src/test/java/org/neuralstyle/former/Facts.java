package org.neuralstyle.former;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import ij.IJ;
import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a file that a run left tells of it, by name, read without the program itself. */
final class Facts {

  private static final String PREFIX = "neuralstyle.";

  private Facts() {}

  /** Of a folder the names in it; of a table its columns and rows; of others their settings. */
  static Map<String, String> of(Path file) throws IOException {
    Map<String, String> facts = new LinkedHashMap<>();
    String name = file.getFileName().toString();
    if (Files.isDirectory(file)) {
      try (Stream<Path> files = Files.list(file)) {
        facts.put(
            "files",
            files.map(f -> f.getFileName().toString()).sorted().collect(Collectors.joining(",")));
      }
    } else if (name.endsWith(".json")) {
      read(JsonParser.parseString(Files.readString(file)).getAsJsonObject(), facts);
    } else if (name.endsWith(".csv")) {
      List<String> lines = Files.readAllLines(file);
      facts.put("columns", lines.get(0));
      facts.put("rows", String.valueOf(lines.size() - 1));
    } else {
      read(IJ.openImage(file.toString()), facts);
    }
    return facts;
  }

  private static void read(JsonObject json, Map<String, String> facts) {
    for (Map.Entry<String, JsonElement> entry : json.entrySet()) {
      if (entry.getValue().isJsonPrimitive()) {
        facts.put(entry.getKey(), entry.getValue().getAsString());
      } else if (entry.getKey().equals("settings")) {
        read(entry.getValue().getAsJsonObject(), facts);
      } else if (entry.getValue().isJsonArray()) {
        facts.put(entry.getKey(), String.valueOf(entry.getValue().getAsJsonArray().size()));
      }
    }
  }

  /** Properties, and over them those in the labels of slices, of which the last counts. */
  private static void read(ImagePlus imp, Map<String, String> facts) {
    facts.put("size of the image", imp.getWidth() + " x " + imp.getHeight());
    facts.put("bits", String.valueOf(imp.getBitDepth()));
    facts.put("slices", String.valueOf(imp.getStackSize()));
    if (imp.getImageProperties() != null) {
      imp.getImageProperties()
          .forEach((name, value) -> facts.put(withoutPrefix(name), String.valueOf(value)));
    }
    for (int i = 1; i <= imp.getStackSize(); i++) {
      String label = imp.getStack().getSliceLabel(i);
      if (label != null && label.contains("\noperation: ")) {
        label
            .lines()
            .skip(1)
            .map(line -> line.split(": ?", 2))
            .forEach(pair -> facts.put(pair[0], pair[1]));
      }
    }
  }

  private static String withoutPrefix(Object name) {
    String text = String.valueOf(name);
    return text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : text;
  }
}
