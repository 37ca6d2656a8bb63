package org.neuralstyle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The library call in README.md compiles. */
class ReadmeExampleTest {

  private static final String SOURCE =
      """
      import ij.ImagePlus;
      import java.nio.file.Path;
      import org.neuralstyle.picture.DisplayedImage;
      import org.neuralstyle.picture.ImageFiles;
      import org.neuralstyle.synthesis.NeuralStyle;
      import org.neuralstyle.synthesis.RunListener;
      import org.neuralstyle.synthesis.SynthesisResult;
      import org.neuralstyle.settings.SynthesisSettings;
      import org.neuralstyle.tensor.DeviceChoice;
      import org.neuralstyle.weights.WeightsChoice;

      class Example {
        void run() throws Exception {
      %s
        }
      }
      """;

  @TempDir Path folder;

  @Test
  void theLibraryCallCompiles() throws IOException {
    Matcher block =
        Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(Path.of("README.md")));
    assertTrue(block.find(), "README.md has a block of Java");
    assertEquals(List.of(), errors(SOURCE.formatted(block.group(1))));
    assertFalse(block.find(), "README.md has one block of Java");
  }

  @Test
  void aCallOfWhatIsNotThereDoesNot() throws IOException {
    assertFalse(errors(SOURCE.formatted("SynthesisSettings.transfer().withNothing();")).isEmpty());
  }

  private List<String> errors(String source) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    List<String> options =
        List.of(
            "-proc:none",
            "-d",
            folder.toString(),
            "-classpath",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    JavaFileObject file =
        new SimpleJavaFileObject(URI.create("string:///Example.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
          }
        };
    compiler.getTask(null, null, diagnostics, options, null, List.of(file)).call();
    return diagnostics.getDiagnostics().stream()
        .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
        .map(Object::toString)
        .toList();
  }
}
