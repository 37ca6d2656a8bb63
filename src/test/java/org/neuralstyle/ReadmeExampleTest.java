package org.neuralstyle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.neuralstyle.picture.ImageFiles;

/** The library calls in README and guide compile and run. */
class ReadmeExampleTest {

  private static final String SOURCE =
      """
      import ij.ImagePlus;
      import java.nio.file.Path;
      import java.util.Random;
      import net.imglib2.RandomAccessibleInterval;
      import net.imglib2.img.array.ArrayImgs;
      import net.imglib2.type.numeric.ARGBType;
      import org.neuralstyle.image.RgbImage;
      import org.neuralstyle.picture.DisplayedImage;
      import org.neuralstyle.picture.ImageFiles;
      import org.neuralstyle.synthesis.NeuralStyle;
      import org.neuralstyle.synthesis.RunListener;
      import org.neuralstyle.synthesis.SynthesisResult;
      import org.neuralstyle.settings.Preset;
      import org.neuralstyle.settings.SynthesisSettings;
      import org.neuralstyle.tensor.DeviceChoice;
      import org.neuralstyle.weights.WeightsChoice;

      public class Example {
        public static void run() throws Exception {
      %s
        }
      }
      """;

  @TempDir Path folder;

  /** As they are but for the files' folder, the weights and the number of evaluations. */
  @Test
  void theLibraryCallsRun() throws Exception {
    for (String name : List.of("boats.tif", "painting.tif")) {
      ImagePlus image = IJ.createImage(name, "RGB ramp", 48, 32, 1);
      ImageFiles.save(image, folder.resolve(name));
    }
    List<Pages.Block> blocks = Pages.blocks("java");
    assertEquals(3, blocks.size());
    for (Pages.Block block : blocks) {
      assertEquals(List.of(), errors(SOURCE.formatted(block.text())), block.toString());
      String quick =
          block
              .text()
              .replace("Path.of(\"", "Path.of(\"" + folder.toString().replace('\\', '/') + "/")
              .replace("new WeightsChoice.Auto()", "new WeightsChoice.Untrained()")
              .replace("DeviceChoice.AUTO", "DeviceChoice.CPU")
              .replace("size(512)", "size(32)")
              .replace("transfer()", "transfer().withSchedule(s -> s.iterations(1))")
              .replace("iterations(100)", "iterations(1)")
              .replace("Preset.PAINTERLY.on", "Preset.DRAFT.on");
      assertEquals(List.of(), errors(SOURCE.formatted(quick)));
      try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
        loader.loadClass("Example").getMethod("run").invoke(null);
      }
    }
    assertTrue(Files.exists(folder.resolve("result.tif")));
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
