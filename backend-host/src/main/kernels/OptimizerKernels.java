import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The optimisers' formulas. Every kernel begins with {@code g' = scale · g + l2 · w} and ends with
 * {@code w = w - shrink · w - change}; in between stands what makes the change and the new slots.
 * Running means are {@code so + share · (new - so)}: what is left of 1 - β is exact in this form.
 */
final class OptimizerKernels {
  private OptimizerKernels() {}

  /** The change of a weight, and the new slots in order. */
  private record Step(Arithmetic.Value change, List<Arithmetic.Value> slots) {
    Step(Arithmetic.Value change, Arithmetic.Value... slots) {
      this(change, List.of(slots));
    }
  }

  private interface Formula {
    /**
     * One step.
     *
     * @param g the gradient, scaled and with its penalty
     * @param s the slots
     * @param p the numbers
     */
    Step of(Arithmetic t, Arithmetic.Value g, List<Arithmetic.Value> s, List<Arithmetic.Value> p);
  }

  static List<Kernel> all() {
    return List.of(
        kernel("descent", "", "rate", (t, g, _, p) -> new Step(t.mul(p.get(0), g))),
        kernel("momentum", "v", "momentum share own carried", OptimizerKernels::momentum),
        kernel("moments", "m v", "newM newV own carried root epsilon", moments(false)),
        kernel("largestMoments", "m v u", "newM newV own carried root epsilon", moments(true)),
        kernel("infinityNorm", "m u", "newM decay rate epsilon", OptimizerKernels::infinityNorm),
        kernel("signOfMean", "m", "rate look newM", OptimizerKernels::signOfMean),
        kernel("sumOfSquares", "s", "rate initial epsilon", OptimizerKernels::sumOfSquares),
        kernel("meanSquare", "s", "rate share epsilon", meanSquare(false, false)),
        kernel("centeredSquare", "s m", "rate share epsilon", meanSquare(true, false)),
        kernel("meanSquareMomentum", "s v", "rate share epsilon momentum", meanSquare(false, true)),
        kernel(
            "centeredSquareMomentum",
            "s m v",
            "rate share epsilon momentum",
            meanSquare(true, true)),
        kernel("squaredSteps", "s a", "rate share epsilon", OptimizerKernels::squaredSteps),
        kernel(
            "signChanges", "p d", "first falling grow least most", OptimizerKernels::signChanges));
  }

  private static List<String> words(String text) {
    return Stream.of(text.split(" ")).filter(word -> !word.isEmpty()).toList();
  }

  private static Kernel kernel(String name, String slots, String numbers, Formula formula) {
    var operands = new ArrayList<Kernel.Operand>();
    operands.add(Kernel.read("g"));
    words(slots).forEach(slot -> operands.add(Kernel.updated(slot)));
    operands.add(Kernel.updated("w"));
    Stream.of("scale", "l2", "shrink").map(Kernel::number).forEach(operands::add);
    words(numbers).stream().map(Kernel::number).forEach(operands::add);
    int w = 1 + words(slots).size();
    return new Kernel(
        name,
        operands,
        (t, in) -> {
          var weight = in.get(w);
          var g = t.fma(in.get(w + 1), in.get(0), t.mul(in.get(w + 2), weight));
          var step = formula.of(t, g, in.subList(1, w), in.subList(w + 4, in.size()));
          var kept = t.fma(t.neg(in.get(w + 3)), weight, weight);
          var results = new ArrayList<>(step.slots());
          results.add(t.sub(kept, step.change()));
          return results;
        });
  }

  private static Arithmetic.Value mean(
      Arithmetic t, Arithmetic.Value so, Arithmetic.Value share, Arithmetic.Value next) {
    return t.fma(share, t.sub(next, so), so);
  }

  /** {@code own · g + carried · v}: both hold the rate. */
  private static Step momentum(
      Arithmetic t, Arithmetic.Value g, List<Arithmetic.Value> s, List<Arithmetic.Value> p) {
    var v = t.fma(p.get(0), s.get(0), t.mul(p.get(1), g));
    return new Step(t.fma(p.get(2), g, t.mul(p.get(3), v)), v);
  }

  private static Formula moments(boolean largest) {
    return (t, g, s, p) -> {
      var m = mean(t, s.get(0), p.get(0), g);
      var v = mean(t, s.get(1), p.get(1), t.mul(g, g));
      var under = largest ? t.max(s.get(2), v) : v;
      var size = t.fma(p.get(4), t.sqrt(under), p.get(5));
      var change = t.div(t.fma(p.get(2), g, t.mul(p.get(3), m)), size);
      return largest ? new Step(change, m, v, under) : new Step(change, m, v);
    };
  }

  private static Step infinityNorm(
      Arithmetic t, Arithmetic.Value g, List<Arithmetic.Value> s, List<Arithmetic.Value> p) {
    var m = mean(t, s.get(0), p.get(0), g);
    var u = t.max(t.mul(p.get(1), s.get(1)), t.add(t.abs(g), p.get(3)));
    return new Step(t.div(t.mul(p.get(2), m), u), m, u);
  }

  private static Step signOfMean(
      Arithmetic t, Arithmetic.Value g, List<Arithmetic.Value> s, List<Arithmetic.Value> p) {
    var sign = Formulas.sign(t, mean(t, s.get(0), p.get(1), g));
    return new Step(t.mul(p.get(0), sign), mean(t, s.get(0), p.get(2), g));
  }

  private static Step sumOfSquares(
      Arithmetic t, Arithmetic.Value g, List<Arithmetic.Value> s, List<Arithmetic.Value> p) {
    var sum = t.fma(g, g, s.get(0));
    var size = t.add(t.sqrt(t.add(sum, p.get(1))), p.get(2));
    return new Step(t.div(t.mul(p.get(0), g), size), sum);
  }

  private static Formula meanSquare(boolean centered, boolean momentum) {
    return (t, g, s, p) -> {
      var slots = new ArrayList<Arithmetic.Value>();
      slots.add(mean(t, s.get(0), p.get(1), t.mul(g, g)));
      var under = slots.getFirst();
      if (centered) {
        var m = mean(t, s.get(1), p.get(1), g);
        slots.add(m);
        under = t.max(t.fma(t.neg(m), m, under), t.constant("0f"));
      }
      var direction = t.div(g, t.add(t.sqrt(under), p.get(2)));
      if (momentum) {
        direction = t.fma(p.get(3), s.getLast(), direction);
        slots.add(direction);
      }
      return new Step(t.mul(p.get(0), direction), slots);
    };
  }

  private static Step squaredSteps(
      Arithmetic t, Arithmetic.Value g, List<Arithmetic.Value> s, List<Arithmetic.Value> p) {
    var square = mean(t, s.get(0), p.get(1), t.mul(g, g));
    var top = t.sqrt(t.add(s.get(1), p.get(2)));
    var bottom = t.sqrt(t.add(square, p.get(2)));
    var step = t.mul(t.div(top, bottom), g);
    return new Step(t.mul(p.get(0), step), square, mean(t, s.get(1), p.get(1), t.mul(step, step)));
  }

  private static Step signChanges(
      Arithmetic t, Arithmetic.Value g, List<Arithmetic.Value> s, List<Arithmetic.Value> p) {
    var zero = t.constant("0f");
    var agreement = t.mul(Formulas.sign(t, g), Formulas.sign(t, s.get(0)));
    var size = t.where(s.get(1), Arithmetic.Comparison.EQ, zero, p.get(0), s.get(1));
    var factor = t.where(agreement, Arithmetic.Comparison.GT, zero, p.get(2), t.constant("1f"));
    factor = t.where(agreement, Arithmetic.Comparison.LT, zero, p.get(1), factor);
    size = t.min(t.max(t.mul(size, factor), p.get(3)), p.get(4));
    var used = t.where(agreement, Arithmetic.Comparison.LT, zero, zero, g);
    return new Step(t.mul(Formulas.sign(t, used), size), used, size);
  }
}
