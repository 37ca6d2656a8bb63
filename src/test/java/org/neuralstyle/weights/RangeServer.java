package org.neuralstyle.weights;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An HTTP server on the loopback that answers as a test tells it, at the level of bytes. */
public final class RangeServer implements AutoCloseable {

  /**
   * One request for a range.
   *
   * @param path that is asked for
   * @param begin position of the first byte, -1 for all
   * @param end position after the last byte
   */
  public record Request(String path, long begin, long end) {
    /**
     * The length of the range.
     *
     * @return in bytes
     */
    public long length() {
      return end - begin;
    }
  }

  /** What the server does with a request; when it throws, the connection is dropped. */
  @FunctionalInterface
  public interface Behaviour {
    /**
     * Answers.
     *
     * @param request what is asked for
     * @param out takes the answer
     * @throws Exception to drop the connection
     */
    void answer(Request request, OutputStream out) throws Exception;
  }

  private static final int BLOCK = 1 << 16;
  private static final Pattern RANGE = Pattern.compile("(?i)range: bytes=(\\d+)-(\\d+)");

  final List<Request> requests = Collections.synchronizedList(new ArrayList<>());
  final List<String> authorizations = Collections.synchronizedList(new ArrayList<>());
  final AtomicLong bytesSent = new AtomicLong();
  private final ServerSocket socket;
  private final List<Socket> connections = Collections.synchronizedList(new ArrayList<>());
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private volatile Behaviour behaviour;

  /**
   * Starts it.
   *
   * @param behaviour its first one
   * @throws IOException if there is no port for it
   */
  public RangeServer(Behaviour behaviour) throws IOException {
    this.behaviour = behaviour;
    this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    threads.execute(this::accept);
  }

  /**
   * Changes what it does.
   *
   * @param other from now on
   */
  public void behave(Behaviour other) {
    behaviour = other;
  }

  /**
   * Where it is.
   *
   * @return the address of its file
   */
  public URI address() {
    return URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/model.safetensors");
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        connections.add(connection);
        threads.execute(() -> serve(connection));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII));
      OutputStream counted =
          new OutputStream() {
            private final OutputStream out = connection.getOutputStream();

            @Override
            public void write(int b) throws IOException {
              write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
              out.write(bytes, offset, length);
              bytesSent.addAndGet(length);
            }
          };
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String path = line.split(" ")[1];
        long begin = -1;
        long end = -1;
        for (String field = in.readLine(); !field.isEmpty(); field = in.readLine()) {
          if (field.startsWith("Authorization: ")) {
            authorizations.add(field.substring("Authorization: ".length()));
          }
          Matcher matcher = RANGE.matcher(field);
          if (matcher.matches()) {
            begin = Long.parseLong(matcher.group(1));
            end = Long.parseLong(matcher.group(2)) + 1;
          }
        }
        Request request = new Request(path, begin, end);
        requests.add(request);
        behaviour.answer(request, counted);
      }
    } catch (Exception e) {
      // What a dropped connection looks like from here; the test sees the client's side.
    }
  }

  /**
   * An answer's head.
   *
   * @param out takes it
   * @param status after the version
   * @param fields name and value each
   * @throws IOException if the connection is gone
   */
  public static void head(OutputStream out, String status, String... fields) throws IOException {
    StringBuilder text = new StringBuilder("HTTP/1.1 " + status + "\r\n");
    for (String field : fields) {
      text.append(field).append("\r\n");
    }
    out.write(text.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  /**
   * The fields of a correct answer with a range.
   *
   * @param request what was asked for
   * @param size of the whole file in bytes
   * @param more fields
   * @return all fields
   */
  public static String[] fields(Request request, long size, String... more) {
    List<String> fields = new ArrayList<>();
    fields.add("Content-Length: " + request.length());
    fields.add("Content-Range: bytes " + request.begin() + "-" + (request.end() - 1) + "/" + size);
    Collections.addAll(fields, more);
    return fields.toArray(String[]::new);
  }

  /**
   * Answers as a good server does.
   *
   * @param file that it has
   * @param more fields for each answer
   * @return what to do
   */
  public static Behaviour honest(SyntheticWeights file, String... more) {
    return (request, out) -> {
      head(out, "206 Partial Content", fields(request, file.size(), more));
      for (long begin = request.begin(); begin < request.end(); begin += BLOCK) {
        out.write(file.bytes(begin, Math.min(begin + BLOCK, request.end())));
      }
    };
  }

  @Override
  public void close() throws IOException {
    socket.close();
    synchronized (connections) {
      for (Socket connection : connections) {
        connection.close();
      }
    }
    threads.shutdownNow();
  }
}
