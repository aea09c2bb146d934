package dev.recurve.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.recurve.benchmarks.contest.BenchmarkException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The figures of one or several sessions on one machine, from which the page is made.
 *
 * @param machine that was measured
 * @param ceilings what it can do
 * @param rows what was measured, one entry a row
 * @param skipped why rows could not be measured, by their description
 */
record SuiteStore(
    Machine machine, Ceilings ceilings, List<RowFigures> rows, Map<String, String> skipped) {
  private static final JsonMapper JSON = new JsonMapper();

  /** Copies list and map. */
  SuiteStore {
    rows = List.copyOf(rows);
    skipped = Map.copyOf(skipped);
  }

  static SuiteStore empty(Machine machine) {
    return new SuiteStore(machine, Ceilings.none(), List.of(), Map.of());
  }

  /**
   * What earlier sessions left, or nothing.
   *
   * @throws BenchmarkException if they ran on another machine or JVM, or the file cannot be read
   */
  static SuiteStore read(Path file, Machine here) {
    if (!Files.exists(file)) {
      return empty(here);
    }
    SuiteStore stored;
    try {
      stored = JSON.readValue(Files.readAllBytes(file), SuiteStore.class);
    } catch (JsonProcessingException e) {
      throw new BenchmarkException(
          "%s does not hold figures of this version; delete it, or run the whole suite anew: %s"
              .formatted(file, e.getOriginalMessage()),
          e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (!stored.machine().isSameAs(here)) {
      throw new BenchmarkException(
          "The figures in %s are of another machine or JVM (%s), and one page is about one machine;"
                  .formatted(file, stored.machine().describe())
              + " run the whole suite to begin anew, or name another --output");
    }
    return stored;
  }

  void write(Path file) {
    try {
      Files.writeString(
          file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  SuiteStore with(Ceilings fresh) {
    return new SuiteStore(machine, fresh, rows, skipped);
  }

  /** The same with a row measured, for the first time or anew. */
  SuiteStore with(RowFigures fresh) {
    var all = new ArrayList<>(rows);
    all.removeIf(old -> old.row().equals(fresh.row()));
    all.add(fresh);
    var others = new TreeMap<>(skipped);
    others.remove(fresh.row());
    return new SuiteStore(machine, ceilings, all, others);
  }

  /** The same with a row that could not be measured; figures that it has already stay. */
  SuiteStore without(SuiteRow row, String reason) {
    var others = new TreeMap<>(skipped);
    if (lacks(row)) {
      others.put(row.describe(), reason);
    }
    return new SuiteStore(machine, ceilings, rows, others);
  }

  /** Whether a row has no figures. */
  boolean lacks(SuiteRow row) {
    return figures(row).isEmpty();
  }

  Optional<RowFigures> figures(SuiteRow row) {
    return rows.stream().filter(figures -> figures.row().equals(row.describe())).findFirst();
  }
}
