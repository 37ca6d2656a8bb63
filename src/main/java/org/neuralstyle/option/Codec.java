package org.neuralstyle.option;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.neuralstyle.storage.GivenPath;
import org.neuralstyle.tensor.DeviceChoice;
import org.neuralstyle.vgg.Layer;
import org.neuralstyle.vgg.LayerSet;
import org.neuralstyle.vgg.WeightedLayer;
import org.neuralstyle.weights.WeightsChoice;

/**
 * How values of one type are read from text and written, whatever the way in. People may write
 * words in any case, with dashes or underscores, and a decimal comma; what is written has decimal
 * points.
 *
 * @param kind what a dialog shows
 * @param placeholder stands for the value in a command's help
 * @param expected ends the sentence "It must be ..."; empty where the reader's own messages say it
 * @param choices the values there are, empty if they are not few
 * @param reader makes a value of a text without outer blanks
 * @param writer makes a Boolean, Integer, Long, Double or String of a value, which the reader reads
 */
@RecordBuilder
public record Codec<T>(
    Kind kind,
    String placeholder,
    String expected,
    List<String> choices,
    Function<String, T> reader,
    Function<T, Object> writer)
    implements CodecBuilder.With<T> {

  /** What a value looks like in a dialog. */
  public enum Kind {
    /** An int. */
    WHOLE,
    /** A long. */
    SEED,
    /** A double. */
    DECIMAL,
    /** True or false. */
    FLAG,
    /** One of few words. */
    CHOICE,
    /** Any text. */
    TEXT,
    /** The path of a folder. */
    FOLDER,
    /** An image that is open or, on the command line, a file. */
    IMAGE,
    /** Several texts of a command line, each of which is read by itself. */
    SEVERAL
  }

  /**
   * Reads a value.
   *
   * @param name what the value is called where it was written
   * @param text what was written
   * @return the value
   * @throws IllegalArgumentException if there is no such value; the message has the name, the text
   *     and what is allowed
   */
  T parse(String name, String text) {
    try {
      return reader.apply(text.strip());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          expected.isEmpty()
              ? e.getMessage()
              : "%s cannot be \"%s\"; it must be %s.".formatted(name, text, expected),
          e);
    }
  }

  private static <T> Codec<T> of(
      Kind kind, String placeholder, Function<String, T> reader, Function<T, Object> writer) {
    return new Codec<>(kind, placeholder, "", List.of(), reader, writer);
  }

  private static <T> Codec<T> text(
      String placeholder, Function<String, T> reader, Function<T, Object> writer) {
    return of(Kind.TEXT, placeholder, reader, writer);
  }

  static Codec<Integer> whole(String placeholder, int least) {
    return Codec.<Integer>of(Kind.WHOLE, placeholder, Integer::valueOf, value -> value)
        .withExpected("a whole number of %s or more".formatted(least));
  }

  static Codec<Long> seed() {
    return Codec.<Long>of(Kind.SEED, "N", Long::valueOf, value -> value)
        .withExpected("a whole number");
  }

  static Codec<Double> factor() {
    return Codec.<Double>of(Kind.DECIMAL, "W", Codec::decimal, value -> value)
        .withExpected("a number of 0 or more, such as 0.5 or 1e7");
  }

  /** A share, or an empty text for none. */
  static Codec<Optional<Double>> share() {
    return Codec.<Optional<Double>>of(
            Kind.DECIMAL,
            "0..1",
            text -> text.isEmpty() ? Optional.empty() : Optional.of(decimal(text)),
            value -> value.<Object>map(number -> number).orElse(""))
        .withExpected("a number from 0 to 1");
  }

  /** A number as it is written anywhere; what could as well be thousands is refused. */
  private static Double decimal(String text) {
    if (text.matches("[+-]?\\d{1,3},\\d{3}")) {
      throw new IllegalArgumentException(text);
    }
    return Double.valueOf(text.indexOf('.') < 0 ? text.replaceFirst(",", ".") : text);
  }

  static Codec<Boolean> flag() {
    List<String> yes = List.of("true", "1");
    List<String> all = List.of("true", "1", "false", "0");
    return Codec.<Boolean>of(
            Kind.FLAG, "true|false", text -> yes.contains(word(all, text)), value -> value)
        .withExpected("true or false");
  }

  static Codec<String> choice(String... words) {
    List<String> choices = List.of(words);
    return choice(choices, text -> word(choices, text), value -> value);
  }

  /** Constants; people choose among some, and files may hold all. */
  static <E extends Enum<E>> Codec<E> constants(List<E> offered) {
    List<E> all = List.of(offered.get(0).getDeclaringClass().getEnumConstants());
    List<String> words = all.stream().map(Codec::name).toList();
    return choice(
        offered.stream().map(Codec::name).toList(),
        text -> all.get(words.indexOf(word(words, text))),
        Codec::name);
  }

  private static <T> Codec<T> choice(
      List<String> choices, Function<String, T> reader, Function<T, Object> writer) {
    return of(Kind.CHOICE, String.join("|", choices), reader, writer)
        .withExpected("one of " + String.join(", ", choices))
        .withChoices(choices);
  }

  private static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Which of some words is meant; cases are compared by letters, as no language changes them. */
  private static String word(List<String> words, String text) {
    return words.stream()
        .filter(word -> word.equalsIgnoreCase(text.replace('_', '-')))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(text));
  }

  static Codec<List<WeightedLayer>> weightedLayers() {
    return text(
        "LAYERS",
        text -> text.isEmpty() ? List.of() : WeightedLayer.parse(text),
        WeightedLayer::format);
  }

  static Codec<List<Layer>> layers() {
    return text("LAYERS", LayerSet::parse, LayerSet::format);
  }

  static Codec<List<Integer>> wholes() {
    return text(
        "N,N",
        text ->
            Stream.of(text.replaceAll("[\\[\\]]", "").split(","))
                .map(item -> Integer.valueOf(item.strip()))
                .toList(),
        List::toString);
  }

  /** Items separated by semicolons, since layers and numbers have commas. */
  static Codec<List<String>> list(String placeholder) {
    return text(
        placeholder,
        text ->
            Stream.of(text.split(";")).map(String::strip).filter(item -> !item.isEmpty()).toList(),
        list -> String.join("; ", list));
  }

  static Codec<List<Double>> factors(String separator) {
    return text(
        "W" + separator + "W",
        text ->
            Stream.of(text.split(separator.strip()))
                .filter(item -> !item.isBlank())
                .map(item -> factor().parse("A weight", item))
                .toList(),
        list -> list.stream().map(Codec::shown).collect(Collectors.joining(separator)));
  }

  static Codec<List<Path>> files() {
    return Codec.<List<Path>>text(
            "FILE",
            text -> List.of(GivenPath.of(text)),
            list -> list.stream().map(Path::toString).collect(Collectors.joining("; ")))
        .several();
  }

  /** For a command line, where it may be given more than once. */
  Codec<T> several() {
    return withKind(Kind.SEVERAL);
  }

  static Codec<WeightsChoice> weights() {
    return text(
        "FILE|auto|untrained",
        WeightsChoice::parse,
        choice ->
            choice instanceof WeightsChoice.FromFile file
                ? file.path().toString()
                : choice instanceof WeightsChoice.Auto ? "auto" : "untrained");
  }

  static Codec<DeviceChoice> device() {
    return text("auto|cpu|cuda:N|mps", DeviceChoice::parse, DeviceChoice::toString);
  }

  static Codec<Optional<Path>> file(String placeholder) {
    return text(
        placeholder,
        text -> text.isEmpty() ? Optional.empty() : Optional.of(GivenPath.of(text)),
        path -> path.map(Path::toString).orElse(""));
  }

  /** An image by its file or, in ImageJ, by the title of an open one. */
  static Codec<Optional<String>> guide() {
    return text(
        "FILE",
        text -> text.isEmpty() ? Optional.empty() : Optional.of(text),
        name -> name.orElse(""));
  }

  static Codec<Optional<Path>> folder() {
    return file("FOLDER").withKind(Kind.FOLDER);
  }

  static Codec<String> text(String placeholder) {
    return text(placeholder, text -> text, text -> text);
  }

  static Codec<String> image() {
    return text("FILE").withKind(Kind.IMAGE);
  }

  /**
   * Writes a value as people would, numbers as short as they can be: 1e3 and 0.5, not 1.0E7.
   *
   * @param value what a writer makes, or null
   * @return the text, which the reader reads; empty for null
   */
  public static String shown(Object value) {
    if (value instanceof Double number && Double.isFinite(number)) {
      return shortest(new BigDecimal(number.toString()).stripTrailingZeros());
    }
    return value == null ? "" : value.toString();
  }

  /** With an exponent where that is shorter than without. */
  private static String shortest(BigDecimal number) {
    String plain = number.toPlainString();
    int exponent = number.precision() - number.scale() - 1;
    String power = number.scaleByPowerOfTen(-exponent).toPlainString() + "e" + exponent;
    return power.length() < plain.length() ? power : plain;
  }
}
