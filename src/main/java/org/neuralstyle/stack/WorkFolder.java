package org.neuralstyle.stack;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.option.Properties;
import org.neuralstyle.settings.PrecisionChoice;
import org.neuralstyle.settings.StackSettings;
import org.neuralstyle.storage.KeptFile;
import org.neuralstyle.synthesis.Inputs;

/** Finished frames of one stack, so that work that was ended goes on where it was. */
final class WorkFolder {

  private static final int FORMAT = 1;
  private static final String STACK = "stack.json";
  private static final String WEIGHTS = "weights.sha256";

  private final Path folder;

  private WorkFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * Opens a folder, which is made if it is not there.
   *
   * @throws IOException if it holds another stack
   */
  static WorkFolder open(Path folder, StackSettings settings, Inputs look, int frames)
      throws IOException {
    Files.createDirectories(folder);
    Map<String, Object> stack = new LinkedHashMap<>();
    stack.put("format", FORMAT);
    Properties.key(settings).forEach((name, value) -> stack.put(name, value.toString()));
    look.style().ifPresent(image -> stack.put("style", hash(image)));
    look.start().ifPresent(image -> stack.put("start", hash(image)));
    look.guidance().images().forEach((role, image) -> stack.put(role, hash(image)));
    stack.put("frames", frames);
    Gson gson = new GsonBuilder().setPrettyPrinting().create();
    Path file = folder.resolve(STACK);
    if (Files.exists(file)) {
      check(gson, file, gson.toJsonTree(stack).getAsJsonObject());
    } else {
      write(file, gson.toJson(stack));
    }
    return new WorkFolder(folder);
  }

  private static String hash(RgbImage image) {
    return Long.toHexString(FrameState.checksum(image));
  }

  /** Whether a folder holds a stack. */
  static boolean isBegun(Path folder) {
    return Files.exists(folder.resolve(STACK));
  }

  private static void write(Path file, String text) throws IOException {
    byte[] line = (text + System.lineSeparator()).getBytes(StandardCharsets.UTF_8);
    // Machines that share the folder may write the same at once.
    Path part = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + ".part");
    KeptFile.replace(file, part, out -> out.write(line));
  }

  /**
   * The precision of the frames that a folder holds, which is what others of the same stack should
   * have where the choice is free.
   *
   * @return empty if the folder holds no stack yet
   * @throws IOException if its file cannot be read
   */
  static Optional<PrecisionChoice> precision(Path folder) throws IOException {
    Path file = folder.resolve(STACK);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    JsonObject found = read(new Gson(), file);
    return Stream.of(PrecisionChoice.values())
        .filter(choice -> new JsonPrimitive(choice.toString()).equals(found.get("precision")))
        .findFirst();
  }

  private static JsonObject read(Gson gson, Path file) throws IOException {
    try {
      JsonObject found = gson.fromJson(Files.readString(file), JsonObject.class);
      return found == null ? new JsonObject() : found;
    } catch (JsonParseException | CharacterCodingException e) {
      throw new IOException("The file " + file + " is damaged; choose another work folder.", e);
    }
  }

  private static void check(Gson gson, Path file, JsonObject wanted) throws IOException {
    JsonObject found = read(gson, file);
    Set<String> names = new LinkedHashSet<>(wanted.keySet());
    names.addAll(found.keySet());
    for (String name : names) {
      if (!Objects.equals(wanted.get(name), found.get(name))) {
        throw new IOException(
            "The work folder %s holds another stack: its %s is %s, not %s. Choose another folder, or the same settings."
                .formatted(
                    file.getParent(), name, shown(found.get(name)), shown(wanted.get(name))));
      }
    }
  }

  private static String shown(JsonElement value) {
    return value == null ? "none" : value.toString();
  }

  private Path file(int frame) {
    return folder.resolve(String.format(Locale.ROOT, "frame-%06d.nsfr", frame + 1));
  }

  /**
   * Checks that all frames are made with the same weights, which are known once one has been made.
   *
   * @throws IOException if earlier ones were made with others
   */
  void checkWeights(String sha256) throws IOException {
    Path file = folder.resolve(WEIGHTS);
    if (!Files.exists(file)) {
      write(file, sha256);
    } else if (!Files.readString(file, StandardCharsets.ISO_8859_1).strip().equals(sha256)) {
      throw new IOException(
          "The work folder %s holds frames made with other VGG-19 weights. Choose another folder, or those weights."
              .formatted(folder));
    }
  }

  /** A frame that is finished, made from what has the given checksum. */
  Optional<FrameState> read(int frame, long checksum) throws IOException {
    Path file = file(frame);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    FrameState state = FrameState.read(file);
    if (state.contentChecksum() != checksum) {
      throw new IOException(
          "The work folder %s holds another stack: frame %s has changed. Choose another folder."
              .formatted(folder, frame + 1));
    }
    return Optional.of(state);
  }

  void write(FrameState state) throws IOException {
    state.write(file(state.report().frame()));
  }
}
