package org.neuralstyle.synthesis;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.codec.binary.Hex;
import org.apache.commons.codec.digest.DigestUtils;
import org.neuralstyle.image.Mask;
import org.neuralstyle.image.Recoloring;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.settings.ColorMode;
import org.neuralstyle.settings.Initialization;
import org.neuralstyle.settings.LossSettings;
import org.neuralstyle.settings.SynthesisSettings;

/**
 * The images of a run.
 *
 * @param content whose features are kept, if the settings have content layers
 * @param style whose statistics are taken on, if they have style layers
 * @param start what to start from, if that is neither content nor noise
 * @param temporal what the result is to stay close to, for a frame of a film
 * @param guidance which styles go where
 * @param fresh of a frame that goes on from those before: what has just come into view, which may
 *     be nothing. Its style counts on its own as well, since that of the whole hardly tells of it.
 *     Empty for all other runs
 */
public record Inputs(
    Optional<RgbImage> content,
    Optional<RgbImage> style,
    Optional<RgbImage> start,
    Optional<TemporalTarget> temporal,
    Guidance guidance,
    Optional<Mask> fresh) {

  /** Values that are hashed at once. */
  private static final int HASHED = 1 << 16;

  /**
   * The images of a single result.
   *
   * @param content whose features are kept
   * @param style whose statistics are taken on
   * @param start what to start from
   */
  public Inputs(Optional<RgbImage> content, Optional<RgbImage> style, Optional<RgbImage> start) {
    this(content, style, start, Optional.empty(), Guidance.NONE, Optional.empty());
  }

  /**
   * A content alone.
   *
   * @param content the content
   * @return inputs of a reconstruction
   */
  public static Inputs content(RgbImage content) {
    return new Inputs(Optional.of(content), Optional.empty(), Optional.empty());
  }

  /**
   * A style alone.
   *
   * @param style the style
   * @return inputs of a texture
   */
  public static Inputs style(RgbImage style) {
    return new Inputs(Optional.empty(), Optional.of(style), Optional.empty());
  }

  /**
   * Content and style.
   *
   * @param content the content
   * @param style the style
   * @return inputs of a transfer
   */
  public static Inputs of(RgbImage content, RgbImage style) {
    return new Inputs(Optional.of(content), Optional.of(style), Optional.empty());
  }

  /**
   * The same with an image to start from.
   *
   * @param image of any size; it is resampled
   * @return new inputs, for {@link Initialization#IMAGE}
   */
  public Inputs withStart(RgbImage image) {
    return new Inputs(content, style, Optional.of(image), temporal, guidance, fresh);
  }

  /**
   * The same with a temporal loss.
   *
   * @param target of any size; it is resampled
   * @return new inputs
   */
  public Inputs withTemporal(TemporalTarget target) {
    return new Inputs(content, style, start, Optional.of(target), guidance, fresh);
  }

  /**
   * The same with further styles or regions.
   *
   * @param other which styles go where
   * @return new inputs
   */
  public Inputs withGuidance(Guidance other) {
    return new Inputs(content, style, start, temporal, other, fresh);
  }

  /**
   * The same as a frame that goes on from those before, from a start that knows the rest of it.
   *
   * @param mask of any size, 1 where something has just come into view
   * @return new inputs
   */
  public Inputs withFresh(Mask mask) {
    return new Inputs(content, style, start, temporal, guidance, Optional.of(mask));
  }

  /** The same content with all styles in its colours. */
  public Inputs matched() {
    RgbImage like = content.orElseThrow();
    return new Inputs(
        content,
        style.map(image -> Recoloring.matched(image, like)),
        start,
        temporal,
        guidance.with(
            guidance.styles().stream().map(image -> Recoloring.matched(image, like)).toList()),
        fresh);
  }

  /** All styles. */
  List<RgbImage> styles() {
    return Stream.concat(style.stream(), guidance.styles().stream()).toList();
  }

  /**
   * Checks, without computing anything, that settings fit these images.
   *
   * @param settings the settings of a run on them
   * @throws IllegalArgumentException if an image is missing, too small or too large; the message
   *     says which
   */
  public void check(SynthesisSettings settings) {
    require(
        content,
        !settings.losses().contentLayers().isEmpty(),
        "content layers need a content image");
    require(style, !settings.losses().styleLayers().isEmpty(), "style layers need a style image");
    require(
        content,
        settings.start().initialization() == Initialization.CONTENT,
        "a start from the content needs a content image; start from noise instead");
    require(
        start,
        settings.start().initialization() == Initialization.IMAGE,
        "a start from an image needs that image");
    guidance.check();
    boolean regions = guidance.inside().isPresent() || guidance.contentLabels().isPresent();
    require(content, regions, "a mask or labels need a content image");
    require(
        content,
        settings.blending().colour() != ColorMode.STYLE,
        "only with a content image can its colours be kept or matched");
    require(style, !styles().isEmpty(), "further styles need a first one");
    checkStyles(settings.losses());
    guidance.styles().forEach(image -> checkSize("further style", Optional.of(image)));
    checkSize("content", content);
    checkSize("style", style);
    checkSize("start", start);
    Scales.of(this, settings).check();
  }

  private void checkStyles(LossSettings losses) {
    int shares = losses.styleShares().size();
    if (shares > 0 && shares != styles().size()) {
      throw new IllegalArgumentException(
          "The shares of the styles are %s, and there are %s styles. Give one share for each, such as 0.7,0.3."
              .formatted(shares, styles().size()));
    }
    losses.styleBy().check(guidance.contentLabels().isPresent());
  }

  /**
   * The work of a run on these images, in evaluations of the full size: one at half the size counts
   * a quarter.
   *
   * @param settings of the run
   * @param evaluations that it did
   * @return their sum
   */
  public double work(SynthesisSettings settings, List<EvaluatedLosses> evaluations) {
    List<Scale> scales = Scales.of(this, settings).all();
    return evaluations.stream()
        .mapToDouble(evaluation -> Math.pow(scales.get(evaluation.scale() - 1).factor(), 2))
        .sum();
  }

  /** SHA-256 of the images that there are, by their roles, such as content. */
  Map<String, String> hashes() {
    Map<String, String> hashes = new LinkedHashMap<>();
    content.ifPresent(image -> hashes.put("content", hash(image, new float[0])));
    style.ifPresent(image -> hashes.put("style", hash(image, new float[0])));
    start.ifPresent(image -> hashes.put("start", hash(image, new float[0])));
    temporal.ifPresent(
        target ->
            hashes.put("temporal", hash(target.image(), target.confidence()) + target.weight()));
    guidance.images().forEach((role, image) -> hashes.put(role, hash(image, new float[0])));
    fresh.ifPresent(mask -> hashes.put("fresh", hash(mask.toRgb(), new float[0])));
    return hashes;
  }

  private static String hash(RgbImage image, float[] more) {
    MessageDigest digest = DigestUtils.getSha256Digest();
    digest.update(ByteBuffer.allocate(8).putInt(image.width()).putInt(image.height()).flip());
    for (float[] values : List.of(image.planes(), more)) {
      ByteBuffer piece = ByteBuffer.allocate(Float.BYTES * HASHED);
      for (int i = 0; i < values.length; i += HASHED) {
        int length = Math.min(HASHED, values.length - i);
        piece.asFloatBuffer().put(values, i, length);
        digest.update(piece.array(), 0, Float.BYTES * length);
      }
    }
    return Hex.encodeHexString(digest.digest());
  }

  private static void require(Optional<RgbImage> image, boolean needed, String reason) {
    if (needed && image.isEmpty()) {
      throw new IllegalArgumentException("An image is missing: " + reason + ".");
    }
  }

  /** Pixels of the largest image: three values of 4 bytes for each fill a buffer of Java's. */
  static final int MOST_PIXELS = Integer.MAX_VALUE / (3 * Float.BYTES);

  private static void checkSize(String name, Optional<RgbImage> image) {
    image.ifPresent(
        i -> {
          if (Math.min(i.width(), i.height()) < Scales.SMALLEST_SIDE) {
            throw new IllegalArgumentException(
                "The %s image has %s x %s px; it needs at least %s x %s px."
                    .formatted(
                        name, i.width(), i.height(), Scales.SMALLEST_SIDE, Scales.SMALLEST_SIDE));
          }
          if ((long) i.width() * i.height() > MOST_PIXELS) {
            throw new IllegalArgumentException(
                "The %s image has %s x %s px, and at most %s pixels fit one buffer. Give a smaller one."
                    .formatted(name, i.width(), i.height(), MOST_PIXELS));
          }
        });
  }
}
