package org.neuralstyle.synthesis;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.objective.Losses;
import org.neuralstyle.option.Properties;
import org.neuralstyle.settings.PrecisionChoice;
import org.neuralstyle.settings.SynthesisSettings;

/**
 * A run that a {@link Checkpoint} holds.
 *
 * @param header what there is to know of it
 * @param image the best so far
 * @param begin the canvas that its scale began with, if the header says so, otherwise the image
 * @param file that holds it
 * @param offset of the optimiser's state in the file
 */
record KeptRun(Header header, RgbImage image, RgbImage begin, Path file, long offset) {

  private static final String ITERATIONS = "iterations";
  private static final String PRECISION = "precision";

  /**
   * What there is to know of a run beside its image.
   *
   * @param version of the program
   * @param settings as {@link Properties} has them, with the precision that is used
   * @param inputs as {@link Inputs#hashes()} has them
   * @param weightsSha256 of the layers that it uses
   * @param device that it runs on
   * @param threads with which libtorch computes on the CPU
   * @param scales all sizes
   * @param plans how memory is used at each
   * @param scale index of the size that it is at
   * @param before evaluations at this size whose optimisation was given up for lack of memory
   * @param evaluations that were done, of all sizes
   * @param losses of the image; {@code null} before there is one
   * @param seconds it took so far
   * @param warnings of the result
   * @param begins whether the canvas that the scale began with is kept as well, which neighbours
   *     are chosen for
   */
  record Header(
      String version,
      Map<String, String> settings,
      Map<String, String> inputs,
      String weightsSha256,
      String device,
      int threads,
      List<Scale> scales,
      List<MemoryPlan> plans,
      int scale,
      int before,
      List<EvaluatedLosses> evaluations,
      Losses losses,
      double seconds,
      List<String> warnings,
      boolean begins) {

    /** The same run some evaluations later. */
    Header at(
        List<MemoryPlan> nowPlans,
        int nowScale,
        int nowBefore,
        List<EvaluatedLosses> nowEvaluations,
        Losses nowLosses,
        double nowSeconds,
        List<String> nowWarnings) {
      return new Header(
          version,
          settings,
          inputs,
          weightsSha256,
          device,
          threads,
          scales,
          nowPlans,
          nowScale,
          nowBefore,
          nowEvaluations,
          nowLosses,
          nowSeconds,
          nowWarnings,
          begins);
    }
  }

  /** What the run is known by, as text, by name. */
  static Map<String, String> text(SynthesisSettings settings) {
    Map<String, String> text = new TreeMap<>();
    Properties.key(settings).forEach((name, value) -> text.put(name, String.valueOf(value)));
    return text;
  }

  /**
   * The settings to go on with: those of this run, or more iterations.
   *
   * @param inputs of the run that is asked for
   * @param wanted its settings
   * @return these, with the precision of this run where the choice is free
   * @throws IllegalArgumentException if it is another run; the message says in what
   */
  SynthesisSettings settings(Inputs inputs, SynthesisSettings wanted) {
    Map<String, String> hashes = inputs.hashes();
    for (String role : union(header.inputs.keySet(), hashes.keySet())) {
      if (!hashes.getOrDefault(role, "").equals(header.inputs.get(role))) {
        throw another("another " + role + " image");
      }
    }
    SynthesisSettings settings = wanted;
    Map<String, String> text = text(wanted);
    for (String name : union(header.settings.keySet(), text.keySet())) {
      String now = text.get(name);
      String kept = header.settings.get(name);
      if (name.equals(ITERATIONS)) {
        checkIterations(wanted.schedule().iterations());
      } else if (name.equals(PRECISION) && wanted.engine().precision() == PrecisionChoice.AUTO) {
        settings =
            wanted.withEngine(
                engine -> engine.precision(PrecisionChoice.valueOf(kept.toUpperCase(Locale.ROOT))));
      } else if (now == null || !now.equals(kept)) {
        throw another(
            "%s %s, not %s"
                .formatted(
                    name,
                    Objects.requireNonNullElse(kept, "as it is by default"),
                    Objects.requireNonNullElse(now, "that by default")));
      }
    }
    return settings;
  }

  private void checkIterations(int wanted) {
    if (wanted < iterations()) {
      throw new IllegalArgumentException(
          "The checkpoint %s is of a run of %s iterations; it goes on with as many or more, not with %s. Give more, or another file to begin anew."
              .formatted(file, iterations(), wanted));
    }
  }

  int iterations() {
    return Integer.parseInt(header.settings.get(ITERATIONS));
  }

  private static Set<String> union(Set<String> some, Set<String> others) {
    Set<String> all = new TreeSet<>(some);
    all.addAll(others);
    return all;
  }

  /**
   * Checks that the network is the same.
   *
   * @param weightsSha256 of the layers that the run uses
   * @throws IllegalArgumentException if it is another one
   */
  void checkWeights(String weightsSha256) {
    if (!weightsSha256.equals(header.weightsSha256)) {
      throw another("other VGG-19 weights");
    }
  }

  /**
   * Checks that this version of the program goes through the same sizes.
   *
   * @throws IllegalArgumentException if it does not
   */
  void checkScales(List<Scale> scales) {
    boolean same = scales.size() == header.scales.size();
    for (int i = 0; same && i < scales.size(); i++) {
      same =
          scales.get(i).width() == header.scales.get(i).width()
              && scales.get(i).height() == header.scales.get(i).height();
    }
    if (!same) {
      throw another("other sizes on the way, since it was made by version " + header.version);
    }
  }

  private IllegalArgumentException another(String difference) {
    return new IllegalArgumentException(
        "The checkpoint %s is of a run with %s. Give what that run was given, or another file to begin anew."
            .formatted(file, difference));
  }

  /** The optimiser's state, to be closed by the caller. */
  DataInputStream state() throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    channel.position(offset);
    return new DataInputStream(new BufferedInputStream(Channels.newInputStream(channel), 1 << 16));
  }
}
