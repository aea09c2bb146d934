import java.util.ArrayList;
import java.util.List;

/** The element-wise parts of the recurrent cells, forward beside backward. */
final class Passes {
  private Passes() {}

  // Everything that forward leaves for backward lies in one array; gradients on the way in another.
  private static final Pass.Area GATES = rows("v", "gates");
  private static final Pass.Area OLD = rows("v", "old");
  private static final Pass.Area H = rows("v", "h");
  private static final Pass.Area DH = rows("d", "dh");

  static List<Pass> all() {
    return List.of(
        simple("simpleTanh", "{@code h' = tanh(gates)}, which gates keep.", true),
        simpleBack("simpleTanhBack", "{@code dgates = dh∘(1-y²)}, y being what gates kept.", true),
        simple("simpleRelu", "{@code h' = max(gates, 0)}, which gates keep.", false),
        simpleBack("simpleReluBack", "{@code dgates = dh} where y is positive, else 0.", false),
        lstm(false),
        lstmBack(false),
        lstm(true),
        lstmBack(true),
        gruAfter(),
        gruAfterBack(),
        gruReset(),
        gruResetBack(),
        gruBefore(),
        gruBeforeBack());
  }

  private static Pass.Area rows(String array, String name) {
    return new Pass.Area(array, name, false);
  }

  private static Pass.Area one(String array, String name) {
    return new Pass.Area(array, name, true);
  }

  private static Pass.Stretch at(String name, Pass.Area area, int block) {
    return new Pass.Stretch(name, area, block);
  }

  private static Pass.Stretch at(String name, Pass.Area area) {
    return at(name, area, 0);
  }

  private static Arithmetic.Value oneMinus(Arithmetic t, Arithmetic.Value x) {
    return t.sub(t.constant("1f"), x);
  }

  // ------------------------------------------------------------------- Elman

  private static Pass simple(String name, String note, boolean tanh) {
    return new Pass(
        name,
        note,
        List.of(at("gate", GATES), at("h", H)),
        b -> {
          var t = b.arithmetic();
          var y = tanh ? Formulas.tanh(t, b.get("gate")) : Formulas.relu(t, b.get("gate"));
          b.put("gate", y);
          b.put("h", y);
        });
  }

  private static Pass simpleBack(String name, String note, boolean tanh) {
    return new Pass(
        name,
        note,
        List.of(at("gate", GATES), at("dh", DH)),
        b -> {
          var t = b.arithmetic();
          var y = b.get("gate");
          var dh = b.get("dh");
          var zero = t.constant("0f");
          b.put(
              "gate",
              tanh
                  ? t.mul(dh, oneMinus(t, t.mul(y, y)))
                  : t.where(y, Arithmetic.Comparison.GT, zero, dh, zero));
        });
  }

  // -------------------------------------------------------------------- LSTM

  private static final Pass.Area CELL = rows("v", "cell");
  private static final Pass.Area TANH = rows("v", "tanh");
  private static final Pass.Area DC = rows("d", "dc");

  // Of peepholes, in the order i, f, o: weights, the same for all rows, and the sums of their
  // gradients over rows.
  private static final Pass.Area WEIGHTS = one("w", "peephole");
  private static final Pass.Area SUMS = one("d", "sums");

  private static List<Pass.Stretch> and(
      List<Pass.Stretch> stretches, boolean more, Pass.Area area, String... names) {
    var all = new ArrayList<>(stretches);
    for (int block = 0; more && block < names.length; block++) {
      all.add(at(names[block], area, block));
    }
    return all;
  }

  /** A gate's sum, with what it sees of the cell state. */
  private static Arithmetic.Value seeing(
      Pass.Body b, boolean peepholes, String gate, String weight, Arithmetic.Value cell) {
    return peepholes ? b.arithmetic().fma(b.get(weight), cell, b.get(gate)) : b.get(gate);
  }

  private static Pass lstm(boolean peepholes) {
    return new Pass(
        peepholes ? "lstmPeephole" : "lstm",
        peepholes
            ? "As {@link #lstm}; i and f see c, o sees c' through weights of their own."
            : "{@code c' = f∘c + i∘g}, {@code h' = o∘tanh(c')}; gates in the order i, f, g, o.",
        and(
            List.of(
                at("in", GATES),
                at("forget", GATES, 1),
                at("candidate", GATES, 2),
                at("out", GATES, 3),
                at("old", OLD),
                at("cell", CELL),
                at("tanh", TANH),
                at("h", H)),
            peepholes,
            WEIGHTS,
            "toIn",
            "toForget",
            "toOut"),
        b -> {
          var t = b.arithmetic();
          var old = b.get("old");
          var in = Formulas.sigmoid(t, seeing(b, peepholes, "in", "toIn", old));
          var forget = Formulas.sigmoid(t, seeing(b, peepholes, "forget", "toForget", old));
          var candidate = Formulas.tanh(t, b.get("candidate"));
          var cell = t.fma(forget, old, t.mul(in, candidate));
          var out = Formulas.sigmoid(t, seeing(b, peepholes, "out", "toOut", cell));
          var tanh = Formulas.tanh(t, cell);
          b.put("in", in);
          b.put("forget", forget);
          b.put("candidate", candidate);
          b.put("out", out);
          b.put("cell", cell);
          b.put("tanh", tanh);
          b.put("h", t.mul(out, tanh));
        });
  }

  /**
   * With {@code t = tanh(c')}: {@code dc' += dh∘o∘(1-t²)}; then each gate's gradient times the
   * slope of its nonlinearity, and {@code dc = dc'∘f}. Through peepholes {@code dc'} gets more of
   * o's gradient, and {@code dc} of those of i and f.
   */
  private static Pass lstmBack(boolean peepholes) {
    return new Pass(
        peepholes ? "lstmPeepholeBack" : "lstmBack",
        peepholes
            ? "As {@link #lstmBack}; adds the gradients of the peepholes' weights to the sums."
            : "Gates become their gradients; dc becomes that of the cell state before.",
        and(
            and(
                List.of(
                    at("in", GATES),
                    at("forget", GATES, 1),
                    at("candidate", GATES, 2),
                    at("out", GATES, 3),
                    at("old", OLD),
                    at("tanh", TANH),
                    at("dh", DH),
                    at("dc", DC)),
                peepholes,
                WEIGHTS,
                "toIn",
                "toForget",
                "toOut"),
            peepholes,
            SUMS,
            "ofIn",
            "ofForget",
            "ofOut"),
        b -> {
          var t = b.arithmetic();
          var in = b.get("in");
          var forget = b.get("forget");
          var candidate = b.get("candidate");
          var out = b.get("out");
          var old = b.get("old");
          var tanh = b.get("tanh");
          var dh = b.get("dh");
          var dOut = t.mul(t.mul(t.mul(dh, tanh), out), oneMinus(t, out));
          var dc = t.fma(t.mul(dh, out), oneMinus(t, t.mul(tanh, tanh)), b.get("dc"));
          if (peepholes) {
            dc = t.fma(dOut, b.get("toOut"), dc);
          }
          var dIn = t.mul(t.mul(t.mul(dc, candidate), in), oneMinus(t, in));
          var dForget = t.mul(t.mul(t.mul(dc, old), forget), oneMinus(t, forget));
          b.put("in", dIn);
          b.put("forget", dForget);
          b.put("candidate", t.mul(t.mul(dc, in), oneMinus(t, t.mul(candidate, candidate))));
          b.put("out", dOut);
          var dOld = t.mul(dc, forget);
          if (peepholes) {
            var cell = t.fma(forget, old, t.mul(in, candidate));
            b.put("ofIn", t.fma(dIn, old, b.get("ofIn")));
            b.put("ofForget", t.fma(dForget, old, b.get("ofForget")));
            b.put("ofOut", t.fma(dOut, cell, b.get("ofOut")));
            dOld = t.fma(dIn, b.get("toIn"), t.fma(dForget, b.get("toForget"), dOld));
          }
          b.put("dc", dOld);
        });
  }

  // --------------------------------------------------------------------- GRU

  private static Pass gruAfter() {
    return new Pass(
        "gruAfter",
        "{@code n = tanh(n + r∘n')}, {@code h' = n + z∘(h-n)}; gates in the order n, r, z, n'.",
        List.of(
            at("fresh", GATES),
            at("reset", GATES, 1),
            at("update", GATES, 2),
            at("state", GATES, 3),
            at("old", OLD),
            at("h", H)),
        b -> {
          var t = b.arithmetic();
          var reset = Formulas.sigmoid(t, b.get("reset"));
          var update = Formulas.sigmoid(t, b.get("update"));
          var fresh = Formulas.tanh(t, t.fma(reset, b.get("state"), b.get("fresh")));
          b.put("fresh", fresh);
          b.put("reset", reset);
          b.put("update", update);
          b.put("h", t.fma(update, t.sub(b.get("old"), fresh), fresh));
        });
  }

  /**
   * {@code dn = dh∘(1-z)∘(1-n²)}, {@code dz = dh∘(h-n)∘z(1-z)}, {@code dr = dn∘n'∘r(1-r)}, {@code
   * dn' = dn∘r}; {@code dh∘z} reaches the state before directly.
   */
  private static Pass gruAfterBack() {
    return new Pass(
        "gruAfterBack",
        "Gates become their gradients; dh becomes what reaches the output before directly.",
        List.of(
            at("fresh", GATES),
            at("reset", GATES, 1),
            at("update", GATES, 2),
            at("state", GATES, 3),
            at("old", OLD),
            at("dh", DH)),
        b -> {
          var t = b.arithmetic();
          var fresh = b.get("fresh");
          var reset = b.get("reset");
          var update = b.get("update");
          var dh = b.get("dh");
          var rest = oneMinus(t, update);
          var dFresh = t.mul(t.mul(dh, rest), oneMinus(t, t.mul(fresh, fresh)));
          b.put("fresh", dFresh);
          b.put("reset", t.mul(t.mul(t.mul(dFresh, b.get("state")), reset), oneMinus(t, reset)));
          b.put("update", t.mul(t.mul(t.mul(t.sub(b.get("old"), fresh), dh), update), rest));
          b.put("state", t.mul(dFresh, reset));
          b.put("dh", t.mul(dh, update));
        });
  }

  // What the product with the candidate's weights sees of the output before, and its gradient.
  private static final Pass.Area SEEN = rows("v", "seen");
  private static final Pass.Area INNER = rows("v", "inner");
  private static final Pass.Area D_SEEN = rows("d", "dSeen");
  private static final Pass.Area D_INNER = rows("d", "dInner");

  private static Pass gruReset() {
    return new Pass(
        "gruReset",
        "{@code r∘h}, which the candidate's product sees; gates in the order r, z, n.",
        List.of(at("reset", GATES), at("update", GATES, 1), at("seen", SEEN), at("inner", INNER)),
        b -> {
          var t = b.arithmetic();
          var reset = Formulas.sigmoid(t, b.get("reset"));
          b.put("reset", reset);
          b.put("update", Formulas.sigmoid(t, b.get("update")));
          b.put("inner", t.mul(reset, b.get("seen")));
        });
  }

  /** With the gradient g of {@code r∘h}: {@code dr = g∘h∘r(1-r)}; {@code g∘r} reaches h. */
  private static Pass gruResetBack() {
    return new Pass(
        "gruResetBack",
        "r becomes its gradient; adds to that of the output before, as the products see it.",
        List.of(at("reset", GATES), at("seen", SEEN), at("dInner", D_INNER), at("dSeen", D_SEEN)),
        b -> {
          var t = b.arithmetic();
          var reset = b.get("reset");
          var dInner = b.get("dInner");
          var slope = t.mul(reset, oneMinus(t, reset));
          b.put("reset", t.mul(t.mul(dInner, b.get("seen")), slope));
          b.put("dSeen", t.fma(dInner, reset, b.get("dSeen")));
        });
  }

  private static Pass gruBefore() {
    return new Pass(
        "gruBefore",
        "{@code n = tanh(n)}, {@code h' = n + z∘(h-n)}, after {@link #gruReset}.",
        List.of(at("update", GATES, 1), at("fresh", GATES, 2), at("old", OLD), at("h", H)),
        b -> {
          var t = b.arithmetic();
          var fresh = Formulas.tanh(t, b.get("fresh"));
          b.put("fresh", fresh);
          b.put("h", t.fma(b.get("update"), t.sub(b.get("old"), fresh), fresh));
        });
  }

  private static Pass gruBeforeBack() {
    return new Pass(
        "gruBeforeBack",
        "n and z become their gradients; dh becomes what reaches the output before directly.",
        List.of(at("update", GATES, 1), at("fresh", GATES, 2), at("old", OLD), at("dh", DH)),
        b -> {
          var t = b.arithmetic();
          var fresh = b.get("fresh");
          var update = b.get("update");
          var dh = b.get("dh");
          var rest = oneMinus(t, update);
          b.put("fresh", t.mul(t.mul(dh, rest), oneMinus(t, t.mul(fresh, fresh))));
          b.put("update", t.mul(t.mul(t.mul(t.sub(b.get("old"), fresh), dh), update), rest));
          b.put("dh", t.mul(dh, update));
        });
  }
}
