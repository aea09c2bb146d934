package dev.recurve.data;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A stretch of a window of streams. The pieces of a window are run one after another, each from the
 * states that the one before it left.
 *
 * @param from first step in the streams
 * @param to the step after the last
 * @param learns whether its steps count in the loss
 * @param cutsGradients whether gradients end where it begins, though another piece comes before
 * @param leavesStates whether the states after it are those that the next window begins with
 */
public record WindowPiece(
    int from, int to, boolean learns, boolean cutsGradients, boolean leavesStates) {

  /**
   * The pieces of a window: first what gradients flow back through without counting again, then
   * what counts; cut where the next window is to begin.
   *
   * @param start the first step by which the window advances
   * @param advance steps from one window to the next
   * @param reach steps that gradients flow back
   * @param end of the longest stream, after start
   */
  static List<WindowPiece> of(int start, int advance, int reach, int end) {
    int stop = Math.min(start + advance, end);
    int first = Math.min(start, Math.max(0, start + advance - reach));
    int gradientsFrom = reach < advance ? Math.max(start, stop - reach) : first;
    int next = Math.min(start + advance, Math.max(0, start + 2 * advance - reach));
    int[] cuts =
        IntStream.of(first, gradientsFrom, start, Math.max(first, Math.min(next, stop)), stop)
            .sorted()
            .distinct()
            .toArray();
    var pieces = new ArrayList<WindowPiece>();
    for (int i = 0; i + 1 < cuts.length; i++) {
      int from = cuts[i];
      pieces.add(
          new WindowPiece(
              from,
              cuts[i + 1],
              from >= Math.max(start, gradientsFrom),
              from == gradientsFrom && from > first,
              cuts[i + 1] == next));
    }
    return pieces;
  }
}
