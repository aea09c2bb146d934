package dev.recurve.examples.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** How numbers are written on an axis: plainly while that is short, else as 2.5×10⁻⁷. */
final class NumberLabel {
  private static final String SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

  private NumberLabel() {}

  /**
   * The label of a tick.
   *
   * @param step the distance of ticks: it decides how many decimals are needed
   * @param largest the largest magnitude on the axis: all its labels are written the same way
   */
  static String of(BigDecimal value, BigDecimal step, BigDecimal largest) {
    int decimals = decimals(step);
    return decimals <= 6 && exponent(largest) < 7
        ? plain(value, decimals, exponent(largest) >= 4)
        : power(value);
  }

  /**
   * The label of a number that stands alone: whole numbers in full, others to six significant
   * digits.
   */
  static String of(double value) {
    boolean whole = value == Math.rint(value) && Math.abs(value) < 1e9;
    var shown =
        whole
            ? BigDecimal.valueOf((long) value)
            : BigDecimal.valueOf(value).round(new MathContext(6));
    return whole || (exponent(shown) >= -4 && exponent(shown) < 7) ? plain(shown) : power(shown);
  }

  /** All digits. */
  static String plain(BigDecimal value) {
    return plain(value, decimals(value), exponent(value) >= 4);
  }

  private static String plain(BigDecimal value, int decimals, boolean grouped) {
    return signed(String.format(Locale.ROOT, (grouped ? "%,." : "%.") + decimals + "f", value));
  }

  /** Scientific notation. */
  static String power(BigDecimal value) {
    if (value.signum() == 0) {
      return "0";
    }
    int exponent = exponent(value);
    var mantissa = value.movePointLeft(exponent).stripTrailingZeros().toPlainString();
    var power = "10" + superscript(exponent);
    return switch (mantissa) {
      case "1" -> power;
      case "-1" -> signed("-" + power);
      default -> signed(mantissa + "×" + power);
    };
  }

  private static String signed(String text) {
    return text.replace('-', '−');
  }

  private static int decimals(BigDecimal step) {
    return Math.max(0, step.stripTrailingZeros().scale());
  }

  private static String superscript(int exponent) {
    var text = new StringBuilder(exponent < 0 ? "⁻" : "");
    Integer.toString(Math.abs(exponent))
        .chars()
        .forEach(c -> text.append(SUPERSCRIPTS.charAt(c - '0')));
    return text.toString();
  }

  private static int exponent(BigDecimal value) {
    return value.signum() == 0 ? 0 : value.precision() - value.scale() - 1;
  }
}
