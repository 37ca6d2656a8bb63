package org.neuralstyle.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Paths that people write, and addresses that they paste in their place. */
class GivenPathTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "https://anna:secret@host/a.png | https://host/a.png",
        "no file https:/anna:secret@host/a.png. | no file https:/host/a.png.",
        "\"HTTP://secret@host:80/a\" is | \"HTTP://host:80/a\" is",
        "ftp://anna:se/cr?e#t@t@host/a | ftp://host/a",
        "s3://host/a?token=secret#secret and on | s3://host/a and on",
        "x=https://host/a?secret\" | x=https://host/a\"",
        "//anna:secret@host/a | //host/a",
        "https://anna:secret@h/a, http://b:secret@i/c?secret | http://i/c",
        "https://host:8080/@anna/a.png | https://host:8080/@anna/a.png",
        "file C:/data/a@b.png or /data/#1?.png | file C:/data/a@b.png or /data/#1?.png",
        "12:30 @anna.png: no image | 12:30 @anna.png: no image",
      })
  void userPasswordAndTokenAreLeftOut(String text, String shown) {
    String found = GivenPath.shown(text);
    assertFalse(found.contains("secret"), found);
    assertTrue(found.endsWith(shown), found);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.png", "/a/b:c/@d.png", "C:\\a.png", "C:/a.png", "a: b/c.png"})
  void pathsArePaths(String text) {
    assertEquals(Path.of(text), GivenPath.of(text));
  }

  @Test
  void anAddressIsNoPath() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> GivenPath.of("https://anna:secret@host/a.png?token=secret"));
    assertEquals(
        "\"https://host/a.png\" is an address, and what is needed is a path on this machine. Download it first, and give the path of the file.",
        e.getMessage());
  }
}
