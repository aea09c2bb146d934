package dev.recurve.timeseries;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Collectors;

/** The part of an error message that helps with a mistyped name. */
final class NearestName {
  private static final int SHOWN = 20;

  private NearestName() {}

  /** Lists the known names and, if one is close to what was asked for, proposes it. */
  static String hint(String asked, Collection<String> known) {
    String list =
        known.stream()
            .limit(SHOWN)
            .map(name -> "'" + name + "'")
            .collect(Collectors.joining(", ", "", known.size() > SHOWN ? ", …" : ""));
    String nearest =
        known.stream()
            .min(Comparator.comparingInt(name -> distance(asked, name)))
            .filter(name -> distance(asked, name) <= Math.max(1, asked.length() / 2))
            .map(name -> "; did you mean '" + name + "'?")
            .orElse("");
    return "known columns are " + list + nearest;
  }

  /** Edit distance of Levenshtein (1966), ignoring case. */
  private static int distance(String left, String right) {
    String a = left.toLowerCase(Locale.ROOT);
    String b = right.toLowerCase(Locale.ROOT);
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
