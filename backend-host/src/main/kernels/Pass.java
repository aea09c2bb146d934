import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The element-wise part of a recurrent step: for each row of a step, and each unit, from what
 * stands in some stretches to what is written into some.
 *
 * @param name the method's name
 * @param note its Javadoc, one line
 * @param stretches everything that is read or written
 * @param formula what is computed
 */
record Pass(String name, String note, List<Stretch> stretches, Consumer<Body> formula) {

  /**
   * Rows of one kind.
   *
   * @param array the array that they lie in
   * @param name where the first one begins; {@code ld} and this name: from one to the next
   * @param isShared whether there is but one, for all rows of a step
   */
  record Area(String array, String name, boolean isShared) {
    private String ld() {
      return "ld" + Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    private String parameters() {
      return isShared ? "int " + name : "int %s, int %s".formatted(name, ld());
    }

    private String row() {
      return isShared ? name : "%s + r * %s".formatted(name, ld());
    }
  }

  /**
   * One number for each unit of a row.
   *
   * @param block how many stretches of the row come before it
   */
  record Stretch(String name, Area area, int block) {
    private String declaration() {
      var start = "int %s0 = %s".formatted(name, area.row());
      return block == 0
          ? start
          : block == 1 ? start + " + wide" : start + " + " + block + " * wide";
    }
  }

  /** What a formula reads and writes, by the stretches' names. */
  static final class Body {
    private final LoopText text;
    private final Map<String, Stretch> stretches;
    private final Map<String, Arithmetic.Value> results = new LinkedHashMap<>();
    private final Set<String> read = new LinkedHashSet<>();

    private Body(LoopText text, List<Stretch> stretches) {
      this.text = text;
      this.stretches =
          stretches.stream().collect(Collectors.toMap(Stretch::name, stretch -> stretch));
    }

    Arithmetic arithmetic() {
      return text;
    }

    /** What stood there before. */
    Arithmetic.Value get(String stretch) {
      read.add(stretch);
      return text.load(stretches.get(stretch).area().array(), stretch + "0");
    }

    /** What stands there afterwards. */
    void put(String stretch, Arithmetic.Value value) {
      results.put(stretch, value);
    }

    private void store() {
      results.forEach(
          (stretch, value) ->
              text.store(value, stretches.get(stretch).area().array(), stretch + "0"));
    }
  }

  private List<Area> areas() {
    return stretches.stream().map(Stretch::area).distinct().toList();
  }

  String signature() {
    var arrays = new LinkedHashSet<String>();
    areas().forEach(area -> arrays.add("float[] " + area.array()));
    var places = areas().stream().map(Area::parameters);
    var parameters =
        Stream.of(arrays.stream(), places, Stream.of("int rows, int wide, int n"))
            .flatMap(part -> part)
            .collect(Collectors.joining(", "));
    return "void %s(%s)".formatted(name, parameters);
  }

  /** The method's body, so many units at a time. */
  String loops(LoopText text, String units) {
    var body = new Body(text, stretches);
    formula.accept(body);
    body.store();
    var lines = new StringBuilder("    for (int r = 0; r < rows; r++) {\n");
    stretches.forEach(s -> lines.append("      ").append(s.declaration()).append(";\n"));
    lines.append("      for (int i = 0; i < n; i += %s) {\n".formatted(units));
    text.lines().lines().forEach(line -> lines.append("  ").append(line).append('\n'));
    return lines.append("      }\n    }\n").toString();
  }

  /** The method and one that it calls for each row, with an array for every stretch. */
  String apart() {
    var text = new LoopText.Apart();
    var body = new Body(text, stretches);
    formula.accept(body);
    body.store();
    var arrays =
        Stream.concat(
                stretches.stream().map(s -> LoopText.Apart.array(s.name())), text.arrays().stream())
            .toList();
    var lines = new StringBuilder("\n  @Override\n  public ").append(signature()).append(" {\n");
    arrays.forEach(a -> lines.append("    float[] %s = new float[n];\n".formatted(a)));
    lines.append("    for (int r = 0; r < rows; r++) {\n");
    stretches.forEach(s -> lines.append("      ").append(s.declaration()).append(";\n"));
    stretches.stream()
        .filter(s -> body.read.contains(s.name()))
        .forEach(
            s ->
                lines.append(
                    "      System.arraycopy(%s, %s0, %s, 0, n);\n"
                        .formatted(s.area().array(), s.name(), LoopText.Apart.array(s.name()))));
    lines.append("      %sRow(%s, n);\n".formatted(name, String.join(", ", arrays)));
    stretches.stream()
        .filter(s -> body.results.containsKey(s.name()))
        .forEach(
            s ->
                lines.append(
                    "      System.arraycopy(%s, 0, %s, %s0, n);\n"
                        .formatted(LoopText.Apart.array(s.name()), s.area().array(), s.name())));
    lines.append("    }\n  }\n\n");
    var parameters = arrays.stream().map("float[] "::concat).collect(Collectors.joining(", "));
    lines.append("  private static void %sRow(%s, int n) {\n".formatted(name, parameters));
    for (int i = 0; i < text.loops().size(); i++) {
      lines.append("    for (int i = 0; i < n; i++) {\n").append(text.loops().get(i));
      lines.append("    }\n");
      if (i < text.calls().size()) {
        lines.append("    ").append(text.calls().get(i)).append('\n');
      }
    }
    return lines.append("  }\n").toString();
  }
}
