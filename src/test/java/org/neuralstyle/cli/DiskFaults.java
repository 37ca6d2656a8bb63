package org.neuralstyle.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Places that cannot be written or are somebody's, and kept files that a disk has damaged: the same
 * command goes on with what is whole, or refuses.
 */
final class DiskFaults implements FaultCase.Kind {

  private static final List<String> PLACES =
      List.of(
          "notes.txt",
          "missing/out.png",
          "notes.txt/out.png",
          "folder",
          "folder.png",
          "loop.png",
          "dangling.png",
          "link.png",
          "hard.png",
          "content.png",
          "mine.png",
          "out.xyz",
          "out",
          ".png",
          "n".repeat(300) + ".png",
          "/proc/out.png",
          "/dev/full",
          "/dev/null",
          "/",
          "");

  @Override
  public FaultCase next(Path folder, Random random) throws Exception {
    Path content = ImageFaults.style(folder);
    Files.move(content, folder.resolve("content.png"));
    Path style = ImageFaults.style(folder);
    return random.nextInt(5) < 3
        ? place(folder, folder.resolve("content.png"), style, random)
        : kept(folder, folder.resolve("content.png"), style, random);
  }

  private static List<Object> quick(Object... args) {
    List<Object> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--quiet", "--iterations", 2, "--size", 20));
    return all;
  }

  private static FaultCase place(Path folder, Path content, Path style, Random random)
      throws Exception {
    Files.createDirectory(folder.resolve("folder"));
    Files.writeString(folder.resolve("folder/mine.txt"), "mine");
    Files.createDirectory(folder.resolve("folder.png"));
    Files.createSymbolicLink(folder.resolve("loop.png"), Path.of("loop.png"));
    Files.createSymbolicLink(folder.resolve("dangling.png"), Path.of("none/none.png"));
    Files.createSymbolicLink(folder.resolve("link.png"), Path.of("notes.txt"));
    Files.createLink(folder.resolve("hard.png"), content);
    Files.writeString(folder.resolve("mine.png"), "no image");
    String name = PLACES.get(random.nextInt(PLACES.size()));
    String place = name.startsWith("/") || name.isEmpty() ? name : folder.resolve(name).toString();
    List<Object> args =
        switch (random.nextInt(8)) {
          case 0, 1 -> quick("transfer", "--content", content, "--style", style, "--output", place);
          case 2 -> {
            List<Object> transfer =
                quick("transfer", "--content", content, "--style", style, "--report", place);
            transfer.addAll(List.of("--output", folder.resolve("result.png")));
            yield transfer;
          }
          case 3 -> {
            List<Object> transfer =
                quick("transfer", "--content", content, "--style", style, "--checkpoint", place);
            transfer.addAll(List.of("--output", folder.resolve("result.png")));
            yield transfer;
          }
          case 4 -> quick("stylize-video", content.resolveSibling("frames"), style, place);
          case 5 -> quick("sweep", "seeds", "--style", style, "--output", place, "--count", 1);
          case 6 -> List.of("distance", content, style, "--output", place);
          default -> {
            List<Object> film = quick("stylize-video", content.resolveSibling("frames"), style);
            film.addAll(List.of(folder.resolve("result"), "--work", place));
            yield film;
          }
        };
    Path frames = Files.createDirectory(folder.resolve("frames"));
    Files.copy(content, frames.resolve("1.png"));
    Set<Path> outputs = new HashSet<>();
    outputs.add(folder.resolve("result.png"));
    outputs.add(folder.resolve("result"));
    // What is there stays, also in folders that take results.
    for (String fresh : List.of("out", ".png", "out.xyz", "missing", "folder", "folder.png")) {
      outputs.add(folder.resolve(fresh));
    }
    String before = outside();
    return FaultCase.of(
            String.join(" ", args.stream().map(String::valueOf).toList()),
            List.of(),
            () -> CliTest.runQuickly(args.toArray()),
            outputs)
        .withCheck(
            () -> {
              if (!outside().equals(before)) {
                return "/dev/full or /dev/null is another one";
              }
              if (!Files.readString(folder.resolve("folder/mine.txt")).equals("mine")) {
                return "a file in a folder of results is another one";
              }
              for (String file : List.of("folder", "folder.png")) {
                try (Stream<Path> files = Files.list(folder.resolve(file))) {
                  for (Path made : files.filter(f -> !f.endsWith("mine.txt")).toList()) {
                    // Results of sweeps lie in folders that are there.
                    delete(made);
                  }
                }
              }
              return "";
            });
  }

  private static String outside() throws IOException {
    return Files.readAttributes(Path.of("/dev/full"), "unix:ino,rdev").toString()
        + Files.readAttributes(Path.of("/dev/null"), "unix:ino,rdev");
  }

  private static void delete(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      try (Stream<Path> files = Files.list(file)) {
        for (Path inner : files.toList()) {
          delete(inner);
        }
      }
    }
    Files.delete(file);
  }

  /** What was kept is damaged; the result is as if it had not been, or it is refused. */
  private static FaultCase kept(Path folder, Path content, Path style, Random random)
      throws Exception {
    Path store = Files.createDirectory(folder.resolve("store"));
    Path frames = Files.createDirectory(folder.resolve("frames"));
    Files.copy(content, frames.resolve("1.png"));
    Files.copy(style, frames.resolve("2.png"));
    Path output = folder.resolve("result");
    Path picture = folder.resolve("result.png");
    int kind = random.nextInt(3);
    List<Object> args =
        switch (kind) {
          case 0 -> {
            List<Object> all =
                quick("transfer", "--content", content, "--style", style, "--output", picture);
            all.addAll(List.of("--checkpoint", store.resolve("run")));
            yield all;
          }
          case 1 -> {
            List<Object> all = quick("stylize-video", frames, style, output);
            all.addAll(List.of("--work", store));
            yield all;
          }
          default -> quick("sweep", "seeds", "--style", style, "--output", store, "--count", 2);
        };
    CliTest.Answer first = CliTest.runQuickly(args.toArray());
    if (first.code() != 0) {
      throw new IllegalStateException(first.err());
    }
    FaultCase.Result result =
        kind == 0 ? () -> ImageFaults.pixels(picture) : () -> pictures(kind == 1 ? output : store);
    Object whole = result.read();
    List<Path> files;
    try (Stream<Path> all = Files.walk(store)) {
      files =
          all.filter(Files::isRegularFile)
              .filter(file -> kind != 2 || file.getParent().getFileName().toString().equals("runs"))
              .sorted()
              .toList();
    }
    Path victim = files.get(random.nextInt(files.size()));
    Damage damage = Damage.of(Files.readAllBytes(victim), random);
    Files.write(victim, damage.bytes());
    return FaultCase.of(
            args.get(0) + ", " + folder.relativize(victim) + ", " + damage.what(),
            List.of(store.toString()),
            () -> CliTest.runQuickly(args.toArray()),
            Set.of(output, picture, store))
        .withResult(result, whole, () -> true);
  }

  private static Object pictures(Path folder) throws IOException {
    List<Object> pictures = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().filter(f -> f.toString().matches(".*(png|tif)")).toList()) {
        pictures.add(
            file.toString().endsWith("png")
                ? ImageFaults.pixels(file)
                : Arrays.hashCode(
                    (byte[])
                        org.neuralstyle.picture.ImageFiles.open(file)
                            .getStack()
                            .getProcessor(1)
                            .convertToByte(false)
                            .getPixels()));
      }
    }
    return pictures;
  }
}
