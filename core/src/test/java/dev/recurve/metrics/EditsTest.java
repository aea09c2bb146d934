package dev.recurve.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class EditsTest {
  @Test
  void byHand() {
    assertThat(Edits.ofCharacters("kitten", "sitting")).isEqualTo(new Edits(2, 0, 1, 6));
    assertThat(Edits.ofCharacters("", "ab")).isEqualTo(new Edits(0, 0, 2, 0));
    assertThat(Edits.ofCharacters("ab", "")).isEqualTo(new Edits(0, 2, 0, 2));
    assertThat(Edits.ofCharacters("a𝒳c", "ac").total()).isEqualTo(1);
    var words = Edits.ofWords("the cat sat  on the mat", "the cat on a mat");
    assertThat(words).isEqualTo(new Edits(1, 1, 0, 6));
    assertThat(words.rate()).hasValueCloseTo(2.0 / 6, within(1e-12));
  }

  @Test
  void ratesAreOfAllTextsTogether() {
    var both = Edits.ofWords("a b c d", "a b c d").plus(Edits.ofWords("a", "x y"));
    assertThat(both).isEqualTo(new Edits(1, 0, 1, 5));
    assertThat(both.rate()).hasValueCloseTo(0.4, within(1e-12));
    assertThat(Edits.NONE.rate()).isEmpty();
  }

  private static int[] symbols(List<Integer> drawn) {
    return drawn.stream().mapToInt(Integer::intValue).toArray();
  }

  /** By recursion over the last symbols. */
  private static long fewest(int[] a, int i, int[] b, int j) {
    if (i == 0 || j == 0) {
      return i + j;
    }
    long best = fewest(a, i - 1, b, j - 1) + (a[i - 1] == b[j - 1] ? 0 : 1);
    best = Math.min(best, fewest(a, i - 1, b, j) + 1);
    return Math.min(best, fewest(a, i, b, j - 1) + 1);
  }

  @Property(tries = 100)
  void theyAreTheFewest(
      @ForAll @Size(max = 6) List<@IntRange(max = 2) Integer> one,
      @ForAll @Size(max = 6) List<@IntRange(max = 2) Integer> other) {
    int[] a = symbols(one);
    int[] b = symbols(other);
    var edits = Edits.between(a, b);
    assertThat(edits.total()).isEqualTo(fewest(a, a.length, b, b.length));
    assertThat(edits.insertions() - edits.deletions()).isEqualTo(b.length - a.length);
    var back = Edits.between(b, a);
    assertThat(back.total()).isEqualTo(edits.total());
  }

  @Property(tries = 100)
  void aDetourIsNeverShorter(
      @ForAll @Size(max = 8) List<@IntRange(max = 2) Integer> one,
      @ForAll @Size(max = 8) List<@IntRange(max = 2) Integer> over,
      @ForAll @Size(max = 8) List<@IntRange(max = 2) Integer> other) {
    long direct = Edits.between(symbols(one), symbols(other)).total();
    assertThat(direct)
        .isLessThanOrEqualTo(
            Edits.between(symbols(one), symbols(over)).total()
                + Edits.between(symbols(over), symbols(other)).total());
    assertThat(Edits.between(symbols(one), symbols(one)).total()).isZero();
  }
}
