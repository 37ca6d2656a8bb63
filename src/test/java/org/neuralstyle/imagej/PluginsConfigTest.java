package org.neuralstyle.imagej;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.scijava.annotations.Index;
import org.scijava.annotations.IndexItem;
import org.scijava.command.Command;
import org.scijava.plugin.Plugin;

/** The menu of ImageJ and Fiji and the SciJava commands are the same, under the same labels. */
class PluginsConfigTest {

  private static final Pattern LINE =
      Pattern.compile(
          "(.+), \"(.+)\", org\\.neuralstyle\\.imagej\\.Neural_Style_Entry\\(\"(.+)\"\\)");

  @Test
  void menusAgree() throws Exception {
    Map<String, String> config = new TreeMap<>();
    for (String line : Files.readAllLines(Path.of("plugins.config"))) {
      if (!line.isBlank() && !line.startsWith("#")) {
        Matcher matcher = LINE.matcher(line);
        assertEquals(true, matcher.matches(), line);
        assertEquals(true, matcher.group(1).startsWith("Plugins>Neural Style"), line);
        if (!MenuWalk.WITHOUT.contains(matcher.group(2))) {
          config.put(matcher.group(3), matcher.group(2));
        }
      }
    }
    Map<String, String> annotations = new TreeMap<>();
    for (IndexItem<Plugin> item :
        Index.load(Plugin.class, PluginsConfigTest.class.getClassLoader())) {
      Class<?> type = Class.forName(item.className());
      if (item.className().startsWith("org.neuralstyle.") && Command.class.isAssignableFrom(type)) {
        annotations.put(item.className(), item.annotation().label());
        // Fiji would show a second item, and its search bar a second command.
        assertEquals("", item.annotation().menuPath(), item.className());
        assertFalse(item.annotation().visible(), item.className());
      }
    }
    assertFalse(annotations.isEmpty());
    assertEquals(annotations, config);
  }

  /** ij.Executer does the command before it instead. */
  @Test
  void noMenuItemBeginsWithRepeat() throws Exception {
    assertFalse(Files.readString(Path.of("plugins.config")).contains("\"Repeat"));
  }
}
