package org.neuralstyle.option;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.neuralstyle.Pages;

/** The guide's table of keys is this one; where it is not, the failure shows what belongs there. */
class ReadmeKeysTest {

  private static final Map<Operation, String> NAMES = new LinkedHashMap<>();

  static {
    NAMES.put(Operation.TRANSFER, "transfers");
    NAMES.put(Operation.TEXTURE, "textures");
    NAMES.put(Operation.RECONSTRUCT, "reconstructions");
    NAMES.put(Operation.STACK, "stacks");
  }

  @Test
  void theTableOfKeysIsThatOfTheOptions() throws IOException {
    Map<String, Map<Operation, Option<?>>> rows = new LinkedHashMap<>();
    for (Operation operation : NAMES.keySet()) {
      for (Option<?> option : Options.of(operation, FrontEnd.IMAGEJ)) {
        rows.computeIfAbsent(option.key() + option.help(), key -> new LinkedHashMap<>())
            .put(operation, option);
      }
    }
    StringBuilder table = new StringBuilder("| key | for | default | meaning |\n");
    table.append("| --- | --- | --- | --- |\n");
    rows.values().forEach(row -> table.append(row(row)));
    String page = Files.readString(Pages.GUIDE.resolve("macro-keys.md"));
    assertTrue(page.contains(table), "The table in macro-keys.md must be\n\n" + table);
  }

  private static String row(Map<Operation, Option<?>> owners) {
    Option<?> option = owners.values().iterator().next();
    Map<String, List<String>> byDefault =
        owners.entrySet().stream()
            .collect(
                Collectors.groupingBy(
                    owner -> Codec.shown(owner.getValue().defaultValue(owner.getKey())),
                    LinkedHashMap::new,
                    Collectors.mapping(owner -> NAMES.get(owner.getKey()), Collectors.toList())));
    String first = byDefault.keySet().iterator().next();
    String defaults =
        byDefault.entrySet().stream()
            .map(
                entry ->
                    (entry.getKey().isEmpty() ? "none" : "`" + entry.getKey() + "`")
                        + (entry.getKey().equals(first) ? "" : " for " + all(entry.getValue())))
            .collect(Collectors.joining("; "));
    return "| `%s` | %s | %s | %s |\n"
        .formatted(
            option.key().toLowerCase(Locale.ROOT),
            owners.size() == NAMES.size()
                ? "all"
                : all(owners.keySet().stream().map(NAMES::get).toList()),
            option.codec().kind() == Codec.Kind.IMAGE ? "open images" : defaults,
            option.help() + (option.unit().isEmpty() ? "" : ", in " + option.unit()));
  }

  private static String all(Collection<String> names) {
    return String.join(", ", names);
  }
}
