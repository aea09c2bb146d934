package dev.recurve.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The gates' nonlinearities over stretches of whole vectors. Both are polynomials, evaluated in one
 * fixed order with fused multiply-adds, so that interpreted and compiled code give the same bits;
 * the Vector API's own functions do not.
 *
 * <p>The text of each function stands in its loop: helpers that pass vectors are not reliably
 * inlined and would box every one of them.
 */
final class Activations {
  private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
  private static final int LANES = SPECIES.length();

  private Activations() {}

  // exp(x) = 2ⁿ · exp(r), n = round(x / ln 2), r = x - n ln 2 in two parts (Cody and Waite 1980); a
  // polynomial of degree 6 approximates exp on |r| <= ln 2 / 2 (coefficients: Moshier's Cephes).
  private static final float LOG2_E = 1.44269504f;
  private static final float LN2_HIGH = 0.693359375f;
  private static final float LN2_LOW = -2.12194440e-4f;
  private static final float E0 = 1.9875691500e-4f;
  private static final float E1 = 1.3981999507e-3f;
  private static final float E2 = 8.3334519073e-3f;
  private static final float E3 = 4.1665795894e-2f;
  private static final float E4 = 1.6666665459e-1f;
  private static final float E5 = 5.0000001201e-1f;

  /** Adding and subtracting this rounds to an integer, and leaves it in the low bits between. */
  private static final float ROUND = 12582912f; // 1.5 · 2²³

  /** Beyond this, 1/(1+e⁻ˣ) is 0 or 1 to within the smallest normal number. */
  private static final float SIGMOID_LIMIT = 87f;

  /** {@code y = 1/(1+e⁻ˣ)}, relative error below 3e-7. */
  static void sigmoid(float[] x, int from, int count, float[] y, int to) {
    for (int i = 0; i < count; i += LANES) {
      var v = FloatVector.fromArray(SPECIES, x, from + i).neg();
      // Compare and blend keep NaN, and are cheaper than min and max with their rules for it.
      var high = FloatVector.broadcast(SPECIES, SIGMOID_LIMIT);
      v = v.blend(high, v.compare(VectorOperators.GT, high));
      var low = FloatVector.broadcast(SPECIES, -SIGMOID_LIMIT);
      v = v.blend(low, v.compare(VectorOperators.LT, low));
      var shifted =
          v.fma(FloatVector.broadcast(SPECIES, LOG2_E), FloatVector.broadcast(SPECIES, ROUND));
      var n = shifted.sub(ROUND);
      var r = n.fma(FloatVector.broadcast(SPECIES, -LN2_HIGH), v);
      r = n.fma(FloatVector.broadcast(SPECIES, -LN2_LOW), r);
      var p = r.fma(FloatVector.broadcast(SPECIES, E0), FloatVector.broadcast(SPECIES, E1));
      p = p.fma(r, FloatVector.broadcast(SPECIES, E2));
      p = p.fma(r, FloatVector.broadcast(SPECIES, E3));
      p = p.fma(r, FloatVector.broadcast(SPECIES, E4));
      p = p.fma(r, FloatVector.broadcast(SPECIES, E5));
      p = p.fma(r.mul(r), r).add(1f);
      var power = shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23);
      var e = p.reinterpretAsInts().add(power).reinterpretAsFloats();
      var one = FloatVector.broadcast(SPECIES, 1f);
      one.div(e.add(1f)).intoArray(y, to + i);
    }
  }

  // tanh as a ratio of polynomials of degree 13 and 6, clamped where it reaches ±1 in single
  // precision (coefficients: Eigen's ptanh_float).
  private static final float TANH_LIMIT = 7.90531110763549805f;
  private static final float A1 = 4.89352455891786e-03f;
  private static final float A3 = 6.37261928875436e-04f;
  private static final float A5 = 1.48572235717979e-05f;
  private static final float A7 = 5.12229709037114e-08f;
  private static final float A9 = -8.60467152213735e-11f;
  private static final float A11 = 2.00018790482477e-13f;
  private static final float A13 = -2.76076847742355e-16f;
  private static final float B0 = 4.89352518554385e-03f;
  private static final float B2 = 2.26843463243900e-03f;
  private static final float B4 = 1.18534705686654e-04f;
  private static final float B6 = 1.19825839466702e-06f;

  /** {@code y = tanh x}, absolute error below 4e-7. */
  static void tanh(float[] x, int from, int count, float[] y, int to) {
    for (int i = 0; i < count; i += LANES) {
      var v = FloatVector.fromArray(SPECIES, x, from + i);
      var high = FloatVector.broadcast(SPECIES, TANH_LIMIT);
      v = v.blend(high, v.compare(VectorOperators.GT, high));
      var low = FloatVector.broadcast(SPECIES, -TANH_LIMIT);
      v = v.blend(low, v.compare(VectorOperators.LT, low));
      var s = v.mul(v);
      var p = s.fma(FloatVector.broadcast(SPECIES, A13), FloatVector.broadcast(SPECIES, A11));
      p = p.fma(s, FloatVector.broadcast(SPECIES, A9));
      p = p.fma(s, FloatVector.broadcast(SPECIES, A7));
      p = p.fma(s, FloatVector.broadcast(SPECIES, A5));
      p = p.fma(s, FloatVector.broadcast(SPECIES, A3));
      p = p.fma(s, FloatVector.broadcast(SPECIES, A1));
      var q = s.fma(FloatVector.broadcast(SPECIES, B6), FloatVector.broadcast(SPECIES, B4));
      q = q.fma(s, FloatVector.broadcast(SPECIES, B2));
      q = q.fma(s, FloatVector.broadcast(SPECIES, B0));
      p.mul(v).div(q).intoArray(y, to + i);
    }
  }

  /** {@code y = max(x, 0)}; NaN stays. */
  static void relu(float[] x, int from, int count, float[] y, int to) {
    var zero = FloatVector.zero(SPECIES);
    for (int i = 0; i < count; i += LANES) {
      var v = FloatVector.fromArray(SPECIES, x, from + i);
      v.blend(zero, v.compare(VectorOperators.LT, zero)).intoArray(y, to + i);
    }
  }
}
