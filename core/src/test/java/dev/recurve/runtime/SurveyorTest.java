package dev.recurve.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recurve.spi.Backend;
import dev.recurve.spi.BackendConfig;
import dev.recurve.spi.BackendProvider;
import dev.recurve.spi.Probe;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a broken provider throws, and wherever, the survey tells of it and goes on. */
class SurveyorTest {

  @Test
  void aProviderThatThrowsWhenMadeIsUnavailable() {
    var candidates =
        survey(
            () -> {
              throw new ServiceConfigurationError("no public constructor");
            },
            ReferenceProvider::new);
    assertThat(reason(candidates.get(0))).contains("no public constructor");
    assertThat(candidates.get(1).isReady()).isTrue();
  }

  @Test
  void aProbeThatThrowsIsUnavailable() {
    var candidates =
        survey(
            () ->
                new FakeProvider(
                    "gpu",
                    9,
                    () -> {
                      throw new UnsatisfiedLinkError("libcuda.so");
                    }),
            () ->
                new FakeProvider(
                    "null",
                    8,
                    () -> {
                      throw new IllegalStateException("odd machine");
                    }),
            ReferenceProvider::new);
    assertThat(candidates).extracting(Candidate::id).containsExactly("gpu", "null", "java");
    assertThat(candidates).extracting(Candidate::priority).containsExactly(9, 8, 0);
    assertThat(reason(candidates.get(0))).contains("probe").contains("libcuda.so");
    assertThat(reason(candidates.get(1))).contains("odd machine");
  }

  @Test
  void theCauseBeneathIsTold() {
    var candidates =
        survey(
            () -> {
              throw new ServiceConfigurationError(
                  "cannot instantiate",
                  new ExceptionInInitializerError(new NoClassDefFoundError("org/other/Library")));
            });
    assertThat(reason(candidates.get(0))).contains("cannot instantiate", "org/other/Library");
    assertThat(remedy(candidates.get(0))).contains("Put the jars that the backend needs");
  }

  @Test
  void aJarForANewerJavaIsTold() {
    var candidates =
        survey(
            () -> {
              throw new UnsupportedClassVersionError("class file version 99.0");
            });
    assertThat(remedy(candidates.get(0))).contains("newer JDK");
  }

  @Test
  void anAnswerOfNothingIsUnavailable() {
    var candidates = survey(() -> new FakeProvider("gpu", 9, () -> null));
    assertThat(reason(candidates.get(0))).contains("no answer");
    assertThat(survey(() -> new FakeProvider(null, 9, () -> ready()))).hasSize(1);
  }

  @Test
  void theSecondOfANameIsUnavailable() {
    var candidates = survey(ReferenceProvider::new, ReferenceProvider::new);
    assertThat(candidates).extracting(Candidate::isReady).containsExactly(true, false);
    assertThat(reason(candidates.get(1))).contains("called \"java\" too");
  }

  @Test
  void aLoaderThatIsStuckComesToAnEnd() {
    Iterator<ServiceLoader.Provider<BackendProvider>> stuck =
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            throw new ServiceConfigurationError("unreadable");
          }

          @Override
          public ServiceLoader.Provider<BackendProvider> next() {
            throw new NoSuchElementException();
          }
        };
    var found = Surveyor.survey(stuck);
    assertThat(found).hasSize(1);
    assertThat(found.get(0).candidate().id()).isEqualTo("unknown");
    assertThat(reason(found.get(0).candidate())).contains("unreadable");
  }

  @Test
  void theRealLoaderIsTakenThroughAllKindsOfBrokenProviders(@TempDir Path folder)
      throws IOException {
    var first = services(folder.resolve("first"), "not a class name");
    var second =
        services(
            folder.resolve("second"),
            "no.such.Provider",
            StaticFailure.class.getName(),
            SurveyorTest.class.getName(),
            ReferenceProvider.class.getName());
    try (var loader = new OnlyTheseServices(first, second)) {
      var found =
          Surveyor.survey(ServiceLoader.load(BackendProvider.class, loader).stream().iterator());
      var candidates = found.stream().map(Surveyor.Found::candidate).toList();
      assertThat(candidates)
          .filteredOn(Candidate::isReady)
          .extracting(Candidate::id)
          .containsExactly("java");
      assertThat(candidates)
          .filteredOn(candidate -> !candidate.isReady())
          .extracting(SurveyorTest::reason)
          .anySatisfy(reason -> assertThat(reason).contains("no.such.Provider"))
          .anySatisfy(reason -> assertThat(reason).contains("fails before it starts"))
          .anySatisfy(reason -> assertThat(reason).contains("not a subtype"))
          .anySatisfy(reason -> assertThat(reason).contains("Illegal").contains(":1:"));
      assertThat(candidates).extracting(Candidate::id).contains("StaticFailure", "unknown");
    }
  }

  /** A provider that throws while its class is initialised. */
  public static final class StaticFailure extends FakeProvider {
    private static final int NEVER = fail();

    /** For the service loader. */
    public StaticFailure() {
      super("static", NEVER, SurveyorTest::ready);
    }

    private static int fail() {
      throw new IllegalStateException("fails before it starts");
    }
  }

  /** A provider of a test's making. */
  static class FakeProvider implements BackendProvider {
    private final String id;
    private final int priority;
    private final Supplier<Probe> probe;

    FakeProvider(String id, int priority, Supplier<Probe> probe) {
      this.id = id;
      this.priority = priority;
      this.probe = probe;
    }

    @Override
    public String id() {
      return id;
    }

    @Override
    public int priority() {
      return priority;
    }

    @Override
    public Probe probe() {
      return probe.get();
    }

    @Override
    public Backend open(BackendConfig config) {
      return new ReferenceBackend();
    }
  }

  static Probe ready() {
    return new Probe.Ready("a device", Set.of());
  }

  /** Makes a provider, or throws. */
  interface Maker {
    BackendProvider make();
  }

  /** What a service loader hands out. */
  record Entry(Class<? extends BackendProvider> type, Maker maker)
      implements ServiceLoader.Provider<BackendProvider> {
    @Override
    public BackendProvider get() {
      return maker.make();
    }
  }

  /** Finds services in its own folders alone, and classes where they always are. */
  private static final class OnlyTheseServices extends URLClassLoader {
    OnlyTheseServices(URL... folders) {
      super(folders, SurveyorTest.class.getClassLoader());
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
      return name.startsWith("META-INF/services/") ? findResources(name) : super.getResources(name);
    }
  }

  private static List<Candidate> survey(Maker... makers) {
    return Surveyor.survey(
            List.of(makers).stream()
                .map(maker -> new Entry(ReferenceProvider.class, maker))
                .iterator())
        .stream()
        .map(Surveyor.Found::candidate)
        .toList();
  }

  private static String reason(Candidate candidate) {
    return ((Probe.Unavailable) candidate.probe()).reason();
  }

  private static String remedy(Candidate candidate) {
    return ((Probe.Unavailable) candidate.probe()).remedy();
  }

  private static URL services(Path folder, String... lines) throws IOException {
    var services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.write(services.resolve(BackendProvider.class.getName()), List.of(lines));
    return folder.toUri().toURL();
  }
}
