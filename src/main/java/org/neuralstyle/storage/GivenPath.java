package org.neuralstyle.storage;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * What people write where a file or folder is meant. Some paste an address, whose user, password or
 * token is nobody else's business.
 */
public final class GivenPath {

  /**
   * An address in a text: how it begins, which in Java's paths is one slash of two; a user, after
   * whom a password may hold any sign; host and path; a query or fragment.
   */
  private static final Pattern ADDRESS =
      Pattern.compile(
          "((?:(?i:https?|s?ftp):/|(?:\\b[A-Za-z][A-Za-z0-9+.-]*:)?/(?=/))/?)"
              + "(?:(?:[^/?#:@\\s]*:(?!\\d+(?:[/?#\\s]|$))\\S*|[^/?#\\s]*)@)?"
              + "([^\\s?#\"]*)"
              + "(?:[?#][^\\s\"]*)?");

  private static final Pattern BEGIN = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+://");

  private GivenPath() {}

  /**
   * Reads a path.
   *
   * @param text not empty; {@code ~} at its begin is the user's home folder
   * @return the path, of a file or folder that need not exist
   * @throws IllegalArgumentException if it is an address, or there can be no such path here; the
   *     message says what to do
   */
  public static Path of(String text) {
    if (BEGIN.matcher(text).lookingAt()) {
      throw new IllegalArgumentException(
          "\"%s\" is an address, and what is needed is a path on this machine. Download it first, and give the path of the file."
              .formatted(shown(text)));
    }
    try {
      boolean inHome = text.equals("~") || text.matches("~[/\\\\].*");
      return inHome ? Path.of(System.getProperty("user.home"), text.substring(1)) : Path.of(text);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(
          "\"%s\" is no path here (%s). Where the language of the system is C, only ASCII is known: set the environment variable LC_ALL=C.UTF-8."
              .formatted(text, e.getReason()),
          e);
    }
  }

  /**
   * A text as it may be shown and written down.
   *
   * @param text a message, a title, or an address
   * @return the text; the addresses in it are without user, password and what follows a question
   *     mark, which may be a token
   */
  public static String shown(String text) {
    return ADDRESS.matcher(text).replaceAll("$1$2");
  }
}
