package dev.recurve.metrics;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * How a text is taken apart before its words are compared. Scores compare only with the same one,
 * so it is part of a score's signature. The names are sacreBLEU's (Post 2018).
 */
public enum TextTokenizer {
  /** White space separates words, as it stands: for text that is tokenised already. */
  NONE,
  /**
   * That of mteval-v13a, the default: ASCII punctuation stands alone, but periods and commas within
   * numbers, and hyphens unless a digit goes before. Quotes and dashes beyond ASCII stay attached.
   */
  V13A,
  /**
   * That of mteval-v14, for any script: every punctuation mark and symbol of Unicode stands alone,
   * but punctuation with digits on both sides.
   */
  INTL;

  private static final Pattern ASCII_MARK = Pattern.compile("([{-~\\[-` -&(-+:-@/])");
  private static final Pattern STOP_AFTER_OTHER = Pattern.compile("([^0-9])([.,])");
  private static final Pattern STOP_BEFORE_OTHER = Pattern.compile("([.,])([^0-9])");
  private static final Pattern DASH_AFTER_DIGIT = Pattern.compile("([0-9])(-)");
  private static final Pattern MARK_AFTER_OTHER = Pattern.compile("(\\P{N})(\\p{P})");
  private static final Pattern MARK_BEFORE_OTHER = Pattern.compile("(\\p{P})(\\P{N})");
  private static final Pattern SYMBOL = Pattern.compile("(\\p{S})");

  /** Its name in signatures, for example {@code 13a}. */
  public String key() {
    return this == V13A ? "13a" : name().toLowerCase(Locale.ROOT);
  }

  /**
   * The words of a text, one space between them.
   *
   * @param text one sentence; white space at its end does not count
   */
  public String apply(String text) {
    String line = TextUnits.withoutTrailingSpace(text);
    return String.join(
        " ",
        TextUnits.words(
            switch (this) {
              case NONE -> line;
              case V13A -> v13a(line);
              case INTL -> intl(line);
            }));
  }

  private static String v13a(String text) {
    String line = text.replace("<skipped>", "").replace("-\n", "").replace("\n", " ");
    line = line.replace("&quot;", "\"").replace("&amp;", "&");
    line = " " + line.replace("&lt;", "<").replace("&gt;", ">") + " ";
    line = ASCII_MARK.matcher(line).replaceAll(" $1 ");
    line = STOP_AFTER_OTHER.matcher(line).replaceAll("$1 $2 ");
    line = STOP_BEFORE_OTHER.matcher(line).replaceAll(" $1 $2");
    return DASH_AFTER_DIGIT.matcher(line).replaceAll("$1 $2 ");
  }

  private static String intl(String text) {
    String line = MARK_AFTER_OTHER.matcher(text).replaceAll("$1 $2 ");
    line = MARK_BEFORE_OTHER.matcher(line).replaceAll(" $1 $2");
    return SYMBOL.matcher(line).replaceAll(" $1 ");
  }
}
