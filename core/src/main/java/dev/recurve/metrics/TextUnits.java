package dev.recurve.metrics;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Words, characters and their n-grams. White space is all that Unicode counts as such. */
final class TextUnits {
  private TextUnits() {}

  static boolean isSpace(int codePoint) {
    return Character.isWhitespace(codePoint)
        || Character.isSpaceChar(codePoint)
        || codePoint == 0x85;
  }

  /** What white space separates. */
  static List<String> words(String text) {
    var words = new ArrayList<String>();
    var word = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              if (!isSpace(c)) {
                word.appendCodePoint(c);
              } else if (!word.isEmpty()) {
                words.add(word.toString());
                word.setLength(0);
              }
            });
    if (!word.isEmpty()) {
      words.add(word.toString());
    }
    return words;
  }

  static String withoutTrailingSpace(String text) {
    int end = text.length();
    while (end > 0 && isSpace(text.codePointBefore(end))) {
      end -= Character.charCount(text.codePointBefore(end));
    }
    return text.substring(0, end);
  }

  /** The characters, without white space unless asked for. */
  static List<String> characters(String text, boolean space) {
    return text.codePoints()
        .filter(c -> space || !isSpace(c))
        .mapToObj(Character::toString)
        .collect(Collectors.toList());
  }

  /** How often each run of n units occurs. */
  static Map<List<String>, Integer> nGrams(List<String> units, int n) {
    var counts = new HashMap<List<String>, Integer>();
    for (int i = 0; i + n <= units.size(); i++) {
      counts.merge(units.subList(i, i + n), 1, Integer::sum);
    }
    return counts;
  }
}
