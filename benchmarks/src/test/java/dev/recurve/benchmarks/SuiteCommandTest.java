package dev.recurve.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What a session keeps of those before it. Its own rows fail, so that nothing is measured. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class SuiteCommandTest {
  private static final List<SuiteRow> GRID = Grid.rows(1);
  private static final SuiteRow MEASURED = GRID.get(GRID.size() - 2);
  private static final SuiteRow MISSING = GRID.getLast();
  private static final Machine HERE = Machine.here();

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir private Path folder;
  private Path page;
  private Path file;
  private SuiteStore before;

  @BeforeEach
  void allRowsButOneWereMeasured() {
    page = folder.resolve("page.md");
    file = folder.resolve("page.json");
    before = SuiteStore.empty(HERE).with(Samples.CEILINGS);
    for (var row : GRID.subList(0, GRID.size() - 1)) {
      before = before.with(Samples.figures(row, 100, 180));
    }
    before.write(file);
  }

  private int suite(String... options) {
    var line =
        Stream.concat(
            Stream.of(
                "suite", "--threads", "1", "--backend", "abacus", "--output", page.toString()),
            Stream.of(options));
    return Bench.run(
        new PrintWriter(out, true), new PrintWriter(err, true), line.toArray(String[]::new));
  }

  private List<String> skipped() {
    return out.toString().lines().filter(line -> line.contains(": skipped")).toList();
  }

  @Test
  void aSessionOfSomeRowsKeepsTheOthers() throws Exception {
    assertThat(suite("--only", MEASURED.describe())).isZero();

    assertThat(skipped()).singleElement().asString().contains(MEASURED.describe(), "\"abacus\"");
    assertThat(SuiteStore.read(file, HERE)).isEqualTo(before);
    assertThat(Files.readString(page).lines().filter(line -> line.contains("**1.80**")))
        .hasSize(GRID.size() - 1);
  }

  @Test
  void whatIsMissingIsRunAndNothingElse() throws Exception {
    assertThat(suite("--missing")).isZero();

    assertThat(skipped()).singleElement().asString().contains(MISSING.describe());
    var after = SuiteStore.read(file, HERE);
    assertThat(after.rows()).isEqualTo(before.rows());
    assertThat(after.skipped()).containsOnlyKeys(MISSING.describe());
    assertThat(Files.readString(page)).contains("- " + MISSING.describe() + ": recurve:");
  }
}
