package org.neuralstyle.storage;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A file that a run leaves. It is checked before the run, never takes the place of an input or of a
 * file of another kind, appears whole or not at all, and what took long to make is kept elsewhere
 * if it cannot be there. Devices and pipes are written into.
 *
 * @param name of the option or parameter, for messages
 * @param path of the file
 */
public record OutputFile(String name, Path path) {

  /** The longest wait for whoever reads a pipe, in seconds. */
  private static final long PATIENCE = 20;

  /** Writes a file. */
  @FunctionalInterface
  public interface Writer {
    /**
     * Writes all of it.
     *
     * @param file to be written, which is there and empty; its name ends as that of the output
     * @throws IOException if that fails
     */
    void write(Path file) throws IOException;
  }

  /** Tells whether a file is of a kind. */
  @FunctionalInterface
  public interface Kind {
    /**
     * Looks at a file.
     *
     * @param file not empty
     * @return whether it may be replaced
     * @throws IOException if it cannot be read
     */
    boolean is(Path file) throws IOException;
  }

  /**
   * Checks, without writing anything, that the file could be written.
   *
   * @throws IOException if it is a folder, or its folder is missing or not writable; the message
   *     names it
   */
  public void checkWritable() throws IOException {
    if (isStream(path)) {
      // A pipe behind /dev/stdout has no place.
      if (!Files.isWritable(path)) {
        throw new IOException("Cannot write " + path + ": it is not writable.");
      }
      return;
    }
    Path target = place();
    Path folder = target.getParent();
    if (folder == null || Files.isDirectory(target)) {
      throw new IOException(path + " is a folder; give a file in it.");
    }
    if (!Files.isDirectory(folder)) {
      throw new IOException("Cannot write " + path + ": there is no folder " + folder + ".");
    }
    if (!Files.isWritable(folder)) {
      throw new IOException("Cannot write " + path + ": the folder is not writable.");
    }
  }

  /** Where it would be written to, behind links; names that there cannot be are told. */
  private Path place() throws IOException {
    try {
      Path target = behindLinks(path);
      Files.readAttributes(target, BasicFileAttributes.class);
      return target;
    } catch (NoSuchFileException e) {
      return behindLinks(path);
    } catch (IOException e) {
      throw new IOException("Cannot write " + path + ": " + reason(e) + "; give another name.", e);
    }
  }

  /**
   * Checks that the file is none of some others, by whatever name or link.
   *
   * @param inputs files that are read
   * @throws IOException if files cannot be looked at
   * @throws IllegalArgumentException if it is one of them
   */
  public void checkApart(Collection<Path> inputs) throws IOException {
    for (Path input : inputs) {
      if (Files.exists(path) && Files.exists(input) && Files.isSameFile(path, input)) {
        throw new IllegalArgumentException(
            name + " would replace the input " + input + "; give another file.");
      }
    }
  }

  /**
   * Checks that what would be replaced is of the same kind.
   *
   * @param noun what the file is to be, with its article
   * @param kind tells
   * @throws IOException if the file cannot be read
   * @throws IllegalArgumentException if it is of another kind
   */
  public void checkKind(String noun, Kind kind) throws IOException {
    if (Files.isRegularFile(path) && !isStream(path) && Files.size(path) > 0 && !kind.is(path)) {
      throw new IllegalArgumentException(
          "%s would replace %s, which is not %s; give another file, or move that one away."
              .formatted(name, path, noun));
    }
  }

  /**
   * Writes the file; until it is whole, an existing one stays as it is.
   *
   * @param file a file, or a device or pipe, which is written into
   * @param writer makes it
   * @throws IOException if that fails; the message names the file and the reason
   */
  public static void write(Path file, Writer writer) throws IOException {
    try {
      if (isStream(file)) {
        pour(file, writer);
        return;
      }
      Path target = behindLinks(file);
      Path part = beside(target, "." + UUID.randomUUID());
      try {
        // Java's writers of images print what is wrong with a place.
        Files.createFile(part);
        writer.write(part);
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      throw new IOException(
          "Cannot write " + file + ": " + reason(e).replaceFirst("\\.?$", "."), e);
    }
  }

  /**
   * Writes the file, or if that cannot be, another one: beside it or else in the folder for
   * temporary files.
   *
   * @param file a file, or a device or pipe, which is written into
   * @param writer makes it
   * @throws IOException if that fails; the message names the file, the reason, and where the result
   *     is instead
   */
  public static void writeOrKeep(Path file, Writer writer) throws IOException {
    try {
      write(file, writer);
    } catch (IOException failure) {
      String kept = kept(file, writer);
      throw new IOException(
          failure.getMessage()
              + (kept.isEmpty()
                  ? " It could not be saved in the folder for temporary files either."
                  : " The result is in " + kept + " instead."),
          failure);
    }
  }

  private static String kept(Path file, Writer writer) {
    // Without the name, which may be what is wrong.
    String unique = "neural-style-" + UUID.randomUUID().toString().substring(0, 8);
    Path temporary = Path.of(System.getProperty("java.io.tmpdir")).resolve("any");
    List<Path> places =
        isStream(file) ? List.of(temporary) : List.of(file.toAbsolutePath(), temporary);
    for (Path place : places) {
      Path other = place.resolveSibling(beside(file, unique).getFileName());
      try {
        Files.createFile(other);
        writer.write(other);
        return other.toString();
      } catch (IOException e) {
        other.toFile().delete(); // what there is of it
      }
    }
    return "";
  }

  /** A link goes on to be one, also to a file that is not there yet. */
  private static Path behindLinks(Path file) throws IOException {
    if (Files.exists(file)) {
      return file.toRealPath();
    }
    Path target = file.toAbsolutePath();
    return Files.isSymbolicLink(target)
        ? target.resolveSibling(Files.readSymbolicLink(target))
        : target;
  }

  private static Path beside(Path target, String name) {
    String whole = String.valueOf(target.getFileName());
    int dot = whole.lastIndexOf('.');
    return target.resolveSibling(name + (dot < 0 ? "" : whole.substring(dot)));
  }

  /** Whether it is a device or a pipe, also one that a shell has led into a file. */
  private static boolean isStream(Path file) {
    return Files.exists(file)
        && !Files.isDirectory(file)
        && (!Files.isRegularFile(file)
            || file.toString().matches("/dev/(stdin|stdout|stderr|fd/.*)|/proc/.*/fd/.*"));
  }

  /** On a thread of its own, since nobody may be reading a pipe. */
  private static void pour(Path stream, Writer writer) throws IOException {
    Path part = Files.createTempFile("neural-style", beside(stream, "").getFileName().toString());
    try {
      writer.write(part);
      FutureTask<Void> task =
          new FutureTask<>(
              () -> {
                try (OutputStream out =
                    Files.newOutputStream(
                        stream, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
                  Files.copy(part, out);
                }
                return null;
              });
      Thread thread = new Thread(task, "writes into " + stream);
      thread.setDaemon(true);
      thread.start();
      task.get(PATIENCE, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new IOException("nobody reads it (waited for " + PATIENCE + " s)", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (ExecutionException e) {
      throw new IOException(
          e.getCause() instanceof IOException io ? reason(io) : e.getCause().getMessage(), e);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /**
   * What went wrong with a file, for people.
   *
   * @param e an exception, whose message may be no more than a path
   * @return a sentence that somebody wrote, otherwise without a full stop
   */
  public static String reason(IOException e) {
    if (e.getMessage() != null && e.getMessage().endsWith(".")) {
      return e.getMessage(); // a sentence, in the place of the path
    }
    if (!(e instanceof FileSystemException file)) {
      return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
    if (e instanceof NoSuchFileException) {
      return "there is no " + file.getFile();
    }
    if (e instanceof AccessDeniedException) {
      return "the permission for " + file.getFile() + " is missing";
    }
    if (e instanceof FileAlreadyExistsException) {
      return file.getFile() + " exists already";
    }
    if (e instanceof NotDirectoryException) {
      return file.getFile() + " is no folder";
    }
    return file.getReason() == null
        ? file.getFile() + " (" + e.getClass().getSimpleName().replace("Exception", "") + ")"
        : file.getReason() + " (" + file.getFile() + ")";
  }
}
