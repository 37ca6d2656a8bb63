package org.neuralstyle.tensor;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.util.ClassLoaderUtils;
import ai.djl.util.Platform;
import ai.djl.util.Utils;
import java.io.IOException;
import java.net.URL;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads native libraries, from where the user wants them kept, and without telling anybody: DJL
 * would report to its makers from machines in a cloud, and look for such a cloud by a connection at
 * every start.
 */
public final class NativeLibraries {

  private static final String JAVACPP_CACHE = "org.bytedeco.javacpp.cachedir";

  /** Of the library by which DJL looks for GPUs. */
  private static final String JNA_CACHE = "jna.tmpdir";

  private static final String DJL_CACHE = "DJL_CACHE_DIR";
  private static final String ENGINE_CACHE = "ENGINE_CACHE_DIR";
  private static final Logger LOG = LoggerFactory.getLogger(NativeLibraries.class);

  private NativeLibraries() {}

  /**
   * Has FFmpeg and OpenCV unpacked into the cache, if a setting names that; to be called before
   * they are first used. Where the user has set JavaCPP's own property, that holds.
   */
  public static void prepare() {
    CacheFolder cache = CacheFolder.defaults();
    if (cache.chosen() && System.getProperty(JAVACPP_CACHE) == null) {
      System.setProperty(
          JAVACPP_CACHE, cache.path().toAbsolutePath().resolve("javacpp").toString());
    }
  }

  /**
   * PyTorch, loaded when this is first called.
   *
   * @return DJL's engine
   * @throws EngineException if libtorch cannot be unpacked or loaded; the message says why and what
   *     to do
   */
  static Engine pyTorch() {
    if (Loaded.ONCE.failure() != null) {
      throw new EngineException(Loaded.ONCE.failure().getMessage(), Loaded.ONCE.failure());
    }
    return Loaded.ONCE.engine();
  }

  /** What came of loading PyTorch, which is tried once. */
  private record Loaded(Engine engine, EngineException failure) {

    static final Loaded ONCE = of();

    private static Loaded of() {
      try {
        return new Loaded(quietly(), null);
      } catch (EngineException e) {
        return new Loaded(null, e);
      }
    }
  }

  /** With DJL's reports switched off, and its cache where the user wants it. */
  private static Engine quietly() {
    Map<String, String> wanted = new HashMap<>();
    wanted.put("OPT_OUT_TRACKING", "true");
    CacheFolder cache = CacheFolder.defaults();
    if (cache.chosen() && !isSet(ENGINE_CACHE) && !isSet(DJL_CACHE)) {
      wanted.put(ENGINE_CACHE, cache.path().toAbsolutePath().resolve("djl").toString());
    }
    Path jna = cache.path().toAbsolutePath().resolve("jna");
    if (cache.chosen() && System.getProperty(JNA_CACHE) == null && isFolder(jna)) {
      wanted.put(JNA_CACHE, jna.toString());
    }
    prepare();
    // Only while the engine is loaded: other programs in the same Java keep their own settings.
    Map<String, String> before = new HashMap<>();
    wanted.forEach((name, value) -> before.put(name, System.setProperty(name, value)));
    try {
      return load();
    } finally {
      before.forEach(NativeLibraries::restore);
    }
  }

  private static boolean isSet(String name) {
    String value = Utils.getEnvOrSystemProperty(name);
    return value != null && !value.isEmpty();
  }

  /** Makes a folder; where there can be none, PyTorch's message will say so. */
  private static boolean isFolder(Path path) {
    try {
      Files.createDirectories(path);
      return true;
    } catch (IOException e) {
      LOG.debug("No folder {}", path, e);
      return false;
    }
  }

  private static void restore(String name, String value) {
    if (value == null) {
      System.clearProperty(name);
    } else {
      System.setProperty(name, value);
    }
  }

  private static Engine load() {
    Path folder = Utils.getEngineCacheDir("pytorch");
    try {
      discardDamaged(folder);
      return Engine.getEngine("PyTorch");
    } catch (IOException e) {
      throw cannotUnpack(folder, e);
    } catch (EngineException e) {
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof IOException io) {
          throw cannotUnpack(folder, io);
        }
        if (cause instanceof LinkageError) {
          throw new EngineException(
              "PyTorch's libraries cannot be loaded from "
                  + folder
                  + " ("
                  + firstLine(cause)
                  + "). Is there too little memory (ulimit -v), or are they for another system?"
                  + " Delete that folder to have them unpacked anew",
              e);
        }
      }
      throw e;
    }
  }

  private static EngineException cannotUnpack(Path folder, IOException e) {
    return new EngineException(
        "PyTorch's libraries cannot be unpacked into "
            + folder
            + " ("
            + reason(e)
            + "). They need 0.5 GB there: make room and see that it can be written to, or "
            + CacheFolder.REMEDY
            + ".",
        e);
  }

  private static String reason(IOException e) {
    // Such exceptions have often no other text than the path.
    return e instanceof FileSystemException file && file.getReason() == null
        ? e.getClass().getSimpleName().replace("Exception", "") + ": " + file.getFile()
        : firstLine(e);
  }

  private static String firstLine(Throwable e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  /**
   * Deletes what DJL has unpacked before if it is not whole, so that it is unpacked anew: a library
   * that is cut off ends Java without a message.
   */
  private static void discardDamaged(Path cache) throws IOException {
    if (isSet("PYTORCH_LIBRARY_PATH")) {
      return;
    }
    Platform platform = Platform.detectPlatform("pytorch");
    if (platform.isPlaceholder() || isSet("PYTORCH_VERSION")) {
      return; // downloaded, and not known here
    }
    String flavor = platform.getFlavor();
    String system = flavor + "/" + platform.getClassifier() + "/";
    Path folder =
        cache.resolve(platform.getVersion() + "-" + flavor + "-" + platform.getClassifier());
    for (String name : platform.getLibraries()) {
      if (isDamaged(folder.resolve(name), "pytorch/" + system + name)) {
        LOG.warn("{} is not whole; PyTorch's libraries are unpacked anew.", folder.resolve(name));
        Utils.deleteQuietly(folder);
        return;
      }
    }
    String jni = System.mapLibraryName("djl_torch");
    Path unpacked = folder.resolve(platform.getApiVersion() + "-" + jni);
    String resource = "jnilib/" + platform.getClassifier() + "/" + flavor + "/" + jni;
    if (isDamaged(unpacked, resource)) {
      LOG.warn("{} is not whole; it is unpacked anew.", unpacked);
      Files.delete(unpacked);
    }
  }

  /** Whether there is a folder for a file, but in it not the whole file. */
  private static boolean isDamaged(Path file, String resource) throws IOException {
    URL url = ClassLoaderUtils.getResource(resource);
    if (url == null || !Files.isDirectory(file.getParent())) {
      return false;
    }
    if (!Files.exists(file)) {
      // DJL itself unpacks its own library where that is missing.
      return !resource.startsWith("jnilib");
    }
    return !new UnpackedLibrary(file, url).isWhole();
  }
}
