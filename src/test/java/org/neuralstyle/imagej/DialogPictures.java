package org.neuralstyle.imagej;

import static org.neuralstyle.imagej.WindowSession.await;

import ij.IJ;
import ij.ImageJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.WindowManager;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.Robot;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.neuralstyle.weights.WeightsSettings;

/** Takes the guide's pictures of dialogs, with the sample images open. */
final class DialogPictures {

  /** The pictures' names, by the commands that they show. */
  private static final Map<String, String> DIALOGS = new LinkedHashMap<>();

  static {
    DIALOGS.put("Transfer Style", "dialog");
    DIALOGS.put("Stylize Stack", "dialog-stack");
    DIALOGS.put("Synthesize Texture", "dialog-texture");
    DIALOGS.put("Reconstruct", "dialog-reconstruct");
    DIALOGS.put("Layer Sweep (Reconstruction)", "dialog-layers");
    DIALOGS.put("Layer-Set Sweep (Texture)", "dialog-layer-sets");
    DIALOGS.put("Layer Grid (Transfer)", "dialog-grid");
    DIALOGS.put("Style-Weight Sweep", "dialog-sweep");
    DIALOGS.put("Seeds", "dialog-seeds");
    DIALOGS.put("Initialisation", "dialog-initialisation");
    DIALOGS.put("Gallery", "dialog-gallery");
    DIALOGS.put("Reproduce the Study", "dialog-study");
    DIALOGS.put("Measure Style and Content Distance", "dialog-distance");
    DIALOGS.put("Score Results", "dialog-score");
    DIALOGS.put("Weights and Device", "dialog-weights");
    DIALOGS.put("Run Again", "dialog-again");
    DIALOGS.put("Continue Run", "dialog-continue");
  }

  /** Of images that a dialog takes by their titles. */
  private static final Map<String, Map<String, String>> TITLES =
      Map.of(
          "Reproduce the Study", Map.of("content", "content.jpg", "style", "style.jpg"),
          "Measure Style and Content Distance", Map.of("images", "content.jpg; style.jpg"),
          "Score Results", Map.of("results", "painted.tif"),
          "Run Again", Map.of("content", "content.jpg", "style", "style.jpg"),
          "Continue Run", Map.of("content", "content.jpg", "style", "style.jpg"));

  /** The others have a size of their own, or that of a result. */
  private static final Set<String> AT_512_PIXELS =
      Set.of("Transfer Style", "Stylize Stack", "Reconstruct");

  /** These begin with the result of a run. */
  private static final Set<String> OF_RESULTS = Set.of("Run Again", "Continue Run");

  private static final String RUN =
      "content=content.jpg style=style.jpg preset=draft size=256 iterations=60 weights=untrained device=cpu";

  private DialogPictures() {}

  /**
   * Opens one dialog after the other.
   *
   * @param arguments folder of the samples, folder of the pictures
   * @throws Exception if a dialog does not come
   */
  public static void main(String[] arguments) throws Exception {
    try {
      new ImageJ(ImageJ.STANDALONE);
      ImagePlus content = IJ.openImage(arguments[0] + File.separator + "content.jpg");
      ImagePlus style = IJ.openImage(arguments[0] + File.separator + "style.jpg");
      ImageStack frames = new ImageStack();
      for (int i = 0; i < 24; i++) {
        frames.addSlice(content.getProcessor().duplicate());
      }
      ImagePlus film = new ImagePlus("film", frames);
      for (ImagePlus image : new ImagePlus[] {film, style, content}) {
        image.show();
        image.getWindow().setLocation(600, 400);
      }
      for (Map.Entry<String, String> dialog : DIALOGS.entrySet()) {
        if (OF_RESULTS.contains(dialog.getKey())) {
          IJ.run("Transfer Style...", RUN);
        } else {
          String active = dialog.getKey().equals("Stylize Stack") ? "film" : "content.jpg";
          IJ.selectWindow(WindowManager.getImage(active).getID());
          await("front image", () -> WindowManager.getCurrentImage().getTitle().equals(active));
        }
        if (dialog.getKey().equals("Weights and Device")) {
          // No picture shows where files lie on the machine that made it. PyTorch has come by now.
          System.setProperty(WeightsSettings.CACHE_PROPERTY, "/home/you/.cache/neural-style");
        }
        if (dialog.getKey().equals("Gallery")) {
          film.close();
        }
        take(dialog.getKey(), Path.of(arguments[1], dialog.getValue() + ".jpg"));
      }
    } finally {
      Runtime.getRuntime().halt(0);
    }
  }

  private static void take(String title, Path file) throws Exception {
    IJ.doCommand(title + "...");
    CommandDialog dialog = CommandDialog.titled(title);
    if (dialog.isImage("style")) {
      dialog.choose("style", "style.jpg");
    }
    if (AT_512_PIXELS.contains(title)) {
      dialog.type("size", "512");
    }
    for (Map.Entry<String, String> image : TITLES.getOrDefault(title, Map.of()).entrySet()) {
      dialog.type(image.getKey(), image.getValue());
    }
    if (dialog.has("forecast") && dialog.has("size")) {
      await("forecast", dialog::isForetold);
    }
    CommandDialog.onEventThread(
        () -> {
          dialog.window().setLocation(new Point(20, 20));
          dialog.window().toFront();
          return null;
        });
    Thread.sleep(1000);
    Rectangle place = CommandDialog.onEventThread(dialog.window()::getBounds);
    save(new Robot().createScreenCapture(place), file);
    if (title.equals("Transfer Style")) {
      dialog.click("advanced");
      Thread.sleep(1000);
      Rectangle larger = CommandDialog.onEventThread(dialog.window()::getBounds);
      save(new Robot().createScreenCapture(larger), file.resolveSibling("dialog-advanced.jpg"));
      // It is remembered, and the next dialogs are to be short.
      dialog.click("advanced");
      Thread.sleep(500);
    }
    if (dialog.has("ok")) {
      dialog.cancel();
    } else {
      CommandDialog.onEventThread(
          () -> {
            dialog.window().dispose();
            return null;
          });
    }
  }

  private static void save(BufferedImage image, Path file) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpg").next();
    ImageWriteParam quality = writer.getDefaultWriteParam();
    quality.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    quality.setCompressionQuality(0.9f);
    try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), quality);
    } finally {
      writer.dispose();
    }
  }
}
