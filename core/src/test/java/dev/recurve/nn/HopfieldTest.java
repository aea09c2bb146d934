package dev.recurve.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.recurve.DataException;
import dev.recurve.ShapeException;
import dev.recurve.nn.Hopfield.Rule;
import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Patterns come back from what is left of them, downhill. */
class HopfieldTest {

  private static int[] pattern(int units, SplittableRandom random) {
    return random.ints(units, 0, 2).map(bit -> 2 * bit - 1).toArray();
  }

  private static int[][] patterns(int count, int units, SplittableRandom random) {
    int[][] patterns = new int[count][];
    Arrays.setAll(patterns, _ -> pattern(units, random));
    return patterns;
  }

  /** With so many units turned over. */
  private static int[] corrupted(int[] pattern, int count, SplittableRandom random) {
    int[] state = pattern.clone();
    for (int turned = 0; turned < count; ) {
      int i = random.nextInt(state.length);
      if (state[i] == pattern[i]) {
        state[i] = -state[i];
        turned++;
      }
    }
    return state;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void aHundredUnitsRecallTenPatternsFromAFifthTurnedOver(long seed) {
    var random = new SplittableRandom(seed);
    int[][] patterns = patterns(10, 100, random);
    var network = Hopfield.sized(100).store(Rule.STORKEY, patterns);
    for (int[] pattern : patterns) {
      assertThat(network.recall(corrupted(pattern, 20, random))).isEqualTo(pattern);
    }
  }

  /** Two patterns that share half of their units, by hand. */
  @Test
  void weightsAndEnergyOfHebb() {
    int[] first = {1, 1, 1, 1};
    int[] second = {1, 1, -1, -1};
    var network = Hopfield.sized(4).store(Rule.HEBB, first, second);
    double[][] expected = {{0, 0.5, 0, 0}, {0.5, 0, 0, 0}, {0, 0, 0, 0.5}, {0, 0, 0.5, 0}};
    for (int i = 0; i < 4; i++) {
      for (int j = 0; j < 4; j++) {
        assertThat(network.weight(i, j)).isEqualTo(expected[i][j]);
      }
    }
    assertThat(network.energy(first)).isEqualTo(-1);
    assertThat(network.energy(second)).isEqualTo(-1);
    assertThat(network.energy(new int[] {1, -1, 1, 1})).isEqualTo(0);
    assertThat(network.recall(new int[] {-1, 1, 1, 1})).isEqualTo(first);
  }

  /** The first pattern's change is Hebb's; the second one's is worked out by hand. */
  @Test
  void weightsOfStorkey() {
    var network = Hopfield.sized(3).store(Rule.STORKEY, new int[] {1, 1, 1}, new int[] {1, -1, 1});
    // All weights are 1/3 then. h_01 is w_02·ξ_2 = 1/3, h_10 = w_12·ξ_2 = 1/3, h_02 = w_01·ξ_1 =
    // -1/3, h_20 = w_21·ξ_1 = -1/3, h_12 = w_10·ξ_0 = 1/3, h_21 = w_20·ξ_0 = 1/3.
    double w01 = 1.0 / 3 + (-1 - 1.0 / 3 + 1.0 / 3) / 3;
    double w02 = 1.0 / 3 + (1 + 1.0 / 3 + 1.0 / 3) / 3;
    double w12 = 1.0 / 3 + (-1 + 1.0 / 3 - 1.0 / 3) / 3;
    assertThat(network.weight(0, 1)).isCloseTo(w01, within(1e-15));
    assertThat(network.weight(0, 2)).isCloseTo(w02, within(1e-15));
    assertThat(network.weight(1, 2)).isCloseTo(w12, within(1e-15));
    assertThat(network.weight(2, 1)).isEqualTo(network.weight(1, 2));
  }

  @Property(tries = 100)
  void recallGoesDownhillToARestingState(
      @ForAll Rule rule,
      @ForAll @IntRange(min = 2, max = 30) int units,
      @ForAll @IntRange(max = 8) int count,
      @ForAll long seed) {
    var random = new SplittableRandom(seed);
    var network = Hopfield.sized(units).store(rule, patterns(count, units, random));
    int[] from = pattern(units, random);
    int[] before = from.clone();
    int[] rest = network.recall(from);
    assertThat(from).isEqualTo(before);
    assertThat(network.energy(rest)).isLessThanOrEqualTo(network.energy(from) + 1e-9);
    assertThat(network.recall(rest)).isEqualTo(rest);
    int[] other = Arrays.stream(rest).map(value -> -value).toArray();
    assertThat(network.energy(other)).isCloseTo(network.energy(rest), within(1e-9));
  }

  @ParameterizedTest
  @EnumSource
  void whatDoesNotFitIsRefused(Rule rule) {
    var network = Hopfield.sized(3);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Hopfield.sized(1))
        .withMessageContaining("received 1");
    assertThatExceptionOfType(ShapeException.class)
        .isThrownBy(() -> network.store(rule, new int[] {1, -1}))
        .withMessageContaining("3 units, received 2");
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> network.recall(new int[] {1, 0, 1}))
        .withMessageContaining("received 0 at 1");
    assertThatExceptionOfType(ShapeException.class).isThrownBy(() -> network.energy(new int[4]));
  }
}
