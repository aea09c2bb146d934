package dev.recurve.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PairedBootstrapTest {
  private static final double BEYOND = 0.05;

  /** Right in so many of every 20 cases. */
  private static List<Share> cases(int right) {
    var cases = new ArrayList<Share>();
    for (int i = 0; i < 200; i++) {
      cases.add(new Share(i % 20 < right ? 1 : 0, 1));
    }
    return cases;
  }

  private static PairedBootstrap compare(List<Share> first, List<Share> second) {
    return PairedBootstrap.of(first, second, share -> share.value().orElseThrow(), 1000, 5);
  }

  @Test
  void aClearDifferenceIsNoChance() {
    var result = compare(cases(16), cases(10));
    assertThat(result.first()).isCloseTo(0.8, within(1e-12));
    assertThat(result.second()).isCloseTo(0.5, within(1e-12));
    assertThat(result.pValue()).isLessThan(BEYOND);
    assertThat(result.difference().contains(0.3)).isTrue();
    assertThat(result.difference().low()).isGreaterThan(0);
    // The difference is 1 in 60 of 200 cases: its deviation is √(0.3·0.7/200) = 0.032.
    assertThat(result.difference().width()).isCloseTo(2 * 1.96 * 0.0324, within(0.03));
  }

  @Test
  void theSameIsChance() {
    assertThat(compare(cases(10), cases(10)).pValue()).isEqualTo(1);
    var turned = new ArrayList<>(cases(10)).reversed();
    assertThat(compare(cases(10), turned).pValue()).isGreaterThan(BEYOND);
  }

  @Test
  void theSeedDecides() {
    assertThat(compare(cases(11), cases(10))).isEqualTo(compare(cases(11), cases(10)));
    assertThatThrownBy(() -> compare(cases(1), List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
