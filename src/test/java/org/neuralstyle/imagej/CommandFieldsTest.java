package org.neuralstyle.imagej;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.neuralstyle.option.Operation;
import org.scijava.annotations.Index;
import org.scijava.annotations.IndexItem;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Parameters of commands and options of the table are the same. */
class CommandFieldsTest {

  /** A field too few. */
  public static class Lacks extends NeuralStyleCommand {

    @Parameter private String images;
    @Parameter private String folder;
    @Parameter private String layers;
    @Parameter private String pooling;

    public Lacks() {
      super(Operation.DISTANCE);
    }

    @Override
    void execute(RunDisplay display) {}
  }

  /** With it. */
  public static class Fits extends Lacks {

    @Parameter private String output;
  }

  /** A field too many. */
  public static final class Surplus extends Fits {

    @Parameter private String colour;
  }

  /** All commands of the SciJava index. */
  static Set<Class<? extends NeuralStyleCommand>> commands() throws Exception {
    Set<Class<? extends NeuralStyleCommand>> commands = new LinkedHashSet<>();
    for (IndexItem<Plugin> item : Index.load(Plugin.class)) {
      if (item.className().startsWith("org.neuralstyle.")) {
        commands.add(Class.forName(item.className()).asSubclass(NeuralStyleCommand.class));
      }
    }
    return commands;
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandHasAFieldForEachOptionAndNoOther(Class<? extends NeuralStyleCommand> type) {
    assertEquals(Command.class, type.getAnnotation(Plugin.class).type());
    Set<String> keys =
        NeuralStyleCommand.create(type).fields().options().stream()
            .map(option -> option.key())
            .collect(Collectors.toCollection(TreeSet::new));
    assertTrue(keys.containsAll(Set.of("weights", "device")), keys.toString());
  }

  @Test
  void allCommandsAreFound() throws Exception {
    assertEquals(16, commands().size());
  }

  @Test
  void fieldsThatDoNotFitAreNamed() {
    assertEquals(7, new Fits().fields().options().size());
    String lacks = assertThrows(IllegalStateException.class, Lacks::new).getMessage();
    assertTrue(
        lacks.endsWith(
            "Lacks has parameters [device, folder, images, layers, pooling, weights], and its options are [device, folder, images, layers, output, pooling, weights]."),
        lacks);
    String surplus = assertThrows(IllegalStateException.class, Surplus::new).getMessage();
    assertTrue(surplus.contains("Surplus has parameters [colour, "), surplus);
  }
}
