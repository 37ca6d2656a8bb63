package org.neuralstyle.install;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Libraries that must come from one place, because their versions fit each other.
 *
 * @param name what people call them
 * @param least the earliest version of each artifact that the plugin was tried with
 */
record LibraryFamily(String name, Map<String, String> least) {

  /** The plugin's own artifact. */
  static final String PLUGIN = "Neural_Style";

  /** What the plugin needs. A library on its own is a family too. */
  static final List<LibraryFamily> ALL =
      List.of(
          new LibraryFamily(
              "the Deep Java Library",
              Map.of(
                  "api", "0.35.1",
                  "pytorch-engine", "0.35.1",
                  "pytorch-jni", "2.7.1-0.35.1",
                  "pytorch-native-cpu", "2.7.1")),
          new LibraryFamily(
              "OpenCV for Java",
              Map.of("javacpp", "1.5.10", "openblas", "0.3.26-1.5.10", "opencv", "4.9.0-1.5.10")),
          // FFmpeg 6.1 writes no films with the settings that the plugin has.
          new LibraryFamily(
              "FFmpeg for Java", Map.of("javacv", "1.5.12", "ffmpeg", "7.1.1-1.5.12")),
          new LibraryFamily(
              "TwelveMonkeys ImageIO",
              Map.of(
                  "common-image", "3.14.0",
                  "common-io", "3.14.0",
                  "common-lang", "3.14.0",
                  "imageio-core", "3.14.0",
                  "imageio-jpeg", "3.14.0",
                  "imageio-metadata", "3.14.0",
                  "imageio-tiff", "3.14.0",
                  "imageio-webp", "3.14.0")),
          single("imglib2", "7.0.0"),
          single("scijava-common", "2.94.2"),
          single("parsington", "3.0.0"),
          single("gson", "2.9.0"),
          single("jna", "5.12.1"),
          single("slf4j-api", "1.7.36"),
          single("commons-codec", "1.15"),
          single("commons-compress", "1.21"),
          single("commons-io", "2.11.0"));

  /**
   * What version 0.1.0 left in {@code jars/} and below, and nothing else in such an ImageJ needed.
   */
  static final List<String> OF_EARLIER_INSTALLS =
      List.of(
          "api-0.35.1",
          "pytorch-engine-0.35.1",
          "pytorch-jni-2.7.1-0.35.1",
          "pytorch-native-cpu-2.7.1",
          "javacpp-1.5.12",
          "javacv-1.5.12",
          "opencv-4.11.0-1.5.12",
          "openblas-0.3.30-1.5.12",
          "ffmpeg-7.1.1-1.5.12",
          "slf4j-simple-2.0.17");

  private static LibraryFamily single(String artifact, String least) {
    return new LibraryFamily(artifact, Map.of(artifact, least));
  }

  /** The family of an artifact; empty for the plugin itself. */
  static Optional<LibraryFamily> of(String artifact) {
    return ALL.stream().filter(family -> family.least.containsKey(artifact)).findFirst();
  }
}
