import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All element-wise loops. */
final class Kernels {
  private Kernels() {}

  private interface Unary {
    Arithmetic.Value of(Arithmetic t, Arithmetic.Value x);
  }

  private interface Binary {
    Arithmetic.Value of(Arithmetic t, Arithmetic.Value a, Arithmetic.Value b);
  }

  /** By the names of UnaryOp. */
  private static final Map<String, Unary> UNARY =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("NEG", (Unary) Arithmetic::neg),
              Map.entry("ABS", Arithmetic::abs),
              Map.entry("SIGN", Formulas::sign),
              Map.entry("SQUARE", (t, x) -> t.mul(x, x)),
              Map.entry("SQRT", Arithmetic::sqrt),
              Map.entry("RECIPROCAL", (t, x) -> t.div(t.constant("1f"), x)),
              Map.entry("EXP", Formulas::exp),
              Map.entry("LOG", Formulas::log),
              Map.entry("TANH", Formulas::tanh),
              Map.entry("SIGMOID", Formulas::sigmoid),
              Map.entry("RELU", Formulas::relu),
              Map.entry("SOFTPLUS", Formulas::softplus),
              Map.entry("IS_FINITE", Formulas::isFinite)));

  /** By the names of BinaryOp. */
  private static final Map<String, Binary> BINARY =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("ADD", (Binary) Arithmetic::add),
              Map.entry("SUB", Arithmetic::sub),
              Map.entry("MUL", Arithmetic::mul),
              Map.entry("DIV", Arithmetic::div),
              Map.entry("MAX", Arithmetic::max),
              Map.entry("MIN", Arithmetic::min),
              Map.entry("GREATER", (t, a, b) -> holds(t, a, Arithmetic.Comparison.GT, b)),
              Map.entry("EQUAL", (t, a, b) -> holds(t, a, Arithmetic.Comparison.EQ, b)),
              Map.entry("TANH_GRAD", (t, a, b) -> t.mul(a, t.sub(t.constant("1f"), t.mul(b, b)))),
              Map.entry(
                  "SIGMOID_GRAD", (t, a, b) -> t.mul(t.mul(a, b), t.sub(t.constant("1f"), b))),
              Map.entry(
                  "RELU_GRAD",
                  (t, a, b) -> {
                    var zero = t.constant("0f");
                    return t.where(b, Arithmetic.Comparison.GT, zero, a, zero);
                  })));

  private static Arithmetic.Value holds(
      Arithmetic t, Arithmetic.Value a, Arithmetic.Comparison comparison, Arithmetic.Value b) {
    return t.where(a, comparison, b, t.constant("1f"), t.constant("0f"));
  }

  static List<String> unaryOps() {
    return List.copyOf(UNARY.keySet());
  }

  static List<String> binaryOps() {
    return List.copyOf(BINARY.keySet());
  }

  static Kernel unary(String op) {
    return new Kernel(
        methodName(op),
        List.of(Kernel.read("x"), Kernel.written("y")),
        (t, in) -> List.of(UNARY.get(op).of(t, in.get(0))));
  }

  /** A function of two operands, each a stretch or a number. */
  static Kernel binary(String op, Kernel.Kind a, Kernel.Kind b, boolean add) {
    return result(
        methodName(op),
        List.of(new Kernel.Operand("a", a), new Kernel.Operand("b", b)),
        add,
        (t, in) -> BINARY.get(op).of(t, in.get(0), in.get(1)));
  }

  static String methodName(String op) {
    var name = new StringBuilder();
    for (String word : op.toLowerCase().split("_")) {
      name.append(
          name.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
    }
    return name.toString();
  }

  private interface Result {
    Arithmetic.Value of(Arithmetic t, List<Arithmetic.Value> in);
  }

  /** A kernel whose one result is written or added. */
  private static Kernel result(
      String name, List<Kernel.Operand> operands, boolean add, Result result) {
    var all = new ArrayList<>(operands);
    all.add(add ? Kernel.updated("y") : Kernel.written("y"));
    return new Kernel(
        add ? name + "Onto" : name,
        all,
        (t, in) -> {
          var value = result.of(t, in);
          return List.of(add ? t.add(in.getLast(), value) : value);
        });
  }

  static List<Kernel> others() {
    var all = new ArrayList<Kernel>();
    all.add(affine());
    all.add(affineOnto());
    for (Kernel.Kind a : operandKinds()) {
      for (Kernel.Kind b : operandKinds()) {
        all.add(select(a, b));
      }
    }
    all.add(expMinus());
    all.add(minusMinus());
    for (boolean add : new boolean[] {false, true}) {
      all.add(softmaxGrad(add));
      all.add(logSoftmaxGrad(add));
      all.add(crossEntropyGrad(add));
    }
    all.addAll(OptimizerKernels.all());
    return all;
  }

  static List<Kernel.Kind> operandKinds() {
    return List.of(Kernel.Kind.READ, Kernel.Kind.NUMBER);
  }

  private static Kernel affine() {
    return new Kernel(
        "affine",
        List.of(
            Kernel.number("alpha"), Kernel.read("x"), Kernel.number("shift"), Kernel.written("y")),
        (t, in) -> List.of(t.fma(in.get(0), in.get(1), in.get(2))));
  }

  private static Kernel affineOnto() {
    return new Kernel(
        "affineOnto",
        List.of(
            Kernel.number("alpha"),
            Kernel.read("x"),
            Kernel.number("beta"),
            Kernel.number("shift"),
            Kernel.updated("y")),
        (t, in) -> {
          var rest = t.fma(in.get(2), in.get(4), in.get(3));
          return List.of(t.fma(in.get(0), in.get(1), rest));
        });
  }

  private static Kernel select(Kernel.Kind a, Kernel.Kind b) {
    return new Kernel(
        "select",
        List.of(
            Kernel.read("mask"),
            new Kernel.Operand("a", a),
            new Kernel.Operand("b", b),
            Kernel.written("y")),
        (t, in) ->
            List.of(
                t.where(
                    in.get(0), Arithmetic.Comparison.NE, t.constant("0f"), in.get(1), in.get(2))));
  }

  /** {@code exp(x - max)}. */
  private static Kernel expMinus() {
    return new Kernel(
        "expMinus",
        List.of(Kernel.read("x"), Kernel.number("max"), Kernel.written("y")),
        (t, in) -> List.of(Formulas.exp(t, t.sub(in.get(0), in.get(1)))));
  }

  /** {@code (x - first) - second}. */
  private static Kernel minusMinus() {
    return new Kernel(
        "minusMinus",
        List.of(
            Kernel.read("x"), Kernel.number("first"), Kernel.number("second"), Kernel.written("y")),
        (t, in) -> List.of(t.sub(t.sub(in.get(0), in.get(1)), in.get(2))));
  }

  /** {@code p · (dp - sum)}. */
  private static Kernel softmaxGrad(boolean add) {
    return result(
        "softmaxGrad",
        List.of(Kernel.read("dp"), Kernel.read("p"), Kernel.number("sum")),
        add,
        (t, in) -> t.mul(in.get(1), t.sub(in.get(0), in.get(2))));
  }

  /** {@code dp - exp(logP) · sum}. */
  private static Kernel logSoftmaxGrad(boolean add) {
    return result(
        "logSoftmaxGrad",
        List.of(Kernel.read("dp"), Kernel.read("logP"), Kernel.number("sum")),
        add,
        (t, in) -> t.sub(in.get(0), t.mul(Formulas.exp(t, in.get(1)), in.get(2))));
  }

  /** {@code all · exp(logP) - each · weight}. */
  private static Kernel crossEntropyGrad(boolean add) {
    return result(
        "crossEntropyGrad",
        List.of(
            Kernel.read("logP"),
            Kernel.read("weight"),
            Kernel.number("all"),
            Kernel.number("each")),
        add,
        (t, in) ->
            t.sub(t.mul(in.get(2), Formulas.exp(t, in.get(0))), t.mul(in.get(3), in.get(1))));
  }
}
