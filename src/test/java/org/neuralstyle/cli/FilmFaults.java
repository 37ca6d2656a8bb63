package org.neuralstyle.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.neuralstyle.stack.MovieSink;
import org.neuralstyle.stack.SampleFilms;

/** Damaged films of all kinds. Without a style's weight, frames come back as they are. */
final class FilmFaults implements FaultCase.Kind {

  private static final Path CASES = Path.of("..", "shared", "cases", "films");
  private static final List<String> ENDINGS = List.of("mp4", "mov", "mkv", "avi", "gif");

  private final List<Sample> samples = new ArrayList<>();

  private record Sample(String name, byte[] bytes, Object result, boolean known) {}

  FilmFaults(Path folder) throws Exception {
    Path place = Files.createDirectories(folder.resolve("whole-films"));
    Map<String, byte[]> whole = new TreeMap<>();
    for (String ending : ENDINGS) {
      Path file = place.resolve("made." + ending);
      Files.deleteIfExists(file);
      try (MovieSink sink = new MovieSink(file, 12.5, Optional.empty())) {
        for (int i = 0; i < 8; i++) {
          sink.write(i, SampleFilms.frame(64, 48, i));
        }
      }
      whole.put("made." + ending, Files.readAllBytes(file));
    }
    if (Files.isDirectory(CASES)) {
      try (Stream<Path> files = Files.list(CASES)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          whole.put(file.getFileName().toString(), Files.readAllBytes(file));
        }
      }
    }
    for (Map.Entry<String, byte[]> entry : whole.entrySet()) {
      Path file = Files.write(place.resolve(entry.getKey()), entry.getValue());
      Path frames = place.resolve("frames-" + entry.getKey().replace('.', '-'));
      if (Files.isDirectory(frames)) {
        for (Path old : Files.list(frames).toList()) {
          Files.delete(old);
        }
      }
      CliTest.Answer answer = same(file, ImageFaults.style(place), frames).run();
      if (answer.code() == NeuralStyleCli.OK && FaultCampaign.isSilent(answer)) {
        samples.add(
            new Sample(
                entry.getKey(), entry.getValue(), pixels(frames), !OtherDecoder.complains(file)));
      }
    }
  }

  private static FaultCase.Command same(Path film, Path style, Path output) {
    List<Object> args = new ArrayList<>(List.of("stylize-video", film, style, output));
    args.addAll(List.of("--iterations", 1, "--later-iterations", 1, "--style-weight", 0));
    args.addAll(List.of("--mode", "independent", "--size", 32, "--content-layers", "conv1_1"));
    args.addAll(List.of("--style-layers", "conv1_1", "--scales", 1, "--precision", "float32"));
    args.add("--quiet");
    return () -> CliTest.runQuickly(args.toArray());
  }

  private static Object pixels(Path folder) throws IOException {
    List<Object> pixels = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        pixels.add(ImageFaults.pixels(file));
      }
    }
    return pixels;
  }

  @Override
  public FaultCase next(Path folder, Random random) throws Exception {
    Sample sample = samples.get(random.nextInt(samples.size()));
    Damage damage = Damage.of(sample.bytes(), random);
    Path film = Files.write(folder.resolve("damaged-" + sample.name()), damage.bytes());
    boolean frames = random.nextInt(4) > 0;
    Path output =
        folder.resolve(frames ? "frames" : "out." + ENDINGS.get(random.nextInt(ENDINGS.size())));
    FaultCase one =
        FaultCase.of(
            sample.name() + ", " + damage.what() + (frames ? "" : " to " + output.getFileName()),
            List.of(film.toString()),
            same(film, ImageFaults.style(folder), output),
            Set.of(output));
    return frames
        ? one.withResult(
            () -> pixels(output),
            sample.result(),
            () -> damage.cut() || (sample.known() && OtherDecoder.complains(film)))
        : one;
  }
}
