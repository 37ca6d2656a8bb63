package org.neuralstyle.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What goes to an update site of Fiji's updater, as {@code src/update-site/files.txt} says. */
record UpdateSite(List<Row> rows) {

  /**
   * A jar.
   *
   * @param platform a platform's name, or {@code all}
   * @param folder where it goes in a Fiji, or {@code -} if Fiji has it itself
   */
  record Row(String platform, String folder, String artifact, String classifier) {

    boolean isFor(UpdatePlatform wanted) {
      return platform.equals("all") || platform.equals(wanted.toString());
    }

    boolean isUploaded() {
      return !folder.equals("-");
    }

    boolean is(Library library) {
      return artifact.equals(library.artifact()) && classifier.equals(library.classifier());
    }
  }

  static UpdateSite read() throws IOException {
    return new UpdateSite(
        Files.readAllLines(Path.of("src", "update-site", "files.txt")).stream()
            .filter(line -> !line.startsWith("#"))
            .map(line -> line.split(" +"))
            .map(part -> new Row(part[0], part[1], part[2], part.length == 4 ? part[3] : ""))
            .toList());
  }

  List<Row> of(UpdatePlatform platform) {
    return rows.stream().filter(row -> row.isFor(platform)).toList();
  }
}
