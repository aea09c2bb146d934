package dev.recurve.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Figures that nobody measured. */
final class Samples {
  static final Ceilings CEILINGS =
      new Ceilings(new TreeMap<>(Map.of(1, 100.0, 2, 200.0)), new TreeMap<>(Map.of(1, 90.0)));
  static final Machine MACHINE =
      new Machine("A Processor", 2, "L1 32K, L2 1024K", "Linux amd64", "A JVM 25", 0.5);

  static RowFigures figures(SuiteRow row, long oursMillis, long theirsMillis) {
    return figures(row, oursMillis, theirsMillis, "2026-03-01");
  }

  static RowFigures figures(SuiteRow row, long oursMillis, long theirsMillis, String day) {
    return new RowFigures(
        row.describe(),
        day,
        false,
        row.problem().flops() / (oursMillis * 1e6),
        200,
        3e-7,
        new RowFigures.Side(
            "recurve",
            "simd 1",
            row.threads(),
            9,
            new RowFigures.Times(oursMillis, oursMillis + 1),
            List.of()),
        new RowFigures.Side(
            row.rival().toString(),
            "rival 9",
            2,
            8,
            new RowFigures.Times(theirsMillis, theirsMillis + 2),
            List.of(new RowFigures.Times(theirsMillis, theirsMillis + 3))));
  }

  static SuiteStore store(RowFigures... rows) {
    var store = SuiteStore.empty(MACHINE).with(CEILINGS);
    for (var row : rows) {
      store = store.with(row);
    }
    return store;
  }

  private Samples() {}
}
