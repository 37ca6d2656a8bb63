package org.neuralstyle.cli;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import org.neuralstyle.cli.CliTest.Answer;

/**
 * The packed program on a bad machine: full disks, too little memory, no home, nowhere to write. As
 * root, a small file system of its own is the full disk.
 */
final class ProgramFaults implements FaultCase.Kind {

  private final Path program;

  ProgramFaults(Path program) {
    this.program = program;
  }

  @Override
  public FaultCase next(Path folder, Random random) throws Exception {
    Path style = ImageFaults.style(folder);
    Path content = folder.resolve("content.png");
    BufferedImage image = new BufferedImage(160, 120, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 160 * 120; i++) {
      image.setRGB(i % 160, i / 160, random.nextInt());
    }
    ImageIO.write(image, "png", content.toFile());
    Path results = Files.createDirectory(folder.resolve("results"));
    Path frames = Files.createDirectory(folder.resolve("frames"));
    Files.copy(content, frames.resolve("1.png"));
    Files.copy(content, frames.resolve("2.png"));
    List<String> args =
        switch (random.nextInt(4)) {
          case 0, 1 -> {
            String ending = List.of("png", "tif", "bmp", "jpg", "gif").get(random.nextInt(5));
            List<String> all = words("transfer", "--content", content, "--style", style);
            all.addAll(words("--output", results.resolve("o." + ending)));
            all.addAll(words("--report", results.resolve("r.json")));
            if (random.nextBoolean()) {
              all.addAll(words("--checkpoint", results.resolve("c")));
            }
            yield all;
          }
          case 2 -> {
            String out = List.of("o.mp4", "o.mkv", "o.avi", "o.gif", "o").get(random.nextInt(5));
            List<String> all = words("stylize-video", frames, style, results.resolve(out));
            all.addAll(words("--work", results.resolve("work")));
            yield all;
          }
          default -> words("sweep", "seeds", "--style", content, "--output", results, "--count", 2);
        };
    args.addAll(words("--iterations", 2, "--content-layers", "conv1_2"));
    if (args.get(0).equals("sweep")) {
      args.removeAll(List.of("--content-layers", "conv1_2"));
    }
    args.addAll(words("--weights", "untrained", "--device", "cpu", "--quiet"));
    Map<String, String> environment = new TreeMap<>();
    environment.put("TMPDIR", folder.toString());
    List<String> before = new ArrayList<>();
    String what;
    List<String> after = new ArrayList<>();
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    environment.put("JAVA_OPTS", "-XX:-UsePerfData -Djava.io.tmpdir=" + temporary);
    switch (random.nextInt(9)) {
      case 0, 1 -> {
        int kilobytes = 1 << random.nextInt(9);
        before.addAll(List.of("bash", "-c", "ulimit -f " + kilobytes + "; exec \"$0\" \"$@\""));
        what = "files of at most %d KB".formatted(kilobytes);
      }
      case 2, 3 -> {
        int kilobytes = 4 << random.nextInt(9);
        before.addAll(mounted("size=" + kilobytes + "k", results, "mkdir -p " + results));
        what = "a disk of %d KB".formatted(kilobytes);
      }
      case 4 -> {
        before.addAll(mounted("size=64k,ro", results, "true"));
        what = "a disk that is read only";
      }
      case 5 -> {
        int gigabytes = 1 + random.nextInt(8);
        before.addAll(
            List.of("bash", "-c", "ulimit -v " + gigabytes * 1_000_000 + "; exec \"$0\" \"$@\""));
        what = "at most %d GB of addresses".formatted(gigabytes);
      }
      case 6 -> {
        int megabytes = 1 << random.nextInt(9);
        Path cache = Files.createDirectory(folder.resolve("cache"));
        before.addAll(mounted("size=" + megabytes + "m", cache, "true"));
        environment.put("NEURAL_STYLE_CACHE", cache.toString());
        environment.put("DJL_CACHE_DIR", "");
        what = "a cache of %d MB".formatted(megabytes);
      }
      case 7 -> {
        String home = List.of("", "/nowhere", "/proc", "/dev/null").get(random.nextInt(4));
        environment.put("HOME", home);
        environment.put("JAVA_OPTS", "-Duser.home=" + (home.isEmpty() ? "?" : home));
        environment.put("DJL_CACHE_DIR", "");
        environment.put("NEURAL_STYLE_CACHE", "");
        what = "home '%s'".formatted(home);
      }
      default -> {
        String where = List.of("/dev/full", "/dev/null").get(random.nextInt(2));
        before.addAll(List.of("bash", "-c", "exec \"$0\" \"$@\" <&- >" + where));
        args.remove("--quiet");
        what = "standard output to " + where;
      }
    }
    List<String> command = new ArrayList<>(before);
    command.add(program.toString());
    command.addAll(args);
    Set<Path> outputs =
        Set.of(results, temporary, folder.resolve("cache"), folder.resolve(".said"));
    return FaultCase.of(
            what + ": " + String.join(" ", args),
            List.of(),
            () -> run(folder, command, environment),
            outputs)
        .withCheck(() -> left(temporary, folder));
  }

  private static List<String> words(Object... words) {
    List<String> all = new ArrayList<>();
    for (Object word : words) {
      all.add(String.valueOf(word));
    }
    return all;
  }

  /** A file system that this process alone sees, and that is gone when it ends. */
  private static List<String> mounted(String options, Path at, String first) {
    return List.of(
        "unshare",
        "-m",
        "bash",
        "-c",
        "mount -t tmpfs -o " + options + " none " + at + " && " + first + "; exec \"$0\" \"$@\"");
  }

  /** Only results that could not be where they were wanted may be in the temporary folder. */
  private static String left(Path temporary, Path folder) throws IOException {
    try (var files = Files.list(temporary)) {
      List<Path> left =
          files
              .filter(file -> !file.getFileName().toString().matches("neural-style-.*|hsperf.*"))
              .toList();
      return left.isEmpty() ? "" : "left behind: " + left;
    }
  }

  private static Answer run(Path folder, List<String> command, Map<String, String> environment)
      throws IOException, InterruptedException {
    Path said = Files.createDirectory(folder.resolve(".said"));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(said.resolve("out").toFile())
            .redirectError(said.resolve("err").toFile());
    environment.forEach(
        (name, value) -> {
          if (value.isEmpty()) {
            builder.environment().remove(name);
          } else {
            builder.environment().put(name, value);
          }
        });
    Process process = builder.start();
    process.getOutputStream().close();
    int code;
    try {
      code = process.waitFor();
    } finally {
      process.destroyForcibly().onExit().join();
    }
    return new Answer(
        code, Files.readString(said.resolve("out")), Files.readString(said.resolve("err")));
  }
}
