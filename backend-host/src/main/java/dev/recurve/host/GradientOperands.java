package dev.recurve.host;

import java.util.Arrays;
import java.util.List;

/**
 * The two sides of a product that gives the gradients of weights.
 *
 * @param rowCols columns of the rows that count
 * @param ldRows from one row to the next
 * @param gateCols columns of the gates
 * @param meetings what of each is multiplied; what lies beyond is never read
 */
public record GradientOperands(int rowCols, int ldRows, int gateCols, List<Meeting> meetings) {

  /** Some columns of the rows that meet some columns of the gates. */
  public record Meeting(int fromColumn, int toColumn, int fromGate, int toGate) {}

  /** The gates' gradients and {@code [x | 1 | h]}. */
  public static GradientOperands ofGates(RnnLayout layout, RnnKernel.GateMap map) {
    int hColumn = layout.hColumn();
    int size = layout.rowSize();
    int gates = layout.gateCols();
    int inputEnd = (map.inputFrom() + map.inputGates().length) * layout.padded();
    int stateFrom = map.stateFrom() * layout.padded();
    int stateEnd = (map.stateFrom() + map.stateGates().length) * layout.padded();
    // The input and the 1 meet what the input sees, the state what the state sees; and the 1 meets
    // also what only the state sees, for the recurrent bias there.
    var meetings =
        Arrays.equals(map.inputGates(), map.stateGates())
            ? List.of(new Meeting(0, size, 0, gates))
            : List.of(
                new Meeting(0, hColumn, 0, inputEnd),
                new Meeting(layout.inputs(), hColumn, inputEnd, gates),
                new Meeting(hColumn, size, stateFrom, stateEnd));
    return new GradientOperands(size, layout.ldX(), gates, meetings);
  }

  /** The gradients of a second product's results, and what that product saw. */
  public static GradientOperands ofInner(RnnLayout layout) {
    int results = layout.projects() ? layout.outputs() : layout.units();
    var all = new Meeting(0, layout.units(), 0, results);
    return new GradientOperands(layout.units(), layout.innerCols(), results, List.of(all));
  }
}
