package org.neuralstyle.cli;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.neuralstyle.tensor.CacheFolder;
import org.neuralstyle.weights.RangeServer;
import org.neuralstyle.weights.SyntheticWeights;
import org.neuralstyle.weights.WeightsSettings;

/**
 * Servers that answer the request for weights wrongly. Afterwards the server is an honest one, and
 * the same command has to do.
 */
final class AnswerFaults implements FaultCase.Kind, AutoCloseable {

  private static final String TOKEN = "user-token-7";

  private final SyntheticWeights file = new SyntheticWeights(3);
  private final RangeServer server = new RangeServer(RangeServer.honest(file));
  private final Path caches;
  private int slow;

  AnswerFaults(Path caches) throws Exception {
    this.caches = caches;
  }

  @Override
  public void close() throws java.io.IOException {
    server.close();
  }

  @Override
  public FaultCase next(Path folder, Random random) throws Exception {
    Path cache = Files.createDirectories(caches.resolve(folder.getFileName()));
    System.setProperty(CacheFolder.PROPERTY, cache.toString());
    System.setProperty(WeightsSettings.ADDRESS_PROPERTY, server.address() + "?token=" + TOKEN);
    server.behave(RangeServer.honest(file, "ETag: \"one\""));
    Path report = folder.resolve("report.json");
    FaultCase.Command transfer = WeightsFaults.transfer(folder, "auto");
    Path honest = folder.resolve("honest");
    Files.createDirectory(honest);
    int from = random.nextInt(4); // which request is the first to be answered wrongly
    Wrong wrong = wrong(random);
    int[] count = {0};
    RangeServer.Behaviour good = RangeServer.honest(file, "ETag: \"one\"");
    server.behave(
        (request, out) -> {
          int n;
          synchronized (count) {
            n = count[0]++;
          }
          (n < from ? good : wrong.behaviour()).answer(request, out);
        });
    Object[] expected = {null};
    return FaultCase.of(
            wrong.what() + " from request " + from,
            List.of(server.address().toString(), "127.0.0.1"),
            () -> {
              CliTest.Answer answer = transfer.run();
              if ((answer.out() + answer.err()).contains(TOKEN)) {
                return new CliTest.Answer(99, "", "the token is shown: " + answer.err());
              }
              return answer;
            },
            Set.of(report, folder.resolve("result.png"), folder.resolve("style.png"), honest))
        .withCheck(
            () -> {
              server.behave(good);
              CliTest.Answer again = WeightsFaults.transfer(honest, "auto").run();
              if (again.code() != 0) {
                return "an honest server does not help afterwards: " + again.err();
              }
              if (wrong.seen()) {
                System.setProperty(CacheFolder.PROPERTY, cache + "-honest");
                Files.createDirectories(Path.of(cache + "-honest"));
                Path second = Files.createDirectory(honest.resolve("second"));
                WeightsFaults.transfer(second, "auto").run();
                Object right = WeightsFaults.losses(second.resolve("report.json"));
                if (!right.equals(WeightsFaults.losses(honest.resolve("report.json")))) {
                  return "the cache holds wrong weights";
                }
                expected[0] = right;
              }
              return "";
            })
        .withResult(
            () ->
                !wrong.seen() || WeightsFaults.losses(report).equals(expected[0])
                    ? "right"
                    : "wrong",
            "right",
            () -> true);
  }

  /**
   * A wrong way to answer.
   *
   * @param seen whether it can be noticed
   */
  private record Wrong(String what, boolean seen, RangeServer.Behaviour behaviour) {}

  private Wrong wrong(Random random) {
    int kind = random.nextInt(17);
    if (kind >= 15 && slow++ >= 3) {
      kind = random.nextInt(15); // these take their time
    }
    int number = random.nextInt(1000);
    return switch (kind) {
      case 0 -> {
        int status =
            List.of(200, 204, 301, 400, 401, 403, 404, 416, 429, 500, 503, 999).get(number % 12);
        yield new Wrong(
            "status " + status,
            true,
            (request, out) -> RangeServer.head(out, status + " Status", "Content-Length: 0"));
      }
      case 1 ->
          new Wrong(
              "no body",
              true,
              (request, out) -> {
                RangeServer.head(
                    out, "206 Partial Content", RangeServer.fields(request, file.size()));
                throw new IllegalStateException("dropped");
              });
      case 2 ->
          new Wrong(
              "cut body",
              true,
              (request, out) -> {
                RangeServer.head(
                    out, "206 Partial Content", RangeServer.fields(request, file.size()));
                long end = request.begin() + request.length() * (number % 100) / 100;
                out.write(file.bytes(request.begin(), end));
                throw new IllegalStateException("dropped");
              });
      case 3 ->
          new Wrong(
              "wrong bytes",
              false,
              (request, out) -> {
                byte[] bytes = file.bytes(request.begin(), request.end());
                bytes[number % bytes.length] ^= (byte) (1 + number % 100);
                RangeServer.head(
                    out, "206 Partial Content", RangeServer.fields(request, file.size()));
                out.write(bytes);
              });
      case 4 ->
          new Wrong(
              "another range",
              true,
              (request, out) -> {
                RangeServer.Request other =
                    new RangeServer.Request(
                        "", request.begin() + 1 + number, request.end() + 1 + number);
                RangeServer.head(
                    out, "206 Partial Content", RangeServer.fields(other, file.size()));
                out.write(file.bytes(other.begin(), other.end()));
              });
      case 5 ->
          new Wrong(
              "a web page",
              true,
              (request, out) -> {
                String page = "<!DOCTYPE html><html><body>Log in</body></html>";
                RangeServer.head(
                    out, "200 OK", "Content-Type: text/html", "Content-Length: " + page.length());
                out.write(page.getBytes(StandardCharsets.US_ASCII));
              });
      case 6 ->
          new Wrong(
              "a circle",
              true,
              (request, out) ->
                  RangeServer.head(
                      out,
                      "302 Found",
                      "Location: /" + number + "?token=" + TOKEN,
                      "Content-Length: 0"));
      case 7 ->
          new Wrong(
              "a redirection to nowhere",
              true,
              (request, out) ->
                  RangeServer.head(
                      out,
                      "302 Found",
                      "Location: "
                          + List.of(
                                  "file:///etc/passwd",
                                  "http://",
                                  "::::",
                                  "http://127.0.0.1:1/x",
                                  "",
                                  "ftp://x/y",
                                  "http://[::")
                              .get(number % 7),
                      "Content-Length: 0"));
      case 8 ->
          new Wrong(
              "no HTTP",
              true,
              (request, out) -> {
                byte[] bytes = new byte[number];
                random.nextBytes(bytes);
                out.write(bytes);
                throw new IllegalStateException("dropped");
              });
      case 9 ->
          new Wrong(
              "wrong size of the file",
              true,
              (request, out) -> {
                RangeServer.head(
                    out,
                    "206 Partial Content",
                    RangeServer.fields(request, number % 2 == 0 ? 1 : file.size() * 9L));
                out.write(file.bytes(request.begin(), request.end()));
              });
      case 10 ->
          new Wrong(
              "more bytes than asked for",
              true,
              (request, out) -> {
                RangeServer.head(
                    out,
                    "206 Partial Content",
                    "Content-Length: " + (request.length() + number + 1),
                    "Content-Range: bytes %d-%d/%d"
                        .formatted(request.begin(), request.end() - 1, file.size()));
                out.write(file.bytes(request.begin(), request.end() + number + 1));
              });
      case 11 ->
          new Wrong(
              "another version each time",
              true,
              (request, out) ->
                  RangeServer.honest(file, "ETag: \"" + System.nanoTime() + "\"")
                      .answer(request, out));
      case 12 ->
          new Wrong(
              "fields that are none",
              true,
              (request, out) -> {
                RangeServer.head(
                    out,
                    "206 Partial Content",
                    List.of(
                            "Content-Range: bytes x-y/z",
                            "Content-Length: -5",
                            "Content-Range: bytes 0-99999999999999999999/1",
                            "Content-Length: 99999999999999999999",
                            "no field at all")
                        .get(number % 5));
                out.write(file.bytes(request.begin(), request.end()));
                throw new IllegalStateException("dropped");
              });
      case 13 ->
          new Wrong(
              "a header of " + number + " other bytes",
              true,
              (request, out) -> {
                byte[] bytes = file.bytes(request.begin(), request.end());
                if (request.begin() < file.header().length) {
                  new Random(number).nextBytes(bytes);
                }
                RangeServer.head(
                    out, "206 Partial Content", RangeServer.fields(request, file.size()));
                out.write(bytes);
              });
      case 14 ->
          new Wrong(
              "dropped",
              true,
              (request, out) -> {
                throw new IllegalStateException("dropped");
              });
      case 15 -> new Wrong("never an answer", true, (request, out) -> Thread.sleep(60_000));
      default ->
          new Wrong(
              "a body by drops",
              true,
              (request, out) -> {
                RangeServer.head(
                    out, "206 Partial Content", RangeServer.fields(request, file.size()));
                drip(out, file.bytes(request.begin(), request.end()));
              });
    };
  }

  private static void drip(OutputStream out, byte[] bytes) throws Exception {
    List<Byte> left = new ArrayList<>();
    for (byte b : bytes) {
      left.add(b);
    }
    for (byte b : left) {
      out.write(b);
      out.flush();
      Thread.sleep(200);
    }
  }
}
