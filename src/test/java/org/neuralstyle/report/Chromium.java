package org.neuralstyle.report;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A page in a real browser without a window, driven by the DevTools protocol. */
final class Chromium implements AutoCloseable {

  private static final String LISTENING = "DevTools listening on ";
  private static final int PATIENCE = 60;

  private final Process process;
  private final WebSocket socket;
  private final AtomicInteger ids = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonObject>> answers = new ConcurrentHashMap<>();
  private final List<String> complaints = Collections.synchronizedList(new ArrayList<>());
  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
  private final CompletableFuture<Void> loaded = new CompletableFuture<>();

  private Chromium(Process process, WebSocket.Builder builder, URI page) {
    this.process = process;
    this.socket = builder.buildAsync(page, new Events()).join();
  }

  /** The browser's program, if there is one. */
  static Optional<Path> program() {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .flatMap(
            folder ->
                Stream.of("chromium", "chromium-browser", "google-chrome")
                    .map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Opens a file. */
  static Chromium open(Path program, Path file, Path profile, int width, int height)
      throws Exception {
    Process process =
        new ProcessBuilder(
                program.toString(),
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "--window-size=" + width + "," + height,
                "about:blank")
            .redirectErrorStream(true)
            .start();
    HttpClient client = HttpClient.newHttpClient();
    String browser = address(process);
    URI list = URI.create("http://" + URI.create(browser).getAuthority() + "/json/list");
    String pages =
        client.send(HttpRequest.newBuilder(list).build(), BodyHandlers.ofString()).body();
    String page =
        JsonParser.parseString(pages).getAsJsonArray().asList().stream()
            .map(target -> target.getAsJsonObject())
            .filter(target -> target.get("type").getAsString().equals("page"))
            .map(target -> target.get("webSocketDebuggerUrl").getAsString())
            .findFirst()
            .orElseThrow();
    Chromium chromium = new Chromium(process, client.newWebSocketBuilder(), URI.create(page));
    for (String domain : List.of("Runtime", "Log", "Network", "Page")) {
      chromium.call(domain + ".enable", new JsonObject());
    }
    JsonObject screen = new JsonObject();
    screen.addProperty("width", width);
    screen.addProperty("height", height);
    screen.addProperty("deviceScaleFactor", 1);
    screen.addProperty("mobile", width < 500);
    chromium.call("Emulation.setDeviceMetricsOverride", screen);
    JsonObject address = new JsonObject();
    address.addProperty("url", file.toUri().toString());
    chromium.call("Page.navigate", address);
    chromium.loaded.get(PATIENCE, TimeUnit.SECONDS);
    return chromium;
  }

  private static String address(Process process) throws IOException {
    BufferedReader lines = process.inputReader();
    StringBuilder all = new StringBuilder();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith(LISTENING)) {
        return line.substring(LISTENING.length());
      }
      all.append(line).append('\n');
    }
    throw new IOException("The browser ended:\n" + all);
  }

  private JsonObject call(String method, JsonObject parameters) throws Exception {
    int id = ids.incrementAndGet();
    CompletableFuture<JsonObject> answer = new CompletableFuture<>();
    answers.put(id, answer);
    JsonObject message = new JsonObject();
    message.addProperty("id", id);
    message.addProperty("method", method);
    message.add("params", parameters);
    socket.sendText(message.toString(), true).get(PATIENCE, TimeUnit.SECONDS);
    JsonObject result = answer.get(PATIENCE, TimeUnit.SECONDS);
    if (result.has("error")) {
      throw new IOException(method + ": " + result.get("error"));
    }
    return result.getAsJsonObject("result");
  }

  /** What a JavaScript expression is, as text. */
  String evaluate(String expression) throws Exception {
    JsonObject parameters = new JsonObject();
    parameters.addProperty("expression", "String(" + expression + ")");
    JsonObject result = call("Runtime.evaluate", parameters);
    if (result.has("exceptionDetails")) {
      throw new IOException(expression + ": " + result);
    }
    return result.getAsJsonObject("result").get("value").getAsString();
  }

  /** Scrolls to an element, and moves the pointer to its middle. */
  void pointTo(String selector) throws Exception {
    mouse("mouseMoved", selector);
  }

  /** Clicks in the middle of an element. */
  void click(String selector) throws Exception {
    mouse("mouseMoved", selector);
    mouse("mousePressed", selector);
    mouse("mouseReleased", selector);
  }

  private void mouse(String type, String selector) throws Exception {
    String box =
        "(() => { const e = document.querySelector('%s'); e.scrollIntoView({block: 'center'}); const b = e.getBoundingClientRect(); return (b.left + b.width / 2) + ' ' + (b.top + b.height / 2); })()"
            .formatted(selector);
    String[] middle = evaluate(box).split(" ");
    JsonObject event = new JsonObject();
    event.addProperty("type", type);
    event.addProperty("x", Double.parseDouble(middle[0]));
    event.addProperty("y", Double.parseDouble(middle[1]));
    event.addProperty("button", type.equals("mouseMoved") ? "none" : "left");
    event.addProperty("clickCount", 1);
    call("Input.dispatchMouseEvent", event);
  }

  /** Writes what is seen as PNG. */
  void screenshot(Path file) throws Exception {
    String data = call("Page.captureScreenshot", new JsonObject()).get("data").getAsString();
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.write(file, Base64.getDecoder().decode(data));
  }

  /** Lays the page out as for paper. */
  void showAsPrinted() throws Exception {
    JsonObject media = new JsonObject();
    media.addProperty("media", "print");
    call("Emulation.setEmulatedMedia", media);
  }

  /** The page as it is printed, as PDF. */
  byte[] printed() throws Exception {
    return Base64.getDecoder()
        .decode(call("Page.printToPDF", new JsonObject()).get("data").getAsString());
  }

  /** Errors and warnings of the console so far. */
  List<String> complaints() {
    return List.copyOf(complaints);
  }

  /** What was asked for that is not in the page. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  @Override
  public void close() throws Exception {
    socket.abort();
    process.destroy();
    if (!process.waitFor(PATIENCE, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }

  /** Answers and events of the page. */
  private final class Events implements WebSocket.Listener {

    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket source, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        take(JsonParser.parseString(text.toString()).getAsJsonObject());
        text.setLength(0);
      }
      source.request(1);
      return null;
    }

    private void take(JsonObject message) {
      if (message.has("id")) {
        answers.get(message.get("id").getAsInt()).complete(message);
        return;
      }
      JsonObject parameters = message.getAsJsonObject("params");
      switch (message.get("method").getAsString()) {
        case "Page.loadEventFired" -> loaded.complete(null);
        case "Runtime.exceptionThrown", "Log.entryAdded" -> complaints.add(parameters.toString());
        case "Network.requestWillBeSent" -> {
          String url = parameters.getAsJsonObject("request").get("url").getAsString();
          if (!url.startsWith("data:")) {
            requests.add(url);
          }
        }
        default -> {}
      }
    }
  }
}
