package dev.recurve.examples.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LabelRowsTest {

  @Test
  void labelsFarApartShareTheFirstRow() {
    var rows = new LabelRows();

    assertThat(rows.place(0, 50)).isZero();
    assertThat(rows.place(60, 90)).isZero();
    assertThat(rows.place(95, 120)).isEqualTo(1);
    assertThat(rows.place(200, 220)).isZero();
  }

  @Property
  void noLabelMeetsAnotherOrItsLine(
      @ForAll @Size(max = 12) List<@DoubleRange(min = 0, max = 800) Double> starts) {
    record Placed(double start, double end, int row) {}
    var rows = new LabelRows();
    var placed = new ArrayList<Placed>();
    for (double start : starts.stream().sorted().toList()) {
      placed.add(new Placed(start, start + 70, rows.place(start, start + 70)));
    }
    for (int i = 0; i < placed.size(); i++) {
      for (int j = i + 1; j < placed.size(); j++) {
        // Where the earlier label reaches so far, the later one and its line lie below it.
        if (placed.get(j).start < placed.get(i).end) {
          assertThat(placed.get(j).row).isGreaterThan(placed.get(i).row);
        }
      }
    }
  }
}
