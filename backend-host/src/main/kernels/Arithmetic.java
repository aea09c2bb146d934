import java.util.Optional;

/**
 * What formulas are written in. A formula runs once for each kind of text: every call appends a
 * line to a loop's body and gives the name of its result, so that lanes and single floats are
 * computed by the same operations in the same order, to the same bits.
 */
interface Arithmetic {
  /** The name of a number in the text: one float or int, or a vector of them. */
  record Value(String name) {}

  /** How two floats are compared; NaN compares to nothing. */
  enum Comparison {
    EQ("=="),
    NE("!="),
    LT("<"),
    LE("<="),
    GT(">");

    final String sign;

    Comparison(String sign) {
      this.sign = sign;
    }
  }

  /** A float constant, as it is written in Java. */
  Value constant(String literal);

  Value add(Value a, Value b);

  Value sub(Value a, Value b);

  Value mul(Value a, Value b);

  Value div(Value a, Value b);

  /** {@code a · b + c}, rounded once. */
  Value fma(Value a, Value b, Value c);

  Value neg(Value a);

  Value abs(Value a);

  Value sqrt(Value a);

  /** The larger; NaN if either is NaN. */
  Value max(Value a, Value b);

  /** The smaller; NaN if either is NaN. */
  Value min(Value a, Value b);

  /** {@code yes} where the comparison holds, else {@code no}. */
  Value where(Value a, Comparison comparison, Value b, Value yes, Value no);

  /** x within bounds; NaN stays NaN. Compare and blend are cheaper than min and max on lanes. */
  default Value clamp(Value x, Value low, Value high) {
    var v = where(x, Comparison.GT, high, high, x);
    return where(v, Comparison.LT, low, low, v);
  }

  /** A function that has a loop of its own in this kind of text, if it has. */
  default Optional<Value> call(String function, Value x) {
    return Optional.empty();
  }

  /** The bits of a float, as an int. */
  Value bits(Value a);

  /** The float with the bits of an int. */
  Value fromBits(Value a);

  Value addInt(Value a, Value b);

  Value addInt(Value a, String literal);

  Value subInt(Value a, Value b);

  Value andInt(Value a, String literal);

  Value shiftLeft(Value a, int by);

  /** Keeps the sign. */
  Value shiftRight(Value a, int by);
}
