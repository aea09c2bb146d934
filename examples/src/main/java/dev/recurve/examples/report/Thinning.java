package dev.recurve.examples.report;

import dev.recurve.examples.report.Plot.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Leaves out points of a line that nobody could see: of those in one column of pixels the first,
 * the lowest, the highest and the last remain, which draws the same picture. After U. Jugel et al.,
 * "M4: A Visualization-Oriented Time Series Data Aggregation", VLDB 2014.
 */
final class Thinning {
  private static final int KEPT = 4;

  private Thinning() {}

  /** Thins a run of points, if it is dense and runs from left to right. */
  static List<Point> thinned(List<Point> run) {
    double width = run.getLast().x() - run.getFirst().x();
    if (run.size() <= KEPT * (width + 1) || !rises(run)) {
      return run;
    }
    var kept = new ArrayList<Point>();
    for (int start = 0; start < run.size(); ) {
      int end = start;
      while (end < run.size() && column(run.get(end)) == column(run.get(start))) {
        end++;
      }
      keep(run, start, end - 1, kept);
      start = end;
    }
    return kept;
  }

  private static void keep(List<Point> run, int first, int last, List<Point> kept) {
    int lowest = first;
    int highest = first;
    for (int i = first; i <= last; i++) {
      lowest = run.get(i).y() < run.get(lowest).y() ? i : lowest;
      highest = run.get(i).y() > run.get(highest).y() ? i : highest;
    }
    IntStream.of(first, lowest, highest, last)
        .sorted()
        .distinct()
        .mapToObj(run::get)
        .forEach(kept::add);
  }

  private static boolean rises(List<Point> run) {
    return IntStream.range(1, run.size()).allMatch(i -> run.get(i).x() >= run.get(i - 1).x());
  }

  private static long column(Point point) {
    return (long) Math.floor(point.x());
  }
}
