package org.neuralstyle.imagej;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.neuralstyle.picture.ImageFiles;

/** The images beside content and style in macros, and how earlier runs find them again. */
class GuideInputsTest {

  private static final String MACRO =
      """
      setBatchMode(true);
      newImage("a", "16-bit ramp", 48, 40, 1);
      setMinAndMax(9000, 40000);
      saveAs("tiff", "FOLDER/a.tif");
      rename("a");
      newImage("b", "RGB noise", 40, 36, 1);
      newImage("c", "RGB ramp", 36, 36, 1);
      newImage("m", "8-bit black", 48, 40, 1);
      makeRectangle(0, 0, 20, 40);
      setColor(255);
      fill();
      run("Select None");
      saveAs("tiff", "FOLDER/m.tif");
      rename("m");
      end = " iterations=4 weights=untrained device=cpu ";
      run("Transfer Style...", "content=a style=b style2=c styleshares=0.6,0.4 stylescale=0.8 mask=m feather=2 colour=content styleby=gram-mean-std strength=0.5 output=[FOLDER/1.tif]" + end);
      selectImage("a in the style of b");
      rename("one");
      run("Run Again...", "image=one rgb=false output=[FOLDER/2.tif] weights=untrained device=cpu");
      selectImage("a");
      makeOval(5, 5, 30, 30);
      selectImage("b");
      makeOval(4, 4, 30, 24);
      run("Transfer Style...", "content=a style=b selections styleweight=1e5 output=[FOLDER/3.tif]" + end);
      run("Run Again...", "image=[a in the style of b] rgb=false output=[FOLDER/4.tif] weights=untrained device=cpu");
      run("Transfer Style...", "content=a style=b mask=[FOLDER/m.tif] styleweight=1e5 output=[FOLDER/5.tif]" + end);
      newImage("film", "RGB ramp", 32, 24, 3);
      saveAs("tiff", "FOLDER/film.tif");
      rename("film");
      newImage("masks", "8-bit black", 32, 24, 3);
      for (i = 1; i <= 3; i++) {
        setSlice(i);
        makeRectangle(0, 0, 10 + i, 24);
        fill();
      }
      run("Select None");
      run("Stylize Stack...", "content=film style=b mask=masks colour=matched styleby=w2 strength=0.5 axis=slices output=[FOLDER/6.tif]" + end);
      """;

  @TempDir Path folder;

  private ImagePlus open(String name) throws Exception {
    return ImageFiles.open(folder.resolve(name + ".tif"));
  }

  private static void assertOutside(
      ImagePlus content, ImagePlus result, int z, IntPredicate inside) {
    int changed = 0;
    int width = content.getWidth();
    for (int i = 0; i < width * content.getHeight(); i++) {
      int before = content.getStack().getProcessor(z).get(i);
      int after = result.getStack().getProcessor(z).get(i);
      if (!inside.test(i)) {
        assertEquals(before, after, "pixel " + i);
      } else if (before != after) {
        changed++;
      }
    }
    assertTrue(changed > 100, changed + " pixels changed");
  }

  @Test
  void macrosNameThemByTitleOrFile() throws Exception {
    String log =
        ImageJProcess.run(
            folder, false, MACRO.replace("FOLDER", folder.toString().replace('\\', '/')));
    assertTrue(Files.exists(folder.resolve("6.tif")), log);
    assertFalse(log.contains("Exception"), log);
    ImagePlus content = open("a");
    ImagePlus first = open("1");
    assertEquals(16, first.getBitDepth());
    assertEquals("c", first.getProp("neuralstyle.style2"));
    assertEquals("m", first.getProp("neuralstyle.mask"));
    assertEquals("content", first.getProp("neuralstyle.colour"));
    assertEquals("0.6,0.4", first.getProp("neuralstyle.styleShares"));
    assertOutside(content, first, 1, i -> i % 48 < 20);
    assertArrayEquals(pixels(first), pixels(open("2")));
    ImagePlus selected = open("3");
    assertEquals("true", selected.getProp("neuralstyle.selections"));
    assertOutside(content, selected, 1, i -> Math.hypot(i % 48 - 19.5, i / 48 - 19.5) < 15.5);
    assertArrayEquals(pixels(selected), pixels(open("4")));
    assertOutside(content, open("5"), 1, i -> i % 48 < 20);
    for (int z = 1; z <= 3; z++) {
      int columns = 10 + z;
      assertOutside(open("film"), open("6"), z, i -> i % 32 < columns);
    }
  }

  private static short[] pixels(ImagePlus imp) {
    return (short[]) imp.getProcessor().getPixels();
  }
}
