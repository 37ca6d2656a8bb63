package org.neuralstyle.synthesis;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.codec.binary.Hex;
import org.apache.commons.codec.digest.DigestUtils;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.settings.Initialization;
import org.neuralstyle.settings.SynthesisSettings;

/**
 * The images of a run.
 *
 * @param content whose features are kept, if the settings have content layers
 * @param style whose statistics are taken on, if they have style layers
 * @param start what to start from, if that is neither content nor noise
 * @param temporal what the result is to stay close to, for a frame of a film
 */
public record Inputs(
    Optional<RgbImage> content,
    Optional<RgbImage> style,
    Optional<RgbImage> start,
    Optional<TemporalTarget> temporal) {

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
    this(content, style, start, Optional.empty());
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
    return new Inputs(content, style, Optional.of(image), temporal);
  }

  /**
   * The same with a temporal loss.
   *
   * @param target of any size; it is resampled
   * @return new inputs
   */
  public Inputs withTemporal(TemporalTarget target) {
    return new Inputs(content, style, start, Optional.of(target));
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
    checkSize("content", content);
    checkSize("style", style);
    checkSize("start", start);
    Scales.of(this, settings).check();
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
