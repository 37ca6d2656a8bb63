package org.neuralstyle.imagej;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import ij.IJ;
import ij.plugin.PlugIn;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.scijava.Context;
import org.scijava.command.CommandService;

/** What people see whose Java is too old for the plugin. */
class EntryTest {

  private static final String ENTRY = Neural_Style_Entry.class.getName();

  @Test
  void theEntryIsForJava8AndNamesNoOtherClassOfThePlugin() throws IOException {
    assertEquals(52, classFile(ENTRY)[7]);
    JavaClass entry = new ClassFileImporter().importClass(Neural_Style_Entry.class);
    Set<String> others =
        entry.getDirectDependenciesFromSelf().stream()
            .map(dependency -> dependency.getTargetClass().getPackageName())
            .collect(Collectors.toSet());
    assertEquals(Set.of("ij", "ij.plugin", "java.lang"), removeReflection(others));
  }

  private static Set<String> removeReflection(Set<String> packages) {
    return packages.stream()
        .filter(name -> !name.equals("java.lang.reflect"))
        .collect(Collectors.toSet());
  }

  @Test
  void anOldJavaIsToldWhatIsNeeded() throws Exception {
    Class<?> entry = new OldJava().loadClass(ENTRY);
    String said = printed(() -> ((PlugIn) entry.getConstructor().newInstance()).run("Any"));
    assertTrue(said.contains("needs Java 17 or newer"), said);
    assertTrue(said.contains("runs on Java " + System.getProperty("java.version")), said);
    assertTrue(said.contains("https://fiji.sc"), said);
  }

  /** Fiji reads the annotations of all commands; it must not load what they annotate. */
  @Test
  void anOldFijiStartsWithoutAWord() throws Exception {
    OldJava loader = new OldJava();
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      String said =
          printed(
              () -> {
                try (Context context = new Context(CommandService.class)) {
                  List<String> names =
                      context.service(CommandService.class).getCommands().stream()
                          .map(info -> info.getDelegateClassName())
                          .filter(name -> name.startsWith("org.neuralstyle."))
                          .toList();
                  assertEquals(16, names.size(), names.toString());
                }
              });
      assertEquals("", said);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private interface Action {
    void run() throws Exception;
  }

  /** What an action writes to the console; ImageJ shows its messages there without a display. */
  private static String printed(Action action) throws Exception {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
      System.setOut(stream);
      System.setErr(stream);
      IJ.redirectErrorMessages();
      action.run();
    } finally {
      IJ.redirectErrorMessages(false);
      System.setOut(out);
      System.setErr(err);
    }
    return bytes.toString(StandardCharsets.UTF_8)
        + String.valueOf(IJ.getErrorMessage()).replace("null", "");
  }

  private static byte[] classFile(String name) throws IOException {
    String path = "/" + name.replace('.', '/') + ".class";
    try (InputStream in = EntryTest.class.getResourceAsStream(path)) {
      return in.readAllBytes();
    }
  }

  /** Loads the plugin's classes as Java 8 would: all but the entry are of a version too new. */
  private static final class OldJava extends ClassLoader {

    private static final byte TOO_NEW = 99;

    private final Map<String, Class<?>> loaded = new ConcurrentHashMap<>();

    OldJava() {
      super(EntryTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith("org.neuralstyle.")) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> known = loaded.get(name);
        if (known != null) {
          return known;
        }
        try {
          byte[] bytes = classFile(name);
          if (!name.equals(ENTRY)) {
            bytes[7] = TOO_NEW;
          }
          Class<?> type = defineClass(name, bytes, 0, bytes.length);
          loaded.put(name, type);
          return type;
        } catch (IOException e) {
          throw new ClassNotFoundException(name, e);
        }
      }
    }
  }
}
