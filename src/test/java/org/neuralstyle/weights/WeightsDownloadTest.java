package org.neuralstyle.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Downloads from a server on the loopback that misbehaves in every way that has a name. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class WeightsDownloadTest {

  /** 2.2 MB up to conv3_1: kernels and biases of five convolutions. */
  private static final long BYTES_TO_CONV3_1 =
      4L * (9 * (3 * 64 + 64 * 64 + 64 * 128 + 128 * 128 + 128 * 256) + 64 + 64 + 128 + 128 + 256);

  private static final WeightsChoice AUTO = new WeightsChoice.Auto();

  private final SyntheticWeights file = new SyntheticWeights(0);
  @TempDir private Path cache;
  private RangeServer server;

  @BeforeEach
  void start() throws IOException {
    server = new RangeServer(RangeServer.honest(file, "ETag: \"one\""));
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private WeightsSettings settings(URI address) {
    return new WeightsSettings(
        Optional.empty(), address, cache, Duration.ofSeconds(2), Duration.ofSeconds(1), 1024);
  }

  private Vgg19Weights load(int convolutions) throws IOException, InterruptedException {
    return load(convolutions, DownloadListener.NONE);
  }

  private Vgg19Weights load(int convolutions, DownloadListener listener)
      throws IOException, InterruptedException {
    return new WeightsLoader(settings(server.address())).load(AUTO, convolutions, listener);
  }

  private List<Path> cached() throws IOException {
    try (Stream<Path> files = Files.walk(cache)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private long dataBytesAsked() {
    return server.requests.stream().skip(2).mapToLong(RangeServer.Request::length).sum();
  }

  /** The failure says what and what to do; nothing half-done stays; the next start goes on. */
  private void assertFails(int convolutions, String... expected)
      throws IOException, InterruptedException {
    IOException e = assertThrows(IOException.class, () -> load(convolutions));
    for (String text : expected) {
      assertTrue(e.getMessage().contains(text), e.getMessage());
    }
    for (String text : List.of(server.address().toString(), "Try again", "--weights FILE")) {
      assertTrue(e.getMessage().contains(text), e.getMessage());
    }
    assertCacheIsClean();
    server.behave(RangeServer.honest(file, "ETag: \"one\""));
    file.assertEquals(load(convolutions), convolutions);
  }

  private void assertCacheIsClean() throws IOException {
    for (Path path : cached()) {
      assertFalse(path.toString().endsWith(".tmp"), path.toString());
    }
  }

  @Test
  void fetchesTheHeaderAndOnlyTheLayersAskedFor() throws Exception {
    List<long[]> progress = new ArrayList<>();
    Vgg19Weights weights =
        load(
            5,
            new DownloadListener() {
              @Override
              public void progress(long bytesDone, long bytesTotal) {
                progress.add(new long[] {bytesDone, bytesTotal});
              }

              @Override
              public boolean isCancelled() {
                return false;
              }
            });
    file.assertEquals(weights, 5);
    assertTrue(weights.trained());
    assertEquals(server.address().toString(), weights.source());
    assertEquals(BYTES_TO_CONV3_1, dataBytesAsked());
    // By name, 0 and 10 lie together, and so do 5 and 7; 2 stands alone.
    assertEquals(2 + 3, server.requests.size());
    assertEquals(new RangeServer.Request("/model.safetensors", 0, 8), server.requests.get(0));
    assertEquals(file.header().length, server.requests.get(1).end());
    assertArrayEquals(
        new long[] {BYTES_TO_CONV3_1, BYTES_TO_CONV3_1}, progress.get(progress.size() - 1));
    for (int i = 1; i < progress.size(); i++) {
      assertTrue(progress.get(i)[0] > progress.get(i - 1)[0]);
    }
  }

  @Test
  void aDeeperLoadFetchesOnlyWhatIsMissingAndASecondOneNothing() throws Exception {
    load(2);
    int before = server.requests.size();
    file.assertEquals(load(3), 3);
    assertEquals(before + 3, server.requests.size());
    assertEquals(4L * (9 * 64 * 128 + 128), server.requests.get(before + 2).length());
    server.close();
    Vgg19Weights again = load(3);
    file.assertEquals(again, 3);
    assertEquals(load(3).sha256(), again.sha256());
  }

  @Test
  void allLayersThatLieTogetherAreOneRequest() throws Exception {
    file.assertEquals(load(16), 16);
    assertEquals(2 + 1, server.requests.size());
    assertEquals(80_097_536L, dataBytesAsked()); // 20 024 384 parameters
  }

  @Test
  void whatADroppedConnectionLeftFinishedIsKept() throws Exception {
    server.behave(
        (request, out) -> {
          RangeServer.head(
              out,
              "206 Partial Content",
              RangeServer.fields(request, file.size(), "ETag: \"one\""));
          if (request.length() > 100_000) {
            long enough = 9 * 3 * 64 * 4 + 64 * 4 + 5000; // all of features.0, a part of .10
            out.write(file.bytes(request.begin(), request.begin() + enough));
            throw new IOException("drop");
          }
          out.write(file.bytes(request.begin(), request.end()));
        });
    IOException e = assertThrows(IOException.class, () -> load(5));
    assertTrue(e.getMessage().contains("the connection ended after"), e.getMessage());
    assertEquals(
        List.of("features.0.json", "features.0.safetensors"),
        cached().stream().map(path -> path.getFileName().toString()).toList());
    server.behave(RangeServer.honest(file, "ETag: \"one\""));
    server.requests.clear();
    file.assertEquals(load(5), 5);
    assertEquals(BYTES_TO_CONV3_1 - 4 * (9 * 3 * 64 + 64), dataBytesAsked());
  }

  @Test
  void followsRedirectsAndTakesTheHubsChecksumAsTheVersion() throws Exception {
    server.behave(
        (request, out) -> {
          if (request.path().equals("/model.safetensors")) {
            RangeServer.head(
                out,
                "302 Found",
                "Location: /store/x",
                "X-Linked-ETag: \"abc123\"",
                "Content-Length: 0");
          } else {
            RangeServer.honest(file, "ETag: \"of the store\"").answer(request, out);
          }
        });
    file.assertEquals(load(1), 1);
    assertTrue(Files.readString(cached().get(0)).contains("\"sourceEntityTag\":\"abc123\""));
  }

  @Test
  void aServerThatSendsTheWholeFileIsNotListenedTo() throws Exception {
    server.behave(
        (request, out) -> {
          RangeServer.head(out, "200 OK", "Content-Length: " + file.size());
          byte[] block = new byte[1 << 16];
          for (long sent = 0; sent < file.size(); sent += block.length) {
            out.write(block);
          }
        });
    IOException e = assertThrows(IOException.class, () -> load(1));
    assertTrue(e.getMessage().contains("only the whole file"), e.getMessage());
    Thread.sleep(300);
    assertTrue(server.bytesSent.get() < 20_000_000, "sent " + server.bytesSent);
    assertFails(1, "only the whole file");
  }

  @Test
  void aServerThatNeverAnswersIsLeft() throws Exception {
    server.behave((request, out) -> Thread.sleep(60_000));
    long start = System.nanoTime();
    assertFails(1, "did not answer within 2.0 s");
    assertTrue(System.nanoTime() - start < 30e9);
  }

  @Test
  void aServerThatTricklesItsHeadIsLeft() throws Exception {
    server.behave(
        (request, out) -> {
          for (byte b : "HTTP/1.1 206 Partial Content, in due course".getBytes("US-ASCII")) {
            out.write(b);
            out.flush();
            Thread.sleep(200);
          }
        });
    assertFails(1, "did not answer within 2.0 s");
  }

  @Test
  void aLaterAnswerThatNeverComesIsAStall() throws Exception {
    server.behave(
        (request, out) -> {
          if (request.begin() > 0) {
            Thread.sleep(60_000);
          }
          RangeServer.honest(file).answer(request, out);
        });
    assertFails(1, "did not answer within 1.0 s");
  }

  @Test
  void aStalledBodyIsLeft() throws Exception {
    server.behave(
        (request, out) -> {
          RangeServer.head(out, "206 Partial Content", RangeServer.fields(request, file.size()));
          if (request.length() > 5000) {
            out.write(file.bytes(request.begin(), request.begin() + 1000));
            Thread.sleep(60_000);
          }
          out.write(file.bytes(request.begin(), request.end()));
        });
    assertFails(1, "the download stalled");
  }

  @Test
  void aTricklingBodyIsLeft() throws Exception {
    server.behave(
        (request, out) -> {
          RangeServer.head(out, "206 Partial Content", RangeServer.fields(request, file.size()));
          byte[] bytes = file.bytes(request.begin(), request.end());
          if (request.begin() > 8) {
            for (byte b : bytes) {
              out.write(b);
              out.flush();
              Thread.sleep(20);
            }
          }
          out.write(bytes);
        });
    assertFails(1, "the download stalled");
  }

  @Test
  void nobodyListening() throws Exception {
    URI address;
    try (ServerSocket closed = new ServerSocket(0)) {
      address = URI.create("http://127.0.0.1:" + closed.getLocalPort() + "/x");
    }
    IOException e =
        assertThrows(
            IOException.class,
            () -> new WeightsLoader(settings(address)).load(AUTO, 1, DownloadListener.NONE));
    assertTrue(e.getMessage().contains("no connection to 127.0.0.1"), e.getMessage());
  }

  @Test
  void anUnknownHostIsNamedWithinFiveSecondsByDefault() {
    WeightsSettings defaults = WeightsSettings.of(name -> System.getProperty(name), name -> null);
    WeightsSettings settings =
        new WeightsSettings(
            Optional.empty(),
            URI.create("http://no-such-host.invalid/x"),
            cache,
            defaults.connectTimeout(),
            defaults.stallTimeout(),
            defaults.minimumRate());
    long start = System.nanoTime();
    IOException e =
        assertThrows(
            IOException.class,
            () -> new WeightsLoader(settings).load(AUTO, 1, DownloadListener.NONE));
    assertTrue(System.nanoTime() - start < 5e9);
    assertTrue(
        e.getMessage().contains("the host no-such-host.invalid is not known")
            || e.getMessage().contains("did not answer within 3.5 s"),
        e.getMessage());
  }

  @Test
  void errorStatusesAreNamed() throws Exception {
    for (String status : List.of("404 Not Found", "403 Forbidden", "500 Oops", "429 Slow down")) {
      server.behave((request, out) -> RangeServer.head(out, status, "Content-Length: 0"));
      assertFails(1, "HTTP status " + status.substring(0, 3));
      deleteCache();
    }
  }

  private void deleteCache() throws IOException {
    for (Path path : cached()) {
      Files.delete(path);
    }
  }

  @Test
  void aRedirectionWithoutEndIsNamed() throws Exception {
    server.behave(
        (request, out) ->
            RangeServer.head(
                out, "302 Found", "Location: /model.safetensors", "Content-Length: 0"));
    assertFails(1, "HTTP status 302");
  }

  @Test
  void aWebPageIsNamed() throws Exception {
    server.behave(
        (request, out) -> {
          RangeServer.head(out, "200 OK", "Content-Type: text/html", "Content-Length: 6");
          out.write("<html>".getBytes(StandardCharsets.US_ASCII));
        });
    assertFails(1, "a web page");
    deleteCache();
    byte[] page = "<!DOCTYPE html><html><body>Log in</body></html>".getBytes("US-ASCII");
    server.behave(
        (request, out) -> {
          RangeServer.head(out, "206 Partial Content", RangeServer.fields(request, page.length));
          out.write(page, (int) request.begin(), (int) request.length());
        });
    assertFails(1, "not a safetensors file", "a web page");
  }

  @Test
  void somethingThatIsNoHttpIsNamed() throws Exception {
    server.behave(
        (request, out) -> {
          out.write("SSH-2.0-OpenSSH\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
          throw new IOException("drop");
        });
    assertFails(1, "the connection failed");
  }

  @Test
  void anAbsurdHeaderLengthIsRefused() throws Exception {
    for (int fill : new int[] {0xff, 0x7f, 0x10, 0x00}) {
      server.behave(
          (request, out) -> {
            RangeServer.head(out, "206 Partial Content", RangeServer.fields(request, file.size()));
            byte[] bytes = new byte[(int) request.length()];
            Arrays.fill(bytes, (byte) fill);
            out.write(bytes);
          });
      assertFails(1, "header would be");
      deleteCache();
    }
  }

  @Test
  void aHeaderThatIsNoJsonIsRefused() throws Exception {
    server.behave(
        (request, out) -> {
          byte[] bytes = file.bytes(request.begin(), request.end());
          if (request.begin() == 8) {
            Arrays.fill(bytes, bytes.length / 2, bytes.length, (byte) 0);
          }
          RangeServer.head(out, "206 Partial Content", RangeServer.fields(request, file.size()));
          out.write(bytes);
        });
    assertFails(1, "no valid JSON");
  }

  @Test
  void aTruncatedFileIsRefused() throws Exception {
    long size = file.header().length + 5_000_000L;
    server.behave(
        (request, out) -> {
          RangeServer.head(out, "206 Partial Content", RangeServer.fields(request, size));
          out.write(file.bytes(request.begin(), request.end()));
        });
    assertFails(1, "is truncated");
  }

  @Test
  void aShortAnswerIsRefused() throws Exception {
    // A server that knows no better: it says itself that it sends less.
    server.behave(
        (request, out) -> {
          RangeServer.Request shorter =
              new RangeServer.Request("", request.begin(), request.end() - 1);
          RangeServer.head(out, "206 Partial Content", RangeServer.fields(shorter, file.size()));
          out.write(file.bytes(shorter.begin(), shorter.end()));
        });
    assertFails(1, "answered with the range");
  }

  @Test
  void anAnswerThatIsTooLongIsRefused() throws Exception {
    server.behave(
        (request, out) -> {
          RangeServer.head(
              out,
              "206 Partial Content",
              "Content-Length: " + (request.length() + 5),
              "Content-Range: bytes "
                  + request.begin()
                  + "-"
                  + (request.end() - 1)
                  + "/"
                  + file.size());
          out.write(file.bytes(request.begin(), request.end() + 5));
        });
    assertFails(1, "more than the 8 bytes");
  }

  @Test
  void anotherRangeThanAskedForIsRefused() throws Exception {
    server.behave(
        (request, out) -> {
          RangeServer.Request other =
              new RangeServer.Request("", request.begin() + 4, request.end() + 4);
          RangeServer.head(out, "206 Partial Content", RangeServer.fields(other, file.size()));
          out.write(file.bytes(other.begin(), other.end()));
        });
    assertFails(1, "answered with the range 'bytes 4-11/");
  }

  @Test
  void valuesThatAreNotFiniteAreRefused() throws Exception {
    server.behave(
        (request, out) -> {
          byte[] bytes = file.bytes(request.begin(), request.end());
          if (request.length() > 5000) {
            Arrays.fill(bytes, 4000, 4004, (byte) 0xff);
          }
          RangeServer.head(out, "206 Partial Content", RangeServer.fields(request, file.size()));
          out.write(bytes);
        });
    assertFails(1, "tensor features.0.weight holds NaN");
    assertTrue(cached().size() == 2);
  }

  @Test
  void bytesThatDisagreeWithTheServersChecksumAreRefused() throws Exception {
    server.behave(
        (request, out) -> {
          byte[] bytes = file.bytes(request.begin(), request.end());
          byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
          if (request.length() > 5000) {
            bytes[1000] ^= 1; // still a finite number
          }
          RangeServer.head(
              out,
              "206 Partial Content",
              RangeServer.fields(
                  request,
                  file.size(),
                  "Content-Digest: sha-512=:AAAA:, sha-256=:"
                      + Base64.getEncoder().encodeToString(digest)
                      + ":"));
          out.write(bytes);
        });
    IOException e = assertThrows(IOException.class, () -> load(1));
    assertTrue(e.getMessage().contains("SHA-256"), e.getMessage());
    assertTrue(cached().isEmpty());
    assertFails(1, "SHA-256");
  }

  @Test
  void bytesThatAgreeWithTheServersChecksumAreTaken() throws Exception {
    server.behave(
        (request, out) -> {
          byte[] bytes = file.bytes(request.begin(), request.end());
          byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
          RangeServer.head(
              out,
              "206 Partial Content",
              RangeServer.fields(
                  request,
                  file.size(),
                  "Content-Digest: sha-256=:" + Base64.getEncoder().encodeToString(digest) + ":"));
          out.write(bytes);
        });
    file.assertEquals(load(5), 5);
  }

  @Test
  void aFileThatChangesDuringTheDownloadIsRefused() throws Exception {
    server.behave(
        (request, out) ->
            RangeServer.honest(file, "ETag: \"" + (request.begin() > 8) + "\"")
                .answer(request, out));
    assertFails(1, "changed on the server");
  }

  @Test
  void layersOfAnOlderVersionAreNotMixedWithNewOnes() throws Exception {
    load(2);
    SyntheticWeights newer = new SyntheticWeights(7);
    server.behave(RangeServer.honest(newer, "ETag: \"two\""));
    newer.assertEquals(load(3), 3);
    server.close();
    newer.assertEquals(load(3), 3);
  }

  @Test
  void aDamagedCacheIsFoundAndFetchedAgain() throws Exception {
    load(2);
    for (Path path : cached()) {
      byte[] good = Files.readAllBytes(path);
      for (byte[] bad : List.of(new byte[0], Arrays.copyOf(good, good.length / 2), flip(good))) {
        Files.write(path, bad);
        server.requests.clear();
        file.assertEquals(load(2), 2);
        assertEquals(3, server.requests.size(), path.toString());
        assertArrayEquals(good, Files.readAllBytes(path));
      }
      Files.delete(path);
      file.assertEquals(load(2), 2);
    }
  }

  private static byte[] flip(byte[] bytes) {
    byte[] flipped = bytes.clone();
    flipped[bytes.length / 2] ^= 1;
    return flipped;
  }

  @Test
  void aDamagedLayerIsDeletedEvenWithoutANetwork() throws Exception {
    load(1);
    Path data = cached().get(1);
    Files.write(data, flip(Files.readAllBytes(data)));
    server.close();
    assertThrows(IOException.class, () -> load(1));
    assertTrue(cached().isEmpty());
  }

  @Test
  void whatAKilledProcessLeftIsRemoved() throws Exception {
    load(1);
    Path folder = cached().get(0).getParent();
    Path old = Files.writeString(folder.resolve("features.2.json123.tmp"), "half");
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
    Path recent = Files.writeString(folder.resolve("features.2.json124.tmp"), "of another one");
    load(2);
    assertFalse(Files.exists(old));
    assertTrue(Files.exists(recent));
  }

  @Test
  void twoLoadersAtOnceDoNotDisturbEachOther() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Future<Vgg19Weights>> loads =
        threads.invokeAll(
            List.<Callable<Vgg19Weights>>of(
                () -> load(3), () -> load(3), () -> load(2), () -> load(3)));
    for (Future<Vgg19Weights> future : loads) {
      Vgg19Weights weights = future.get();
      file.assertEquals(weights, weights.layers().size());
    }
    threads.shutdown();
    assertCacheIsClean();
    server.close();
    file.assertEquals(load(3), 3);
  }

  @Test
  void cancelEndsADownloadThatWaits() throws Exception {
    AtomicBoolean waiting = new AtomicBoolean();
    server.behave(
        (request, out) -> {
          waiting.set(true);
          Thread.sleep(60_000);
        });
    Duration minute = Duration.ofMinutes(1);
    WeightsSettings patient =
        new WeightsSettings(Optional.empty(), server.address(), cache, minute, minute, 1);
    long start = System.nanoTime();
    assertThrows(
        CancellationException.class,
        () -> new WeightsLoader(patient).load(AUTO, 1, cancelledBy(waiting)));
    assertTrue(System.nanoTime() - start < 30e9);
  }

  @Test
  void cancelEndsADownloadThatRunsAndTheNextGoesOn() throws Exception {
    AtomicBoolean cancelled = new AtomicBoolean();
    DownloadListener listener =
        new DownloadListener() {
          @Override
          public void progress(long bytesDone, long bytesTotal) {
            cancelled.set(bytesDone > 100_000);
          }

          @Override
          public boolean isCancelled() {
            return cancelled.get();
          }
        };
    assertThrows(CancellationException.class, () -> load(5, listener));
    assertCacheIsClean();
    file.assertEquals(load(5), 5);
  }

  private static DownloadListener cancelledBy(AtomicBoolean flag) {
    return new DownloadListener() {
      @Override
      public void progress(long bytesDone, long bytesTotal) {}

      @Override
      public boolean isCancelled() {
        return flag.get();
      }
    };
  }

  @Test
  void aCacheThatCannotBeWrittenIsNamed() throws Exception {
    Path file = Files.writeString(cache.resolve("file"), "no folder");
    WeightsSettings settings =
        new WeightsSettings(
            Optional.empty(),
            server.address(),
            file,
            Duration.ofSeconds(2),
            Duration.ofSeconds(2),
            1024);
    IOException e =
        assertThrows(
            IOException.class,
            () -> new WeightsLoader(settings).load(AUTO, 1, DownloadListener.NONE));
    assertTrue(e.getMessage().contains("cache folder " + file), e.getMessage());
    assertTrue(e.getMessage().contains(WeightsSettings.CACHE_PROPERTY), e.getMessage());
    assertTrue(server.requests.isEmpty());
  }

  @Test
  void theFileOfASettingComesBeforeTheCache() throws Exception {
    WeightsSettings settings =
        new WeightsSettings(
            Optional.of(cache.resolve("missing.safetensors")),
            server.address(),
            cache,
            Duration.ofSeconds(2),
            Duration.ofSeconds(2),
            1024);
    IOException e =
        assertThrows(
            IOException.class,
            () -> new WeightsLoader(settings).load(AUTO, 1, DownloadListener.NONE));
    assertTrue(
        e.getMessage().contains("missing.safetensors, set by neuralstyle.weights"), e.getMessage());
    assertTrue(server.requests.isEmpty());
  }

  /** All bytes are there, but the server neither ends the answer nor the connection. */
  @Test
  @Timeout(value = 20, unit = TimeUnit.SECONDS)
  void anAnswerThatNeverEndsIsNotWaitedFor() throws Exception {
    server.behave(
        (request, out) -> {
          List<String> fields = new ArrayList<>(List.of(RangeServer.fields(request, file.size())));
          fields.set(0, "Transfer-Encoding: chunked");
          RangeServer.head(out, "206 Partial Content", fields.toArray(String[]::new));
          out.write(
              (Long.toHexString(request.length()) + "\r\n").getBytes(StandardCharsets.US_ASCII));
          out.write(file.bytes(request.begin(), request.end()));
          out.flush();
          Thread.sleep(60_000);
        });
    file.assertEquals(load(1), 1);
    assertCacheIsClean();
  }

  @Test
  void aHostBehindARedirectionIsTheOneNamed() throws Exception {
    server.behave(
        (request, out) ->
            RangeServer.head(
                out,
                "302 Found",
                "Location: http://store.invalid/file?token=secret",
                "Content-Length: 0"));
    IOException e = assertThrows(IOException.class, () -> load(1));
    assertTrue(e.getMessage().contains("store.invalid"), e.getMessage());
    assertFalse(e.getMessage().contains("the host 127.0.0.1"), e.getMessage());
    assertFalse(e.getMessage().contains("secret"), e.getMessage());
    server.behave(
        (request, out) ->
            RangeServer.head(
                out, "302 Found", "Location: file:///etc/passwd", "Content-Length: 0"));
    e = assertThrows(IOException.class, () -> load(1));
    assertTrue(e.getMessage().contains("is not followed"), e.getMessage());
  }

  /** Neither told nor kept, and given to the server that they are for alone. */
  @Test
  void userPasswordAndTokenStaySecret() throws Exception {
    try (RangeServer store = new RangeServer(RangeServer.honest(file))) {
      server.behave(
          (request, out) ->
              RangeServer.head(
                  out, "302 Found", "Location: " + store.address(), "Content-Length: 0"));
      URI plain = server.address();
      URI address =
          URI.create(
              "http://anna:secret@127.0.0.1:"
                  + plain.getPort()
                  + plain.getPath()
                  + "?token=secret");
      WeightsLoader loader = new WeightsLoader(settings(address));
      Vgg19Weights weights = loader.load(AUTO, 1, DownloadListener.NONE);
      file.assertEquals(weights, 1);
      assertEquals(plain.toString(), weights.source());
      String basic =
          Base64.getEncoder().encodeToString("anna:secret".getBytes(StandardCharsets.UTF_8));
      assertEquals("Basic " + basic, server.authorizations.get(0));
      assertEquals(List.of(), store.authorizations);
      for (Path path : cached()) {
        String text = path + Files.readString(path, StandardCharsets.ISO_8859_1);
        assertFalse(text.contains("secret") || text.contains("anna"), text);
      }
      server.behave((request, out) -> RangeServer.head(out, "403 Forbidden", "Content-Length: 0"));
      IOException e =
          assertThrows(IOException.class, () -> loader.load(AUTO, 2, DownloadListener.NONE));
      assertFalse(e.getMessage().contains("secret") || e.getMessage().contains("anna"));
      assertTrue(e.getMessage().contains(plain.toString()), e.getMessage());
    }
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> settings(URI.create("ftp://anna:secret@host/file?token=secret")));
    assertFalse(e.getMessage().contains("secret"), e.getMessage());
  }
}
