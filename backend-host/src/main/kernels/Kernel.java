import java.util.ArrayList;
import java.util.List;

/**
 * An element-wise loop: what it is given and what it computes.
 *
 * @param name the method's name
 * @param operands in the order of the method's parameters
 * @param formula computes the results, one for each operand that is written
 */
record Kernel(String name, List<Operand> operands, Formula formula) {

  /** How an operand comes in, and whether it is written. */
  enum Kind {
    /** A stretch of an array that is read. */
    READ,
    /** A stretch that is written without being read. */
    WRITTEN,
    /** A stretch that is read and written. */
    UPDATED,
    /** One number for all elements. */
    NUMBER
  }

  /** A parameter. */
  record Operand(String name, Kind kind) {
    String declaration() {
      return kind == Kind.NUMBER ? "float " + name : "float[] %s, int %s0".formatted(name, name);
    }

    /** The argument that hands a stretch on from an element on. */
    String from(String start) {
      if (kind == Kind.NUMBER) {
        return name;
      }
      return start.isEmpty()
          ? "%s, %s0".formatted(name, name)
          : "%s, %s0 + %s".formatted(name, name, start);
    }
  }

  /** The elements of the results, from those of the operands that are read. */
  interface Formula {
    List<Arithmetic.Value> of(Arithmetic t, List<Arithmetic.Value> in);
  }

  static Operand read(String name) {
    return new Operand(name, Kind.READ);
  }

  static Operand written(String name) {
    return new Operand(name, Kind.WRITTEN);
  }

  static Operand updated(String name) {
    return new Operand(name, Kind.UPDATED);
  }

  static Operand number(String name) {
    return new Operand(name, Kind.NUMBER);
  }

  String parameters() {
    return String.join(", ", operands.stream().map(Operand::declaration).toList()) + ", int n";
  }

  /** Arguments for the elements from {@code start} on. */
  String arguments(String start, String count) {
    return String.join(", ", operands.stream().map(o -> o.from(start)).toList()) + ", " + count;
  }

  /** The body of the loop over i. */
  void write(LoopText text) {
    var in = new ArrayList<Arithmetic.Value>();
    for (Operand operand : operands) {
      switch (operand.kind()) {
        case READ, UPDATED -> in.add(text.load(operand.name()));
        case NUMBER -> in.add(text.everywhere(operand.name()));
        case WRITTEN -> {}
      }
    }
    var results = formula.of(text, in).iterator();
    for (Operand operand : operands) {
      if (operand.kind() == Kind.WRITTEN || operand.kind() == Kind.UPDATED) {
        text.store(results.next(), operand.name());
      }
    }
  }
}
