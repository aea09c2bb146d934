package dev.recurve.runtime;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Guesses which name was meant, by edit distance (Levenshtein 1966), upper and lower case alike.
 */
final class NearestName {
  private NearestName() {}

  /** The most similar name, unless more than half of it would have to change. */
  static Optional<String> of(String misspelt, List<String> names) {
    return names.stream()
        .filter(name -> 2 * distance(misspelt, name) <= Math.max(misspelt.length(), name.length()))
        .min(Comparator.comparingInt(name -> distance(misspelt, name)));
  }

  /** Letters to insert, delete or replace to turn one word into the other. */
  static int distance(String one, String other) {
    String a = one.toLowerCase(Locale.ROOT);
    String b = other.toLowerCase(Locale.ROOT);
    int[] above = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      above[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, 1 + Math.min(above[j], row[j - 1]));
      }
      above = row;
    }
    return above[b.length()];
  }
}
