package org.neuralstyle.option;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OptionsTest {

  @ParameterizedTest
  @EnumSource(Operation.class)
  void noTwoOptionsOfAnOperationHaveOneKey(Operation operation) {
    for (FrontEnd frontEnd : FrontEnd.values()) {
      List<String> keys =
          Options.of(operation, frontEnd).stream()
              .flatMap(option -> option.keys(operation).stream())
              .toList();
      assertEquals(new TreeSet<>(keys).size(), keys.size(), operation + ": " + keys);
    }
  }

  @ParameterizedTest
  @EnumSource(Operation.class)
  void whatIsTheDefaultIsAValue(Operation operation) {
    for (FrontEnd frontEnd : FrontEnd.values()) {
      for (Option<?> option : Options.of(operation, frontEnd)) {
        Object standard = option.defaultValue(operation);
        assertEquals(standard, option.canonical(Codec.shown(standard)), option.key());
        assertTrue(option.help().length() > 10 && !option.help().endsWith("."), option.help());
      }
    }
  }
}
