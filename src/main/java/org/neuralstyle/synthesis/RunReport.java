package org.neuralstyle.synthesis;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.neuralstyle.objective.Losses;
import org.neuralstyle.option.Properties;
import org.neuralstyle.storage.OutputFile;

/** Writes what is known of a run as JSON. */
public final class RunReport {

  private static final int FORMAT = 1;

  private RunReport() {}

  /**
   * Writes the report of a run to a file, which appears whole or not at all, or into a device or
   * pipe. Where that cannot be, it is kept elsewhere.
   *
   * @param file the file, replaced if it is there
   * @param operation {@code transfer}, {@code texture} or {@code reconstruct}
   * @param result what the run came to
   * @throws IOException if it cannot be written; the message says where it is instead
   */
  public static void write(Path file, String operation, SynthesisResult result) throws IOException {
    OutputFile.writeOrKeep(file, part -> Files.writeString(part, toJson(operation, result)));
  }

  /**
   * Whether a file is such a report, which another one may replace.
   *
   * @param file the file
   * @return true if it begins as they do
   * @throws IOException if it cannot be read
   */
  public static boolean isReport(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      String begin = new String(in.readNBytes(200), StandardCharsets.UTF_8);
      return begin.startsWith("{")
          && begin.contains("\"format\"")
          && begin.contains("\"operation\"");
    }
  }

  /**
   * The report of a run.
   *
   * @param operation {@code transfer}, {@code texture} or {@code reconstruct}
   * @param result what the run came to
   * @return a JSON object: format, version, operation, settings, device, threads, weights, seconds,
   *     ending, warnings, losses, scores if they were measured, and evaluations
   */
  public static String toJson(String operation, SynthesisResult result) {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("format", FORMAT);
    report.put("version", result.environment().version());
    report.put("operation", operation);
    report.put("settings", Properties.of(result.settings()));
    report.put("device", result.environment().device());
    report.put("threads", result.environment().threads());
    report.put("weights", result.environment().weights());
    report.put("weightsSha256", result.environment().weightsSha256());
    result
        .environment()
        .weightsFileSha256()
        .ifPresent(hash -> report.put("weightsFileSha256", hash));
    report.put("weightsTrained", result.environment().trained());
    report.put("width", result.image().width());
    report.put("height", result.image().height());
    report.put("seconds", result.seconds());
    report.put("ending", result.ending().toString());
    report.put("warnings", result.warnings());
    report.put("losses", losses(result.losses()));
    result.scores().ifPresent(scores -> report.put("scores", scores.known()));
    report.put("evaluations", result.evaluations().stream().map(RunReport::evaluation).toList());
    Gson gson = new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();
    return gson.toJson(report) + System.lineSeparator();
  }

  private static Map<String, Object> evaluation(EvaluatedLosses evaluated) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("evaluation", evaluated.evaluation());
    map.put("scale", evaluated.scale());
    map.putAll(losses(evaluated.losses()));
    return map;
  }

  /** JSON has no infinities: such a loss is written as null. */
  private static Map<String, Object> losses(Losses losses) {
    Map<String, Object> map = new LinkedHashMap<>();
    List.of(
            Map.entry("content", losses.content()),
            Map.entry("style", losses.style()),
            Map.entry("totalVariation", losses.totalVariation()),
            Map.entry("temporal", losses.temporal()),
            Map.entry("total", losses.total()))
        .forEach(
            entry ->
                map.put(
                    entry.getKey(), Double.isFinite(entry.getValue()) ? entry.getValue() : null));
    return map;
  }
}
