package org.neuralstyle.study;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.neuralstyle.settings.SynthesisSettings;

/**
 * Every content in every style, at several sizes and with several settings, with scores: what there
 * is to look at before settings are chosen.
 *
 * @param contents the contents
 * @param styles the styles
 * @param sizes longer sides of the results in pixels
 * @param settings of transfers, by the names that they are to have; the size is replaced
 */
public record Page(
    List<Source> contents,
    List<Source> styles,
    List<Integer> sizes,
    Map<String, SynthesisSettings> settings)
    implements Sweep {

  /**
   * One picture of the page.
   *
   * @param content of the transfer
   * @param style of the transfer
   * @param size longer side in pixels
   * @param name of the settings
   */
  public record Place(Source content, Source style, int size, String name) {

    /**
     * What tells the picture apart.
     *
     * @return a line
     */
    public String label() {
      return "%s in %s, %s px, %s".formatted(content.name(), style.name(), size, name);
    }
  }

  /** Checks that there is something to do. */
  public Page {
    contents = List.copyOf(contents);
    styles = List.copyOf(styles);
    sizes = List.copyOf(sizes);
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    if (contents.isEmpty() || styles.isEmpty() || sizes.isEmpty() || settings.isEmpty()) {
      throw new IllegalArgumentException(
          "A page needs at least one content, one style, one size and one setting.");
    }
    for (int size : sizes) {
      if (size < 1) {
        throw new IllegalArgumentException(
            "A size on a page must be 1 px or more, not %s.".formatted(size));
      }
    }
  }

  @Override
  public String name() {
    return "page";
  }

  @Override
  public boolean isScored() {
    return true;
  }

  @Override
  public List<Source> sources() {
    return Stream.concat(contents.stream(), styles.stream()).distinct().toList();
  }

  @Override
  public int columnCount() {
    return settings.size();
  }

  /**
   * The pictures.
   *
   * @return in the order of the runs: pair by pair, size by size
   */
  public List<Place> places() {
    return contents.stream()
        .flatMap(
            content ->
                styles.stream()
                    .flatMap(
                        style ->
                            sizes.stream()
                                .flatMap(
                                    size ->
                                        settings.keySet().stream()
                                            .map(name -> new Place(content, style, size, name)))))
        .toList();
  }

  @Override
  public List<Run> runs() {
    return places().stream()
        .map(
            place ->
                Run.transfer(
                    place.label(),
                    place.content(),
                    place.style(),
                    settings
                        .get(place.name())
                        .withSchedule(schedule -> schedule.size(place.size()))))
        .toList();
  }
}
