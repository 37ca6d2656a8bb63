package org.neuralstyle.study;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.neuralstyle.settings.SynthesisSettings;

/**
 * Every content in every style: rows of contents, columns of styles.
 *
 * @param contents the rows
 * @param styles the columns
 * @param settings of a transfer
 */
public record Gallery(List<Source> contents, List<Source> styles, SynthesisSettings settings)
    implements Sweep {

  /** Checks that there are images. */
  public Gallery {
    contents = List.copyOf(contents);
    styles = List.copyOf(styles);
    if (contents.isEmpty() || styles.isEmpty()) {
      throw new IllegalArgumentException(
          "A gallery needs at least one content image and one style image.");
    }
  }

  @Override
  public String name() {
    return "gallery";
  }

  @Override
  public List<Source> sources() {
    return Stream.concat(contents.stream(), styles.stream()).distinct().toList();
  }

  @Override
  public int columnCount() {
    return styles.size() + 1;
  }

  /** With the sources in the margins. */
  @Override
  public List<Panel> panels(List<RunResult> results) {
    List<Panel> panels = new ArrayList<>();
    panels.add(Panel.GAP);
    styles.forEach(style -> panels.add(Panel.of(style)));
    for (int i = 0; i < results.size(); i++) {
      if (i % styles.size() == 0) {
        panels.add(Panel.of(contents.get(i / styles.size())));
      }
      panels.add(Panel.of(results.get(i), row(results.get(i))));
    }
    return panels;
  }

  @Override
  public List<Run> runs() {
    // Row by row; a style's statistics are kept by the network from one run to the next.
    return contents.stream()
        .flatMap(
            content ->
                styles.stream()
                    .map(
                        style ->
                            Run.transfer(
                                content.name() + " in " + style.name(), content, style, settings)))
        .toList();
  }
}
