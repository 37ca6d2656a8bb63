package org.neuralstyle.imagej;

import ij.ImagePlus;
import ij.WindowManager;
import ij.macro.Interpreter;
import ij.process.ColorProcessor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import javax.script.ScriptEngineManager;
import net.imagej.patcher.LegacyEnvironment;

/** A program that runs scripts in ImageJ without a display, and says which images are open then. */
public final class ScriptRun {

  private ScriptRun() {}

  /**
   * Runs scripts, one after the other, each with two open images.
   *
   * @param arguments the scripts' files
   * @throws Exception if a script fails
   */
  public static void main(String[] arguments) throws Exception {
    ClassLoader loader = ScriptRun.class.getClassLoader();
    Thread.currentThread().setContextClassLoader(loader);
    LegacyEnvironment imagej = new LegacyEnvironment(loader, true);
    imagej.runMacro("print(\"ready\");", "");
    for (String argument : arguments) {
      Path file = Path.of(argument);
      String name = file.getFileName().toString();
      Images.open();
      if (name.endsWith(".ijm")) {
        imagej.runMacro(Files.readString(file), "");
      } else {
        String language = name.substring(name.lastIndexOf('.') + 1);
        new ScriptEngineManager(loader).getEngineByExtension(language).eval(Files.readString(file));
      }
      System.out.println(name + ": " + Images.shown());
    }
    System.exit(0);
  }

  /** Apart, since ImageJ's classes are patched before any of them is loaded. */
  private static final class Images {

    static void open() {
      for (int id : Interpreter.getBatchModeImageIDs()) {
        Interpreter.removeBatchModeImage(WindowManager.getImage(id));
      }
      Interpreter.batchMode = true;
      for (String title : new String[] {"boats.tif", "painting.tif"}) {
        int[] noise = new Random(title.length()).ints(48 * 32).toArray();
        Interpreter.addBatchModeImage(new ImagePlus(title, new ColorProcessor(48, 32, noise)));
      }
    }

    static String shown() {
      int[] ids = Interpreter.getBatchModeImageIDs();
      ImagePlus last = Interpreter.getLastBatchModeImage();
      return "%s images, %s of %s %s"
          .formatted(
              ids.length,
              last.getTitle(),
              last.getStackSize(),
              Arrays.stream(ids).mapToObj(id -> WindowManager.getImage(id).getTitle()).toList());
    }
  }
}
