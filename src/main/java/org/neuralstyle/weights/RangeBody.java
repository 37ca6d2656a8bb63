package org.neuralstyle.weights;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * The bytes of one range as they arrive: no more than one buffer ahead of its reader, who waits no
 * longer than the settings allow and can be cancelled while he waits.
 */
final class RangeBody implements AutoCloseable {

  /** How long a server may take to end an answer that is complete. */
  private static final Duration PATIENCE = Duration.ofMillis(500);

  private static final Pattern SHA_256 = Pattern.compile("(?:^|,)\\s*sha-256=:([^:]+):");

  /** What the connection has to say. */
  private sealed interface Event {
    record Data(List<ByteBuffer> buffers) implements Event {}

    record Failure(Throwable cause) implements Event {}

    record End() implements Event {}
  }

  private static final class Subscriber implements Flow.Subscriber<List<ByteBuffer>> {
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private volatile Flow.Subscription subscription;

    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription = given;
      given.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
      events.add(new Event.Data(buffers));
    }

    @Override
    public void onError(Throwable cause) {
      events.add(new Event.Failure(cause));
    }

    @Override
    public void onComplete() {
      events.add(new Event.End());
    }
  }

  private final long length;
  private final Duration stallTimeout;
  private final long minimumBytes;
  private final DownloadListener listener;
  private final LongConsumer arrival;
  private final Optional<String> expectedDigest;
  private final MessageDigest digest = DigestUtils.getSha256Digest();
  private final Subscriber subscriber = new Subscriber();
  private final Queue<ByteBuffer> buffers = new ArrayDeque<>();
  private long arrived;
  private long windowNanos;
  private long windowArrived;
  private boolean ended;

  /**
   * Begins to read; the answer's status and headers are for the caller to check.
   *
   * @param length the number of bytes that were asked for
   * @param arrival is given the number of bytes that have newly arrived
   */
  RangeBody(
      HttpResponse<Flow.Publisher<List<ByteBuffer>>> response,
      long length,
      WeightsSettings settings,
      DownloadListener listener,
      LongConsumer arrival) {
    this.length = length;
    this.stallTimeout = settings.stallTimeout();
    this.minimumBytes = Math.max(1, settings.minimumRate() * stallTimeout.toMillis() / 1000);
    this.listener = listener;
    this.arrival = arrival;
    this.expectedDigest =
        response
            .headers()
            .firstValue("Content-Digest")
            .map(SHA_256::matcher)
            .filter(Matcher::find)
            .map(matcher -> matcher.group(1));
    response.body().subscribe(subscriber);
  }

  /**
   * Whether the server named a SHA-256 for this range (RFC 9530, {@code Content-Digest}), so that
   * nothing in it is to be believed before {@link #finish()}.
   */
  boolean namesDigest() {
    return expectedDigest.isPresent();
  }

  /** Waits for the next bytes. */
  byte[] read(int count) throws IOException, InterruptedException {
    byte[] bytes = new byte[count];
    int done = 0;
    while (done < count) {
      ByteBuffer buffer = buffers.peek();
      if (buffer == null) {
        if (!receive()) {
          throw new IOException(dropped());
        }
      } else if (!buffer.hasRemaining()) {
        buffers.remove();
      } else {
        int n = Math.min(count - done, buffer.remaining());
        buffer.get(bytes, done, n);
        done += n;
      }
    }
    digest.update(bytes);
    return bytes;
  }

  /**
   * After the last byte: checks that it was the last one, and the server's checksum. A server that
   * does not end its answer then is not waited for.
   */
  void finish() throws IOException, InterruptedException {
    windowNanos = 0;
    while (receive()) {
      // receive() throws at surplus bytes
    }
    if (expectedDigest.isPresent()
        && !expectedDigest.get().equals(Base64.getEncoder().encodeToString(digest.digest()))) {
      throw new IOException("the bytes do not have the SHA-256 that the server names for them");
    }
  }

  /** Takes what has arrived into the buffers; false at the end of the body. */
  private boolean receive() throws IOException, InterruptedException {
    while (!ended && !(arrived == length && windowNanos > PATIENCE.toNanos())) {
      HttpRanges.throwIfCancelled(listener);
      long start = System.nanoTime();
      Event event = subscriber.events.poll(HttpRanges.POLL_MILLIS, TimeUnit.MILLISECONDS);
      windowNanos += System.nanoTime() - start; // only the server's time, not the reader's
      if (event instanceof Event.Data data) {
        long bytes = data.buffers().stream().mapToLong(ByteBuffer::remaining).sum();
        arrived += bytes;
        if (arrived > length) {
          throw new IOException("the server sent more than the " + length + " bytes asked for");
        }
        buffers.addAll(data.buffers());
        arrival.accept(bytes);
        subscriber.subscription.request(1);
        throwIfTooSlow();
        return true;
      }
      if (event instanceof Event.Failure failure) {
        throw new IOException(dropped(), failure.cause());
      }
      if (event instanceof Event.End) {
        ended = true;
      } else {
        throwIfTooSlow();
      }
    }
    return false;
  }

  private void throwIfTooSlow() throws IOException {
    if (windowNanos < stallTimeout.toNanos()) {
      return;
    }
    if (arrived - windowArrived < minimumBytes && arrived < length) {
      throw new IOException(
          "the download stalled: "
              + (arrived - windowArrived)
              + " bytes came within "
              + HttpRanges.seconds(stallTimeout)
              + ", "
              + arrived
              + " of "
              + length
              + " in all");
    }
    windowNanos = 0;
    windowArrived = arrived;
  }

  private String dropped() {
    return "the connection ended after " + arrived + " of " + length + " bytes";
  }

  /** Ends the connection if there is more to come. */
  @Override
  public void close() {
    if (!ended) {
      subscriber.subscription.cancel();
    }
  }
}
