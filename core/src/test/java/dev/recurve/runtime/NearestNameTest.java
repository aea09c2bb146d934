package dev.recurve.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNameTest {

  @ParameterizedTest
  @CsvSource({
    "kitten, sitting, 3",
    "'', abc, 3",
    "abc, '', 3",
    "same, SAME, 0",
    "cuda, cdua, 2",
    "openblas, openbals, 2"
  })
  void distanceCountsEdits(String a, String b, int expected) {
    assertThat(NearestName.distance(a, b)).isEqualTo(expected);
    assertThat(NearestName.distance(b, a)).isEqualTo(expected);
  }

  @Test
  void onlyASimilarNameIsMeant() {
    var names = List.of("java", "simd", "cuda");
    assertThat(NearestName.of("cdua", names)).contains("cuda");
    assertThat(NearestName.of("jav", names)).contains("java");
    assertThat(NearestName.of("metal", names)).isEmpty();
    assertThat(NearestName.of("", names)).isEmpty();
    assertThat(NearestName.of("java", List.of())).isEmpty();
  }
}
