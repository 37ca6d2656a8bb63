package org.neuralstyle.imagej;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.Macro;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Options of macros, read by this project and by ImageJ. */
class MacroOptionsTest {

  @Test
  void keysAreReadOutsideOfValuesOnly() {
    assertEquals(
        Map.of(
            "content", Optional.of("size=20 rgb [1] test.png"),
            "size", Optional.of("64"),
            "output", Optional.of("/a/seed=3/r.png"),
            "style", Optional.of("it is [b"),
            "rgb", Optional.empty(),
            "empty", Optional.of("")),
        MacroOptions.parse(
            " content=[size=20 rgb [1] test.png]  size=64 output=/a/seed=3/r.png style='it is [b' rgb empty= "));
  }

  @ParameterizedTest
  @ValueSource(strings = {"content=[a b", "style='a b", "seed=1 size=2 seed=3"})
  void whatIsNoOptionIsTold(String text) {
    String key = text.split("=")[0];
    String message =
        assertThrows(IllegalArgumentException.class, () -> MacroOptions.parse(text)).getMessage();
    assertTrue(message.contains(key), message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "a b",
        "",
        "a]b.png",
        "a] b.png",
        "[a",
        "'a'",
        "it's a",
        "C:\\new folder\\x.tif",
        "a [1] b"
      })
  void whatIsQuotedIsReadAgainByImageJToo(String value) {
    String options = "first=1 key=" + MacroOptions.quoted(value) + " last=[2 3]";
    assertEquals(Optional.of(value), MacroOptions.parse(options).get("key"));
    assertEquals(Optional.of("2 3"), MacroOptions.parse(options).get("last"));
    assertEquals(value, Macro.getValue(options, "key", null));
  }

  @Test
  void whatNothingHoldsIsTold() {
    assertThrows(IllegalArgumentException.class, () -> MacroOptions.quoted("it's a] b"));
  }
}
