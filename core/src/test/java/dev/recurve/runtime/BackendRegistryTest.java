package dev.recurve.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recurve.BackendException;
import dev.recurve.runtime.SurveyorTest.FakeProvider;
import dev.recurve.spi.Backend;
import dev.recurve.spi.BackendConfig;
import dev.recurve.spi.BackendProvider;
import dev.recurve.spi.Probe;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ResourceBundle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A wish is strict; without one the best is taken, and what was missed is told. */
class BackendRegistryTest {
  private static final BackendProvider JAVA = new ReferenceProvider();
  private static final BackendProvider SIMD =
      new FakeProvider(
          "simd",
          10,
          () ->
              new Probe.Unavailable(
                  "The Vector API is not there.", "Add --add-modules jdk.incubator.vector."));
  private static final BackendProvider SLOW = new FakeProvider("slow", -1, SurveyorTest::ready);

  private final Lines lines = new Lines();

  @Test
  void anUnknownNameIsAnsweredWithTheNearestAndAllCandidates() {
    var registry = registry(Map.of(), JAVA, SIMD);
    assertThatThrownBy(() -> registry.open("SMID"))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("There is no backend \"SMID\". Did you mean \"simd\"?")
        .hasMessageContaining("java")
        .hasMessageContaining("The Vector API is not there.")
        .hasMessageContaining("Add --add-modules jdk.incubator.vector.");
    assertThatThrownBy(() -> registry.open("tpu-cluster"))
        .hasMessageContaining("There is no backend \"tpu-cluster\".")
        .hasMessageNotContaining("Did you mean");
  }

  @Test
  void aWishThatCannotBeFulfilledIsNotReplaced() {
    var registry = registry(Map.of("recurve.backend", "simd"), JAVA, SIMD);
    assertThatThrownBy(registry::standard)
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("\"simd\" cannot run here: The Vector API is not there.")
        .hasMessageContaining("plain Java loops, one thread");
    assertThat(lines.all).isEmpty();
  }

  @Test
  void aWishIsFulfilledEvenForASlowerOne() {
    var registry = registry(Map.of("recurve.backend", "slow"), JAVA, SLOW);
    assertThat(registry.standard()).isSameAs(registry.open("slow"));
    assertThat(registry.standard()).isNotSameAs(registry.open("java"));
  }

  @Test
  void theBestIsTakenAndToldOnce() {
    var registry = registry(Map.of(), SLOW, JAVA);
    assertThat(registry.standard()).isSameAs(registry.standard()).isSameAs(registry.open("java"));
    assertThat(lines.all)
        .containsExactly("INFO Recurve runs on the java backend (plain Java loops, one thread).");
  }

  @Test
  void aMissedBetterOneIsAWarningWithItsRemedy() {
    assertThat(registry(Map.of(), JAVA, SIMD).standard().id()).isEqualTo("java");
    assertThat(lines.all).hasSize(1);
    assertThat(lines.all.get(0))
        .startsWith("WARNING")
        .contains("simd", "Add --add-modules jdk.incubator.vector.");
  }

  @Test
  void aProviderTooBrokenToBeAskedIsAWarningToo() {
    var found =
        Surveyor.survey(
            List.of(
                    new SurveyorTest.Entry(ReferenceProvider.class, () -> JAVA),
                    new SurveyorTest.Entry(
                        FakeProvider.class,
                        () -> {
                          throw new NoClassDefFoundError("org/other/Library");
                        }))
                .iterator());
    var registry = new BackendRegistry(found, _ -> Optional.empty(), () -> lines);
    assertThat(registry.standard().id()).isEqualTo("java");
    assertThat(lines.all.get(0)).startsWith("WARNING").contains("FakeProvider");
    assertThat(registry.survey().describe()).contains("FakeProvider         ?  unavailable");
  }

  @Test
  void withoutAnyBackendItSaysSo() {
    assertThatThrownBy(() -> registry(Map.of(), SIMD).standard())
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("No backend can run here")
        .hasMessageContaining("simd");
  }

  @Test
  void aBackendThatCannotBeOpenedIsNamed() {
    var broken =
        new FakeProvider("gpu", 5, SurveyorTest::ready) {
          @Override
          public Backend open(BackendConfig config) {
            throw new IllegalStateException("device is busy");
          }
        };
    assertThatThrownBy(() -> registry(Map.of(), JAVA, broken).standard())
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("\"gpu\"")
        .hasMessageContaining("device is busy")
        .hasMessageContaining("-Drecurve.backend=")
        .hasCauseInstanceOf(IllegalStateException.class);
  }

  @Test
  void aBackendThatMultipliesWronglyIsNotOpened() {
    var wrong =
        new FakeProvider("wrong", 5, SurveyorTest::ready) {
          @Override
          public Backend open(BackendConfig config) {
            return new Miscalculating();
          }
        };
    assertThatThrownBy(() -> registry(Map.of(), wrong).open("wrong"))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("expected [19.0, 22.0, 43.0, 50.0]");
  }

  @Test
  void threadsAreThoseAskedFor() {
    assertThat(registry(Map.of("recurve.threads", " 3 ")).workers().threads()).isEqualTo(3);
    var registry = registry(Map.of());
    assertThat(registry.workers()).isSameAs(registry.workers());
    assertThat(registry.workers().threads()).isEqualTo(Runtime.getRuntime().availableProcessors());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-2", "many", "", "1.5"})
  void aBadNumberOfThreadsIsAnswered(String threads) {
    var registry = registry(Map.of("recurve.threads", threads), JAVA);
    assertThatThrownBy(registry::standard)
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("-Drecurve.threads")
        .hasMessageContaining("received \"" + threads + "\"");
  }

  @Test
  void theProcessHasTheReferenceBackend() {
    assertThat(Backends.survey().find("java"))
        .hasValueSatisfying(candidate -> assertThat(candidate.isReady()).isTrue());
    assertThat(Backends.open("java")).isSameAs(Backends.open("java"));
    assertThat(Backends.open("java").id()).isEqualTo("java");
  }

  private BackendRegistry registry(Map<String, String> settings, BackendProvider... providers) {
    var found =
        Surveyor.survey(
            List.of(providers).stream()
                .map(provider -> new SurveyorTest.Entry(provider.getClass(), () -> provider))
                .iterator());
    return new BackendRegistry(found, name -> Optional.ofNullable(settings.get(name)), () -> lines);
  }

  /** Keeps what is logged. */
  private static final class Lines implements System.Logger {
    final List<String> all = new ArrayList<>();

    @Override
    public String getName() {
      return "lines";
    }

    @Override
    public boolean isLoggable(Level level) {
      return true;
    }

    @Override
    public void log(Level level, ResourceBundle bundle, String message, Throwable thrown) {
      all.add(level + " " + message);
    }

    @Override
    public void log(Level level, ResourceBundle bundle, String format, Object... params) {
      all.add(level + " " + format);
    }
  }
}
