package org.neuralstyle.weights;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.neuralstyle.storage.GivenPath;
import org.neuralstyle.tensor.CacheFolder;

/**
 * Where weights are looked for when none are chosen.
 *
 * @param file a safetensors file that comes before everything else, or nothing
 * @param address the safetensors file to download from, http or https
 * @param cacheFolder the folder that keeps what was downloaded
 * @param connectTimeout the longest wait for the first answer of the server, from looking up its
 *     name to the head of its answer, redirections included
 * @param stallTimeout the longest wait for any later answer, and the time over which the rate is
 *     measured
 * @param minimumRate bytes per second; a download that is slower than this over {@code
 *     stallTimeout} has stalled
 */
public record WeightsSettings(
    Optional<Path> file,
    URI address,
    Path cacheFolder,
    Duration connectTimeout,
    Duration stallTimeout,
    int minimumRate) {

  /** torchvision's weights of VGG-19 on the Hugging Face hub. */
  public static final URI DEFAULT_ADDRESS =
      URI.create("https://huggingface.co/timm/vgg19.tv_in1k/resolve/main/model.safetensors");

  /** System property with the path of a weights file; environment {@code NEURAL_STYLE_WEIGHTS}. */
  public static final String FILE_PROPERTY = "neuralstyle.weights";

  /**
   * System property with the address to download from; environment {@code
   * NEURAL_STYLE_WEIGHTS_ADDRESS}.
   */
  public static final String ADDRESS_PROPERTY = "neuralstyle.weights.address";

  /** System property with the cache's folder; environment {@code NEURAL_STYLE_CACHE}. */
  public static final String CACHE_PROPERTY = CacheFolder.PROPERTY;

  private static final Duration CONNECT_TIMEOUT = Duration.ofMillis(3500);
  private static final Duration STALL_TIMEOUT = Duration.ofSeconds(15);
  private static final int MINIMUM_RATE = 1024;

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if the address is no http or https address, or a time or the
   *     rate is not positive
   */
  public WeightsSettings {
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(cacheFolder, "cacheFolder");
    String scheme = address.getScheme() == null ? "" : address.getScheme();
    if ((!scheme.equalsIgnoreCase("http") && !scheme.equalsIgnoreCase("https"))
        || address.getHost() == null) {
      throw new IllegalArgumentException(
          "The weights' address '"
              + GivenPath.shown(address.toString())
              + "' must begin with http:// or https:// and a host");
    }
    if (connectTimeout.isNegative() || connectTimeout.isZero()) {
      throw new IllegalArgumentException(
          "The connect timeout must be positive, not " + connectTimeout);
    }
    if (stallTimeout.isNegative() || stallTimeout.isZero()) {
      throw new IllegalArgumentException("The stall timeout must be positive, not " + stallTimeout);
    }
    if (minimumRate < 1) {
      throw new IllegalArgumentException(
          "The minimum rate must be at least 1 byte per second, not " + minimumRate);
    }
  }

  /**
   * The settings of this user on this machine: the system properties named here, else the
   * environment variables, else torchvision's address and the cache of {@link
   * CacheFolder#defaults()}.
   *
   * @return the settings
   * @throws IllegalArgumentException if a property or variable makes no sense; the message names it
   */
  public static WeightsSettings defaults() {
    return of(System::getProperty, System::getenv);
  }

  static WeightsSettings of(UnaryOperator<String> property, UnaryOperator<String> environment) {
    Optional<Path> file =
        first(property.apply(FILE_PROPERTY), environment.apply("NEURAL_STYLE_WEIGHTS"))
            .map(text -> path(FILE_PROPERTY, text));
    URI address =
        first(property.apply(ADDRESS_PROPERTY), environment.apply("NEURAL_STYLE_WEIGHTS_ADDRESS"))
            .map(WeightsSettings::uri)
            .orElse(DEFAULT_ADDRESS);
    Path cache = CacheFolder.of(property, environment).path();
    return new WeightsSettings(file, address, cache, CONNECT_TIMEOUT, STALL_TIMEOUT, MINIMUM_RATE);
  }

  /**
   * The address as it may be shown and written down: without a user, a password and what follows a
   * question mark, which may be a token.
   *
   * @return an address that need not work
   */
  public String shownAddress() {
    return GivenPath.shown(address.toString());
  }

  private static Optional<String> first(String... texts) {
    for (String text : texts) {
      if (text != null && !text.isBlank()) {
        return Optional.of(text.strip());
      }
    }
    return Optional.empty();
  }

  private static Path path(String name, String text) {
    try {
      return GivenPath.of(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("The setting " + name + ": " + e.getMessage(), e);
    }
  }

  private static URI uri(String text) {
    try {
      return URI.create(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "The setting "
              + ADDRESS_PROPERTY
              + " is no valid address: '"
              + GivenPath.shown(text)
              + "'");
    }
  }
}
