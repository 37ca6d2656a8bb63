package org.neuralstyle.weights;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.neuralstyle.storage.GivenPath;

/** Fetches ranges of one file by HTTP (RFC 9110, section 14), and never more of it than that. */
final class HttpRanges {

  /** How often a waiting thread looks whether it is cancelled. */
  static final long POLL_MILLIS = 50;

  private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d+)-(\\d+)/(\\d+)");
  private static final Pattern ENTITY_TAG = Pattern.compile("(?:W/)?\"?([^\"]*)\"?");

  private static final Set<Integer> REDIRECTIONS = Set.of(301, 302, 303, 307, 308);
  private static final int MAX_REDIRECTIONS = 5;

  /**
   * An answer at the end of all redirections.
   *
   * @param entityTag the hub names the file's SHA-256 where it redirects to its store
   */
  private record Answer(
      HttpResponse<Flow.Publisher<List<ByteBuffer>>> response, String entityTag) {}

  private final WeightsSettings settings;
  private final DownloadListener listener;
  private final HttpClient client;
  private Optional<RemoteVersion> version = Optional.empty();

  HttpRanges(WeightsSettings settings, DownloadListener listener) {
    this.settings = settings;
    this.listener = listener;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(settings.connectTimeout())
            .build();
  }

  /** The version of the file, known after the first range. */
  RemoteVersion version() {
    return version.orElseThrow();
  }

  /**
   * Asks for a range.
   *
   * @param begin position of its first byte
   * @param end position after its last byte
   * @param arrival is given the number of bytes that have newly arrived
   * @return the range, to be read and closed
   * @throws IOException if the server is not there or does not answer with that range
   * @throws CancellationException if the listener wants it
   */
  RangeBody open(long begin, long end, LongConsumer arrival)
      throws IOException, InterruptedException {
    Answer answer = follow("bytes=" + begin + "-" + (end - 1));
    HttpResponse<Flow.Publisher<List<ByteBuffer>>> response = answer.response();
    RangeBody body = new RangeBody(response, end - begin, settings, listener, arrival);
    try {
      check(answer, begin, end);
    } catch (IOException e) {
      body.close();
      throw e;
    }
    return body;
  }

  /** The first answer that is no redirection, or the last redirection that is allowed. */
  private Answer follow(String range) throws IOException, InterruptedException {
    // Once the server has answered there is a network, and patience makes sense.
    Duration timeout = version.isEmpty() ? settings.connectTimeout() : settings.stallTimeout();
    long deadline = System.nanoTime() + timeout.toNanos();
    URI address = settings.address();
    Optional<String> linked = Optional.empty();
    for (int redirections = 0; ; redirections++) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(address)
              .header("Range", range)
              .header("Accept-Encoding", "identity");
      // A user and password are for the server that they were given for, and for no other.
      if (address.getRawAuthority().equals(settings.address().getRawAuthority())) {
        authorization().ifPresent(value -> request.header("Authorization", value));
      }
      HttpResponse<Flow.Publisher<List<ByteBuffer>>> response =
          send(request.build(), timeout, deadline);
      linked = linked.or(() -> response.headers().firstValue("X-Linked-ETag"));
      Optional<URI> next = redirection(response);
      if (next.isEmpty() || redirections == MAX_REDIRECTIONS) {
        String tag = linked.or(() -> response.headers().firstValue("ETag")).orElse("");
        return new Answer(response, bare(tag));
      }
      new RangeBody(response, Long.MAX_VALUE, settings, listener, bytes -> {}).close();
      address = next.get();
    }
  }

  /** Where an answer leads to; never from https to http. */
  private static Optional<URI> redirection(HttpResponse<?> response) throws IOException {
    Optional<String> location = response.headers().firstValue("Location");
    if (location.isEmpty() || !REDIRECTIONS.contains(response.statusCode())) {
      return Optional.empty();
    }
    try {
      URI next = response.uri().resolve(location.get());
      boolean secure = "https".equalsIgnoreCase(next.getScheme());
      boolean plain = "http".equalsIgnoreCase(next.getScheme());
      if (next.getHost() != null
          && (secure || (plain && response.uri().getScheme().equalsIgnoreCase("http")))) {
        return Optional.of(next);
      }
    } catch (IllegalArgumentException e) {
      // Told like other places that are none.
    }
    throw new IOException(
        response.uri().getHost()
            + " redirects to '"
            + GivenPath.shown(location.get())
            + "', which is not followed");
  }

  private Optional<String> authorization() {
    return Optional.ofNullable(settings.address().getUserInfo())
        .map(user -> Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8)))
        .map(user -> "Basic " + user);
  }

  private HttpResponse<Flow.Publisher<List<ByteBuffer>>> send(
      HttpRequest request, Duration timeout, long deadline)
      throws IOException, InterruptedException {
    // Asynchronous, since the client's own timeouts do not cover looking up the name.
    CompletableFuture<HttpResponse<Flow.Publisher<List<ByteBuffer>>>> answer =
        client.sendAsync(request, HttpResponse.BodyHandlers.ofPublisher());
    try {
      while (true) {
        throwIfCancelled(listener);
        try {
          return answer.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
          if (System.nanoTime() >= deadline) {
            throw new IOException(noAnswer(request.uri(), timeout), e);
          }
        }
      }
    } catch (ExecutionException e) {
      throw new IOException(reason(e.getCause(), request.uri(), timeout), e);
    } finally {
      answer.cancel(true);
    }
  }

  private static String reason(Throwable failure, URI address, Duration timeout) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnresolvedAddressException) {
        return "the host " + address.getHost() + " is not known (is there a network?)";
      }
    }
    if (failure instanceof HttpTimeoutException) {
      return noAnswer(address, timeout);
    }
    if (failure instanceof ConnectException) {
      return "no connection to "
          + address.getHost()
          + (address.getPort() < 0 ? "" : ":" + address.getPort());
    }
    return "the connection failed (" + failure.getMessage() + ")";
  }

  private void check(Answer answer, long begin, long end) throws IOException {
    HttpResponse<?> response = answer.response();
    if (response.statusCode() != 206) {
      throw new IOException(unexpectedStatus(response));
    }
    String range = response.headers().firstValue("Content-Range").orElse("");
    Matcher matcher = CONTENT_RANGE.matcher(range);
    if (!matcher.matches()
        || !matcher.group(1).equals(Long.toString(begin))
        || !matcher.group(2).equals(Long.toString(end - 1))
        || matcher.group(3).length() > 18) {
      throw new IOException(
          "the server answered with the range '"
              + range
              + "', expected bytes "
              + begin
              + "-"
              + (end - 1)
              + " and the file's size");
    }
    String encoding = response.headers().firstValue("Content-Encoding").orElse("identity");
    if (!encoding.equalsIgnoreCase("identity")) {
      throw new IOException("the server compressed its answer (" + encoding + ") unasked");
    }
    RemoteVersion answered =
        new RemoteVersion(answer.entityTag(), Long.parseLong(matcher.group(3)));
    if (version.isPresent() && !version.get().equals(answered)) {
      throw new IOException("the file changed on the server while it was downloaded");
    }
    version = Optional.of(answered);
  }

  private static String unexpectedStatus(HttpResponse<?> response) {
    int status = response.statusCode();
    String type = response.headers().firstValue("Content-Type").orElse("");
    if (status == 200 && type.startsWith("text/html")) {
      return "the server answered with a web page (does the network ask for a login?)";
    }
    if (status == 200) {
      return "the server sends only the whole file ("
          + response.headers().firstValue("Content-Length").orElse("unknown number of")
          + " bytes), no parts of it (HTTP status 200, expected 206)";
    }
    if (status == 404 || status == 410) {
      return "there is no such file (HTTP status "
          + status
          + "); another address can be set by "
          + WeightsSettings.ADDRESS_PROPERTY;
    }
    if (status == 401 || status == 403) {
      return "the server refuses access (HTTP status " + status + ")";
    }
    if (status == 416) {
      return "the file on the server is shorter than its header says (HTTP status 416)";
    }
    if (status == 429 || status >= 500) {
      return "the server has trouble (HTTP status " + status + ")";
    }
    return "the server answered with HTTP status " + status + ", expected 206";
  }

  private static String bare(String entityTag) {
    Matcher matcher = ENTITY_TAG.matcher(entityTag);
    return matcher.matches() ? matcher.group(1) : entityTag;
  }

  private static String noAnswer(URI address, Duration timeout) {
    return "the server did not answer within " + seconds(timeout) + " (" + address.getHost() + ")";
  }

  static void throwIfCancelled(DownloadListener listener) {
    if (listener.isCancelled()) {
      throw new CancellationException("The download of weights was cancelled");
    }
  }

  static String seconds(Duration duration) {
    return duration.toMillis() / 1000.0 + " s";
  }
}
