package org.neuralstyle.cli;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.neuralstyle.cli.CliTest.Answer;

/** The command line in a Java of its own, as people start it. */
final class CliProcess {

  /** Refuses the connections of {@link URL}, and tells of them. */
  static final class Offline {
    private Offline() {}

    public static void main(String[] args) {
      URL.setURLStreamHandlerFactory(
          protocol ->
              !protocol.startsWith("http")
                  ? null
                  : new URLStreamHandler() {
                    @Override
                    protected URLConnection openConnection(URL url) throws IOException {
                      return refused(url);
                    }

                    @Override
                    protected URLConnection openConnection(URL url, java.net.Proxy proxy)
                        throws IOException {
                      return refused(url);
                    }
                  });
      NeuralStyleCli.main(args);
    }

    private static URLConnection refused(URL url) throws IOException {
      System.err.println("CONNECTION to " + url);
      throw new IOException("no connections in this test");
    }
  }

  private final List<String> command = new ArrayList<>();
  private final List<String> options = new ArrayList<>();
  private final Map<String, String> environment = new TreeMap<>();
  private String main = NeuralStyleCli.class.getName();

  /** With words before the command, such as a shell's limits. */
  CliProcess(String... before) {
    command.addAll(List.of(before));
  }

  CliProcess option(String option) {
    options.add(option);
    return this;
  }

  CliProcess environment(String name, String value) {
    environment.put(name, value);
    return this;
  }

  CliProcess offline() {
    main = Offline.class.getName();
    return this;
  }

  /** Runs to its end, which must come within a minute. */
  Answer run(Path folder, Object... args) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(command);
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-Xshare:auto",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
            "-Dorg.slf4j.simpleLogger.log.ai.djl.util.cuda=error"));
    words.addAll(options);
    words.addAll(List.of("-cp", classPath(), main));
    Stream.of(args).map(String::valueOf).forEach(words::add);
    Path out = Files.createTempFile(folder, "out", ".txt");
    Path err = Files.createTempFile(folder, "err", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(words).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
      throw new AssertionError("hangs: " + words + Files.readString(err));
    }
    Answer answer = new Answer(process.exitValue(), Files.readString(out), Files.readString(err));
    Files.delete(out);
    Files.delete(err);
    return answer;
  }

  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
        .replace(File.pathSeparator + File.pathSeparator, File.pathSeparator);
  }
}
