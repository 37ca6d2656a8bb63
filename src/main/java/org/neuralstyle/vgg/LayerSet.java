package org.neuralstyle.vgg;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.neuralstyle.weights.Vgg19Convolution;

/** Named sets of layers, and lists of layers given as text. */
public enum LayerSet {
  /** conv1_1, conv1_2, conv2_1, conv2_2, conv3_1: the default for styles. */
  FIRST_FIVE("first-five", layer -> layer.convolution() <= 5),
  /** The first convolution of each block (Gatys et al., 2016). */
  FIRST_OF_BLOCKS("first-of-blocks", Layer::isFirstOfBlock),
  /** The last convolution of each block. */
  LAST_OF_BLOCKS("last-of-blocks", Layer::isLastOfBlock),
  /** All 16 convolutions. */
  ALL("all", layer -> true),
  /** Both convolutions of block 1. */
  BLOCK_1("block1", layer -> layer.block() == 1),
  /** Both convolutions of block 2. */
  BLOCK_2("block2", layer -> layer.block() == 2),
  /** The four convolutions of block 3. */
  BLOCK_3("block3", layer -> layer.block() == 3),
  /** The four convolutions of block 4. */
  BLOCK_4("block4", layer -> layer.block() == 4),
  /** The four convolutions of block 5. */
  BLOCK_5("block5", layer -> layer.block() == 5);

  private final String label;
  private final List<Layer> layers;

  LayerSet(String label, Predicate<Layer> members) {
    this.label = label;
    this.layers =
        Vgg19Convolution.ALL.stream()
            .map(convolution -> Layer.conv(convolution.number()))
            .filter(members)
            .toList();
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
