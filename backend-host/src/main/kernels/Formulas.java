/**
 * Functions of one number as polynomials, with fused multiply-adds, in one fixed order. The Vector
 * API's own would not give the same bits interpreted and compiled.
 */
final class Formulas {
  private Formulas() {}

  /** The constants' declarations. */
  static final String CONSTANTS =
      """
        // exp(x) = 2ⁿ · exp(r), n = round(x / ln 2), r = x - n ln 2 in two parts (Cody and Waite 1980); a
        // polynomial of degree 6 for |r| <= ln 2 / 2. Coefficients here and in log: Moshier's Cephes.
        static final float LOG2_E = 1.44269504f;
        static final float LN2_HIGH = 0.693359375f;
        static final float LN2_LOW = -2.12194440e-4f;
        static final float E0 = 1.9875691500e-4f;
        static final float E1 = 1.3981999507e-3f;
        static final float E2 = 8.3334519073e-3f;
        static final float E3 = 4.1665795894e-2f;
        static final float E4 = 1.6666665459e-1f;
        static final float E5 = 5.0000001201e-1f;

        /** Above this exp is infinite, below the other it is 0. */
        static final float EXP_HIGH = 89f;
        static final float EXP_LOW = -104f;

        /** Adding this rounds to an integer, which stands in the low bits; subtracting gives it. */
        static final float ROUND = 12582912f; // 1.5 · 2²³
        static final int ROUND_BITS = 0x4B400000;

        /** Beyond this, 1/(1+e⁻ˣ) is 0 or 1 to within the smallest normal number. */
        static final float SIGMOID_LIMIT = 87f;

        // log(m · 2ᵉ) = e ln 2 + log(m), √½ <= m < √2; with f = m - 1: f - f²/2 + f³ · polynomial.
        static final int ROOT_HALF_BITS = 0x3F3504F3;
        static final float L0 = 7.0376836292e-2f;
        static final float L1 = -1.1514610310e-1f;
        static final float L2 = 1.1676998740e-1f;
        static final float L3 = -1.2420140846e-1f;
        static final float L4 = 1.4249322787e-1f;
        static final float L5 = -1.6668057665e-1f;
        static final float L6 = 2.0000714765e-1f;
        static final float L7 = -2.4999993993e-1f;
        static final float L8 = 3.3333331174e-1f;

        // tanh as a ratio of polynomials of degree 13 and 6, clamped where it reaches ±1 in single
        // precision (coefficients: Eigen's ptanh_float).
        static final float TANH_LIMIT = 7.90531110763549805f;
        static final float A1 = 4.89352455891786e-03f;
        static final float A3 = 6.37261928875436e-04f;
        static final float A5 = 1.48572235717979e-05f;
        static final float A7 = 5.12229709037114e-08f;
        static final float A9 = -8.60467152213735e-11f;
        static final float A11 = 2.00018790482477e-13f;
        static final float A13 = -2.76076847742355e-16f;
        static final float B0 = 4.89352518554385e-03f;
        static final float B2 = 2.26843463243900e-03f;
        static final float B4 = 1.18534705686654e-04f;
        static final float B6 = 1.19825839466702e-06f;
      """;

  static Arithmetic.Value exp(Arithmetic t, Arithmetic.Value x) {
    var v = clamp(t, x, "EXP_LOW", "EXP_HIGH");
    var shifted = t.fma(v, t.constant("LOG2_E"), t.constant("ROUND"));
    var p = expOfRest(t, v, t.sub(shifted, t.constant("ROUND")));
    // The power of two in two halves, each a normal number even where the result is not.
    var n = t.addInt(t.bits(shifted), "-ROUND_BITS");
    var half = t.shiftRight(n, 1);
    return t.mul(t.mul(p, power(t, half)), power(t, t.subInt(n, half)));
  }

  private static Arithmetic.Value power(Arithmetic t, Arithmetic.Value n) {
    return t.fromBits(t.shiftLeft(t.addInt(n, "127"), 23));
  }

  /** {@code exp(v - n ln 2)}. */
  private static Arithmetic.Value expOfRest(Arithmetic t, Arithmetic.Value v, Arithmetic.Value n) {
    var r = t.fma(n, t.constant("-LN2_HIGH"), v);
    r = t.fma(n, t.constant("-LN2_LOW"), r);
    var p = polynomial(t, r, "E0", "E1", "E2", "E3", "E4", "E5");
    return t.add(t.fma(p, t.mul(r, r), r), t.constant("1f"));
  }

  static Arithmetic.Value sigmoid(Arithmetic t, Arithmetic.Value x) {
    return t.call("sigmoid", x).orElseGet(() -> sigmoidOf(t, x));
  }

  private static Arithmetic.Value sigmoidOf(Arithmetic t, Arithmetic.Value x) {
    var v = clamp(t, t.neg(x), "-SIGMOID_LIMIT", "SIGMOID_LIMIT");
    var shifted = t.fma(v, t.constant("LOG2_E"), t.constant("ROUND"));
    var p = expOfRest(t, v, t.sub(shifted, t.constant("ROUND")));
    var e = t.fromBits(t.addInt(t.bits(p), t.shiftLeft(t.bits(shifted), 23)));
    return t.div(t.constant("1f"), t.add(e, t.constant("1f")));
  }

  /** {@code ½ + ½ tanh(x/2)}, which takes no bits and is as near to the sigmoid in sums. */
  static Arithmetic.Value sigmoidByTanh(Arithmetic t, Arithmetic.Value x) {
    var half = t.constant("0.5f");
    return t.fma(half, tanhOf(t, t.mul(half, x)), half);
  }

  static Arithmetic.Value tanh(Arithmetic t, Arithmetic.Value x) {
    return t.call("tanh", x).orElseGet(() -> tanhOf(t, x));
  }

  static Arithmetic.Value tanhOf(Arithmetic t, Arithmetic.Value x) {
    var v = clamp(t, x, "-TANH_LIMIT", "TANH_LIMIT");
    var s = t.mul(v, v);
    var p = polynomial(t, s, "A13", "A11", "A9", "A7", "A5", "A3", "A1");
    var q = polynomial(t, s, "B6", "B4", "B2", "B0");
    return t.div(t.mul(p, v), q);
  }

  static Arithmetic.Value log(Arithmetic t, Arithmetic.Value x) {
    var zero = t.constant("0f");
    var smallest = t.constant("Float.MIN_NORMAL");
    var isTiny = Arithmetic.Comparison.LT;
    var scaled = t.where(x, isTiny, smallest, t.mul(x, t.constant("0x1p23f")), x);
    var shift = t.where(x, isTiny, smallest, t.constant("-23f"), zero);
    var y = logOfNormal(t, scaled, shift);
    y = t.where(x, Arithmetic.Comparison.EQ, zero, t.constant("Float.NEGATIVE_INFINITY"), y);
    y = t.where(x, Arithmetic.Comparison.LT, zero, t.constant("Float.NaN"), y);
    // Infinity and NaN are their own logarithms.
    y = t.where(x, Arithmetic.Comparison.GT, t.constant("Float.MAX_VALUE"), x, y);
    return t.where(x, Arithmetic.Comparison.NE, x, x, y);
  }

  /** {@code log(x · 2ˢʰⁱᶠᵗ)} for a positive, finite, normal x. */
  private static Arithmetic.Value logOfNormal(
      Arithmetic t, Arithmetic.Value x, Arithmetic.Value shift) {
    var above = t.addInt(t.bits(x), "-ROOT_HALF_BITS");
    var m = t.fromBits(t.addInt(t.andInt(above, "0x7FFFFF"), "ROOT_HALF_BITS"));
    var exponent = t.fromBits(t.addInt(t.shiftRight(above, 23), "ROUND_BITS"));
    var e = t.add(t.sub(exponent, t.constant("ROUND")), shift);
    var f = t.sub(m, t.constant("1f"));
    var p = polynomial(t, f, "L0", "L1", "L2", "L3", "L4", "L5", "L6", "L7", "L8");
    var square = t.mul(f, f);
    var y = t.mul(t.mul(p, f), square);
    y = t.fma(e, t.constant("LN2_LOW"), y);
    y = t.fma(square, t.constant("-0.5f"), y);
    return t.fma(e, t.constant("LN2_HIGH"), t.add(f, y));
  }

  /**
   * {@code max(x, 0) + log(1 + u)}, {@code u = exp(-|x|)}; what {@code 1 + u} loses is put back.
   */
  static Arithmetic.Value softplus(Arithmetic t, Arithmetic.Value x) {
    var zero = t.constant("0f");
    var one = t.constant("1f");
    var u = exp(t, t.neg(t.abs(x)));
    var sum = t.add(one, u);
    var lost = t.sub(u, t.sub(sum, one));
    var log = t.add(logOfNormal(t, sum, zero), t.div(lost, sum));
    return t.add(t.where(x, Arithmetic.Comparison.GT, zero, x, zero), log);
  }

  static Arithmetic.Value sign(Arithmetic t, Arithmetic.Value x) {
    var zero = t.constant("0f");
    var positive = t.where(x, Arithmetic.Comparison.GT, zero, t.constant("1f"), x);
    return t.where(x, Arithmetic.Comparison.LT, zero, t.constant("-1f"), positive);
  }

  static Arithmetic.Value isFinite(Arithmetic t, Arithmetic.Value x) {
    return t.where(
        t.abs(x),
        Arithmetic.Comparison.LE,
        t.constant("Float.MAX_VALUE"),
        t.constant("1f"),
        t.constant("0f"));
  }

  static Arithmetic.Value relu(Arithmetic t, Arithmetic.Value x) {
    var zero = t.constant("0f");
    return t.where(x, Arithmetic.Comparison.LT, zero, zero, x);
  }

  private static Arithmetic.Value clamp(Arithmetic t, Arithmetic.Value x, String low, String high) {
    return t.clamp(x, t.constant(low), t.constant(high));
  }

  /** Horner's scheme, from the highest coefficient down. */
  private static Arithmetic.Value polynomial(
      Arithmetic t, Arithmetic.Value x, String... coefficients) {
    var sum = t.constant(coefficients[0]);
    for (int i = 1; i < coefficients.length; i++) {
      sum = t.fma(sum, x, t.constant(coefficients[i]));
    }
    return sum;
  }
}
