import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Arithmetic as the text of a loop's body, one line for each operation. */
abstract class LoopText implements Arithmetic {
  private final StringBuilder lines = new StringBuilder();
  private final Map<String, Value> known = new HashMap<>();
  private int count;

  /** The lines so far. */
  String lines() {
    return lines.toString();
  }

  void line(String text) {
    lines.append("      ").append(text).append('\n');
  }

  /** Names the result of an expression; the same expression is computed once. */
  Value let(String expression) {
    return known.computeIfAbsent(
        expression,
        _ -> {
          var value = new Value("t" + count++);
          line("var %s = %s;".formatted(value.name(), expression));
          return value;
        });
  }

  Value let(String format, Object... values) {
    return let(format.formatted(values));
  }

  /** A number that is the same for all elements. */
  abstract Value everywhere(String name);

  /** Element i of the stretch of an array that begins at {@code from}. */
  abstract Value load(String array, String from);

  /** Element i of the stretch of an array that begins at {@code from} becomes a value. */
  abstract void store(Value value, String array, String from);

  /** Element i of a stretch that has its array's name. */
  final Value load(String array) {
    return load(array, array + "0");
  }

  /** Element i of a stretch that has its array's name becomes a value. */
  final void store(Value value, String array) {
    store(value, array, array + "0");
  }

  @Override
  public final Value constant(String literal) {
    return everywhere(literal);
  }

  /** One float at a time. */
  static class Scalars extends LoopText {
    @Override
    Value everywhere(String name) {
      return new Value(name);
    }

    @Override
    Value load(String array, String from) {
      return let("%s[%s + i]".formatted(array, from));
    }

    @Override
    void store(Value value, String array, String from) {
      line("%s[%s + i] = %s;".formatted(array, from, value.name()));
    }

    @Override
    public Value add(Value a, Value b) {
      return let("%s + %s", a.name(), b.name());
    }

    @Override
    public Value sub(Value a, Value b) {
      return let("%s - %s", a.name(), b.name());
    }

    @Override
    public Value mul(Value a, Value b) {
      return let("%s * %s", a.name(), b.name());
    }

    @Override
    public Value div(Value a, Value b) {
      return let("%s / %s", a.name(), b.name());
    }

    @Override
    public Value fma(Value a, Value b, Value c) {
      return let("Math.fma(%s, %s, %s)", a.name(), b.name(), c.name());
    }

    @Override
    public Value neg(Value a) {
      return let("-%s", a.name());
    }

    @Override
    public Value abs(Value a) {
      return let("Math.abs(%s)", a.name());
    }

    @Override
    public Value sqrt(Value a) {
      return let("(float) Math.sqrt(%s)", a.name());
    }

    @Override
    public Value max(Value a, Value b) {
      return let("Math.max(%s, %s)", a.name(), b.name());
    }

    @Override
    public Value min(Value a, Value b) {
      return let("Math.min(%s, %s)", a.name(), b.name());
    }

    @Override
    public Value where(Value a, Comparison comparison, Value b, Value yes, Value no) {
      return let("%s %s %s ? %s : %s", a.name(), comparison.sign, b.name(), yes.name(), no.name());
    }

    @Override
    public Value bits(Value a) {
      return let("Float.floatToRawIntBits(%s)", a.name());
    }

    @Override
    public Value fromBits(Value a) {
      return let("Float.intBitsToFloat(%s)", a.name());
    }

    @Override
    public Value addInt(Value a, Value b) {
      return add(a, b);
    }

    @Override
    public Value addInt(Value a, String literal) {
      return let("%s + %s", a.name(), literal);
    }

    @Override
    public Value subInt(Value a, Value b) {
      return sub(a, b);
    }

    @Override
    public Value andInt(Value a, String literal) {
      return let("%s & %s", a.name(), literal);
    }

    @Override
    public Value shiftLeft(Value a, int by) {
      return let("%s << %d", a.name(), by);
    }

    @Override
    public Value shiftRight(Value a, int by) {
      return let("%s >> %d", a.name(), by);
    }
  }

  /**
   * One float at a time, in a form that the compiler turns into vectors: every stretch is an array
   * of its own, of which it needs to prove nothing; there are no comparisons and no bits; and what
   * takes a polynomial has a loop of its own, for a long loop is not turned.
   */
  static final class Apart extends Scalars {
    private static final String CALL = "// then ";

    private int calls;

    @Override
    Value load(String array, String from) {
      return new Value(stretch(from) + "[i]");
    }

    @Override
    void store(Value value, String array, String from) {
      line("%s[i] = %s;".formatted(stretch(from), value.name()));
    }

    /** The array of the stretch that begins at its name with a 0. */
    private static String stretch(String from) {
      return array(from.substring(0, from.length() - 1));
    }

    /** The array of a stretch. */
    static String array(String stretch) {
      return stretch + "Row";
    }

    @Override
    public Value clamp(Value x, Value low, Value high) {
      return max(min(x, high), low);
    }

    @Override
    public Optional<Value> call(String function, Value x) {
      var argument = "a" + calls++;
      line("%s[i] = %s;".formatted(argument, x.name()));
      line(CALL + "%s(%s, n);".formatted(function, argument));
      return Optional.of(new Value(argument + "[i]"));
    }

    /** The body cut at the calls; {@link #arrays} are to be there. */
    List<String> loops() {
      return cut().stream().map(this::withArrays).toList();
    }

    /** The calls after each loop but the last. */
    List<String> calls() {
      return lines().lines().filter(Apart::isCall).map(l -> l.strip().replace(CALL, "")).toList();
    }

    /** Arrays that the loops need besides the stretches. */
    List<String> arrays() {
      var arrays = IntStream.range(0, calls).mapToObj(c -> "a" + c);
      return Stream.concat(arrays, crossing().stream()).toList();
    }

    private static boolean isCall(String line) {
      return line.strip().startsWith(CALL);
    }

    private List<String> cut() {
      var loops = new ArrayList<String>();
      var loop = new StringBuilder();
      for (String line : lines().lines().toList()) {
        if (isCall(line)) {
          loops.add(loop.toString());
          loop.setLength(0);
        } else {
          loop.append(line).append('\n');
        }
      }
      loops.add(loop.toString());
      return loops;
    }

    /** Values that are named in one loop and used in a later one. */
    private List<String> crossing() {
      var loops = cut();
      var crossing = new ArrayList<String>();
      for (int i = 0; i < loops.size(); i++) {
        var later = String.join("", loops.subList(i + 1, loops.size()));
        Pattern.compile("var (t\\d+) =")
            .matcher(loops.get(i))
            .results()
            .map(m -> m.group(1))
            .filter(name -> Pattern.compile("\\b" + name + "\\b").matcher(later).find())
            .forEach(crossing::add);
      }
      return crossing;
    }

    /** Such values go by arrays. */
    private String withArrays(String loop) {
      var text = loop;
      for (String name : crossing()) {
        text = text.replaceAll("var " + name + "\\b", name);
        text = text.replaceAll("\\b" + name + "\\b", name + "[i]");
      }
      return text;
    }
  }

  /** As many floats at a time as a vector has lanes. */
  static final class Lanes extends LoopText {
    @Override
    Value everywhere(String name) {
      return let("FloatVector.broadcast(SPECIES, %s)", name);
    }

    @Override
    Value load(String array, String from) {
      return let("FloatVector.fromArray(SPECIES, %s, %s + i)".formatted(array, from));
    }

    @Override
    void store(Value value, String array, String from) {
      line("%s.intoArray(%s, %s + i);".formatted(value.name(), array, from));
    }

    @Override
    public Value add(Value a, Value b) {
      return let("%s.add(%s)", a.name(), b.name());
    }

    @Override
    public Value sub(Value a, Value b) {
      return let("%s.sub(%s)", a.name(), b.name());
    }

    @Override
    public Value mul(Value a, Value b) {
      return let("%s.mul(%s)", a.name(), b.name());
    }

    @Override
    public Value div(Value a, Value b) {
      return let("%s.div(%s)", a.name(), b.name());
    }

    @Override
    public Value fma(Value a, Value b, Value c) {
      return let("%s.fma(%s, %s)", a.name(), b.name(), c.name());
    }

    @Override
    public Value neg(Value a) {
      return let("%s.neg()", a.name());
    }

    @Override
    public Value abs(Value a) {
      return let("%s.abs()", a.name());
    }

    @Override
    public Value sqrt(Value a) {
      return let("%s.sqrt()", a.name());
    }

    @Override
    public Value max(Value a, Value b) {
      return let("%s.max(%s)", a.name(), b.name());
    }

    @Override
    public Value min(Value a, Value b) {
      return let("%s.min(%s)", a.name(), b.name());
    }

    @Override
    public Value where(Value a, Comparison comparison, Value b, Value yes, Value no) {
      return let(
          "%s.blend(%s, %s.compare(VectorOperators.%s, %s))",
          no.name(), yes.name(), a.name(), comparison, b.name());
    }

    @Override
    public Value bits(Value a) {
      return let("%s.reinterpretAsInts()", a.name());
    }

    @Override
    public Value fromBits(Value a) {
      return let("%s.reinterpretAsFloats()", a.name());
    }

    @Override
    public Value addInt(Value a, Value b) {
      return add(a, b);
    }

    @Override
    public Value addInt(Value a, String literal) {
      return let("%s.add(%s)", a.name(), literal);
    }

    @Override
    public Value subInt(Value a, Value b) {
      return sub(a, b);
    }

    @Override
    public Value andInt(Value a, String literal) {
      return let("%s.and(%s)", a.name(), literal);
    }

    @Override
    public Value shiftLeft(Value a, int by) {
      return let("%s.lanewise(VectorOperators.LSHL, %d)", a.name(), by);
    }

    @Override
    public Value shiftRight(Value a, int by) {
      return let("%s.lanewise(VectorOperators.ASHR, %d)", a.name(), by);
    }
  }
}
