import java.util.List;

/** The element-wise parts of the recurrent cells, forward beside backward. */
final class Passes {
  private Passes() {}

  // Everything that forward leaves for backward lies in one array; gradients on the way in another.
  private static final Pass.Area GATES = new Pass.Area("v", "gates");
  private static final Pass.Area OLD = new Pass.Area("v", "old");
  private static final Pass.Area H = new Pass.Area("v", "h");
  private static final Pass.Area DH = new Pass.Area("d", "dh");

  static List<Pass> all() {
    return List.of(
        simple("simpleTanh", "{@code h' = tanh(gates)}, which gates keep.", true),
        simpleBack("simpleTanhBack", "{@code dgates = dh∘(1-y²)}, y being what gates kept.", true),
        simple("simpleRelu", "{@code h' = max(gates, 0)}, which gates keep.", false),
        simpleBack("simpleReluBack", "{@code dgates = dh} where y is positive, else 0.", false),
        lstm(),
        lstmBack(),
        gruAfter(),
        gruAfterBack());
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

  private static final Pass.Area CELL = new Pass.Area("v", "cell");
  private static final Pass.Area TANH = new Pass.Area("v", "tanh");
  private static final Pass.Area DC = new Pass.Area("d", "dc");

  private static Pass lstm() {
    return new Pass(
        "lstm",
        "{@code c' = f∘c + i∘g}, {@code h' = o∘tanh(c')}; gates in the order i, f, g, o.",
        List.of(
            at("in", GATES),
            at("forget", GATES, 1),
            at("candidate", GATES, 2),
            at("out", GATES, 3),
            at("old", OLD),
            at("cell", CELL),
            at("tanh", TANH),
            at("h", H)),
        b -> {
          var t = b.arithmetic();
          var in = Formulas.sigmoid(t, b.get("in"));
          var forget = Formulas.sigmoid(t, b.get("forget"));
          var candidate = Formulas.tanh(t, b.get("candidate"));
          var out = Formulas.sigmoid(t, b.get("out"));
          var cell = t.fma(forget, b.get("old"), t.mul(in, candidate));
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
   * slope of its nonlinearity, and {@code dc = dc'∘f}.
   */
  private static Pass lstmBack() {
    return new Pass(
        "lstmBack",
        "Gates become their gradients; dc becomes that of the cell state before.",
        List.of(
            at("in", GATES),
            at("forget", GATES, 1),
            at("candidate", GATES, 2),
            at("out", GATES, 3),
            at("old", OLD),
            at("tanh", TANH),
            at("dh", DH),
            at("dc", DC)),
        b -> {
          var t = b.arithmetic();
          var in = b.get("in");
          var forget = b.get("forget");
          var candidate = b.get("candidate");
          var out = b.get("out");
          var tanh = b.get("tanh");
          var dh = b.get("dh");
          var dc = t.fma(t.mul(dh, out), oneMinus(t, t.mul(tanh, tanh)), b.get("dc"));
          b.put("in", t.mul(t.mul(t.mul(dc, candidate), in), oneMinus(t, in)));
          b.put("forget", t.mul(t.mul(t.mul(dc, b.get("old")), forget), oneMinus(t, forget)));
          b.put("candidate", t.mul(t.mul(dc, in), oneMinus(t, t.mul(candidate, candidate))));
          b.put("out", t.mul(t.mul(t.mul(dh, tanh), out), oneMinus(t, out)));
          b.put("dc", t.mul(dc, forget));
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
}
