package org.neuralstyle.imagej;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that somebody meant who wrote another. */
final class SimilarName {

  private SimilarName() {}

  /**
   * The name that is meant.
   *
   * @param written what was written
   * @param names those that there are, in lower case
   * @return the nearest one, if it is near: with at most a third of its letters to change
   */
  static Optional<String> of(String written, Collection<String> names) {
    String text = written.toLowerCase(Locale.ROOT).replaceAll("[-_ ]", "");
    return names.stream()
        .filter(name -> distance(text, name) <= Math.max(1, name.length() / 3))
        .min(Comparator.comparingInt(name -> distance(text, name)));
  }

  /** Letters to insert, delete or replace (Levenshtein 1966). */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
