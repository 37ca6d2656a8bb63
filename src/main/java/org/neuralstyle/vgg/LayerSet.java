package org.neuralstyle.vgg;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Named sets of layers, and lists of layers given as text. */
public enum LayerSet {
  /** conv1_1, conv1_2, conv2_1, conv2_2, conv3_1: the default for styles. */
  FIRST_FIVE("first-five", 1, 2, 3, 4, 5),
  /** The first convolution of each block (Gatys et al., 2016). */
  FIRST_OF_BLOCKS("first-of-blocks", 1, 3, 5, 9, 13),
  /** The last convolution of each block. */
  LAST_OF_BLOCKS("last-of-blocks", 2, 4, 8, 12, 16),
  /** All 16 convolutions. */
  ALL("all", IntStream.rangeClosed(1, Layer.CONVOLUTIONS).toArray()),
  /** Both convolutions of block 1. */
  BLOCK_1("block1", 1, 2),
  /** Both convolutions of block 2. */
  BLOCK_2("block2", 3, 4),
  /** The four convolutions of block 3. */
  BLOCK_3("block3", 5, 6, 7, 8),
  /** The four convolutions of block 4. */
  BLOCK_4("block4", 9, 10, 11, 12),
  /** The four convolutions of block 5. */
  BLOCK_5("block5", 13, 14, 15, 16);

  private final String label;
  private final List<Layer> layers;

  LayerSet(String label, int... convolutions) {
    this.label = label;
    this.layers = Arrays.stream(convolutions).mapToObj(Layer::conv).toList();
  }

  /**
   * The name by which users choose the set.
   *
   * @return for example {@code first-five}
   */
  public String label() {
    return label;
  }

  /**
   * The layers of the set.
   *
   * @return from the first to the deepest
   */
  public List<Layer> layers() {
    return layers;
  }

  /**
   * Reads a list of layers.
   *
   * @param text the label of a set, or names and numbers of layers and labels of sets, separated by
   *     commas or blanks
   * @return the layers, each once, in the order given
   * @throws IllegalArgumentException if the list is empty or holds something unknown; the message
   *     names what there is
   */
  public static List<Layer> parse(String text) {
    List<Layer> layers =
        Arrays.stream(text.strip().split("[,\\s]+"))
            .filter(item -> !item.isEmpty())
            .flatMap(LayerSet::parseItem)
            .distinct()
            .toList();
    if (layers.isEmpty()) {
      throw new IllegalArgumentException("No layer is named. " + allowedSets());
    }
    return layers;
  }

  private static Stream<Layer> parseItem(String item) {
    for (LayerSet set : values()) {
      if (set.label.equals(item.toLowerCase(Locale.ROOT))) {
        return set.layers.stream();
      }
    }
    try {
      return Stream.of(Layer.parse(item));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(e.getMessage() + " " + allowedSets(), e);
    }
  }

  private static String allowedSets() {
    return "Sets of layers are "
        + Arrays.stream(values()).map(LayerSet::label).collect(Collectors.joining(", "))
        + ".";
  }

  /**
   * Writes a list so that {@link #parse} reads it again, by a set's label where it is one.
   *
   * @param layers the layers
   * @return for example {@code first-five} or {@code conv2_2,conv3_1}
   */
  public static String format(List<Layer> layers) {
    return Arrays.stream(values())
        .filter(set -> set.layers.equals(layers))
        .map(LayerSet::label)
        .findFirst()
        .orElseGet(() -> layers.stream().map(Layer::name).collect(Collectors.joining(",")));
  }
}
