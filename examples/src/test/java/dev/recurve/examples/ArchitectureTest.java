package dev.recurve.examples;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.GeneralCodingRules;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import dev.recurve.spi.Buffer;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The arrows and habits of the house, over every module's classes. */
class ArchitectureTest {
  private static final JavaClasses HOUSE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.recurve");

  private static final String USERS_API = "dev.recurve";
  private static final String SPI = "dev.recurve.spi";
  private static final String TIME_SERIES = "dev.recurve.timeseries..";
  private static final String EXAMPLES = "dev.recurve.examples..";
  private static final String HOST = "dev.recurve.host..";
  private static final String SIMD = "dev.recurve.simd..";
  private static final String CPU = "dev.recurve.cpu..";
  private static final String[] API = {USERS_API, SPI};
  private static final String[] CORE =
      Stream.of(
              "autodiff",
              "check",
              "data",
              "io",
              "loss",
              "metrics",
              "nn",
              "optim",
              "params",
              "runtime",
              "train")
          .map("dev.recurve.%s.."::formatted)
          .toArray(String[]::new);

  /** Which packages of the house a module's classes may use. */
  private static final Map<String, String[]> ARROWS =
      Map.of(
          SPI,
          new String[] {SPI},
          USERS_API,
          API,
          HOST,
          joined(API, new String[] {HOST}),
          SIMD,
          joined(API, new String[] {HOST, SIMD}),
          CPU,
          joined(API, new String[] {HOST, CPU}),
          TIME_SERIES,
          joined(API, CORE, TIME_SERIES),
          EXAMPLES,
          joined(API, CORE, TIME_SERIES, EXAMPLES));

  private static String[] joined(String[] some, String[] more, String... rest) {
    return Stream.of(some, more, rest).flatMap(Stream::of).toArray(String[]::new);
  }

  private static JavaClasses in(String... packages) {
    return HOUSE.that(resideInAnyPackage(packages));
  }

  /** A rule about nothing always holds. */
  private static JavaClasses atLeast(int least, JavaClasses classes) {
    assertThat(classes.size()).as("classes that the rule looked at").isGreaterThanOrEqualTo(least);
    return classes;
  }

  private static void checkArrows(int least, String[] from, String[] to) {
    noClasses()
        .should()
        .dependOnClassesThat(resideInAnyPackage("dev.recurve..").and(not(resideInAnyPackage(to))))
        .because("arrows point down")
        .check(atLeast(least, in(from)));
  }

  @Test
  void theSeamKnowsNothingOfTheHouse() {
    checkArrows(30, new String[] {SPI}, ARROWS.get(SPI));
  }

  @Test
  void theApiKnowsItselfAlone() {
    checkArrows(20, new String[] {USERS_API}, ARROWS.get(USERS_API));
    noClasses()
        .should()
        .dependOnClassesThat(not(resideInAnyPackage("java..", USERS_API, SPI)))
        .check(atLeast(60, in(API)));
  }

  @Test
  void coreKnowsTheApiAndItself() {
    checkArrows(150, CORE, joined(API, CORE));
  }

  @Test
  void timeSeriesKnowCoreAndNoBackend() {
    checkArrows(40, new String[] {TIME_SERIES}, ARROWS.get(TIME_SERIES));
  }

  @Test
  void aBackendKnowsTheApiAndWhatHeapBackendsShare() {
    checkArrows(40, new String[] {HOST}, ARROWS.get(HOST));
    checkArrows(30, new String[] {SIMD}, ARROWS.get(SIMD));
    checkArrows(8, new String[] {CPU}, ARROWS.get(CPU));
  }

  @Test
  void examplesNameNoBackend() {
    checkArrows(60, new String[] {EXAMPLES}, ARROWS.get(EXAMPLES));
  }

  @Test
  void everyClassHasItsPlace() {
    var places = joined(API, CORE, TIME_SERIES, EXAMPLES, HOST, SIMD, CPU);
    assertThat(HOUSE.that(not(resideInAnyPackage(places)))).isEmpty();
  }

  @Test
  void packagesHaveNoCycles() {
    slices().assignedFrom(new Packages()).should().beFreeOfCycles().check(atLeast(300, HOUSE));
  }

  private static final class Packages implements SliceAssignment {
    @Override
    public SliceIdentifier getIdentifierOf(JavaClass type) {
      return SliceIdentifier.of(type.getPackageName());
    }

    @Override
    public String getDescription() {
      return "packages";
    }
  }

  @Test
  void nativeAndIncubatingCodeStaysInItsBackend() {
    Map.of(
            "jdk.incubator.vector..", "dev.recurve.simd..",
            "org.bytedeco..", "dev.recurve.cpu..",
            "jcuda..", "dev.recurve.cuda..")
        .forEach(
            (library, home) ->
                noClasses()
                    .that(not(resideInAnyPackage(home)))
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(library)
                    .check(atLeast(300, HOUSE)));
  }

  @Test
  void standardStreamsBelongToTheCommandLine() {
    noClasses()
        .that(not(resideInAnyPackage(EXAMPLES)))
        .should()
        .accessField(System.class, "out")
        .check(atLeast(300, HOUSE));
    noClasses()
        .that(not(resideInAnyPackage(EXAMPLES)).and(not(simpleName("Progress"))))
        .should()
        .accessField(System.class, "err")
        .because("only progress, which is asked for, goes there by default")
        .check(HOUSE);
    noClasses().should().callMethod(Throwable.class, "printStackTrace").check(HOUSE);
  }

  @Test
  void theLogIsConfiguredByTheCommandLineAlone() {
    noClasses()
        .that(not(resideInAnyPackage("dev.recurve.examples.cli")))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("java.util.logging..")
        .check(atLeast(300, HOUSE));
  }

  @Test
  void errorsHaveATypeOfTheirOwn() {
    GeneralCodingRules.NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS.check(atLeast(300, HOUSE));
  }

  @Test
  void nothingIsDoneBehindTheLanguagesBack() {
    noClasses()
        .should()
        .callMethod(Class.class, "forName", String.class)
        .orShould()
        .callMethod(Class.class, "forName", String.class, boolean.class, ClassLoader.class)
        .orShould()
        .dependOnClassesThat()
        .resideInAnyPackage("java.lang.reflect..", "sun..", "jdk.internal..")
        .orShould()
        .dependOnClassesThat(assignableTo(java.io.ObjectOutputStream.class))
        .orShould()
        .dependOnClassesThat(assignableTo(java.io.ObjectInputStream.class))
        .check(atLeast(300, HOUSE));
    assertThat(HOUSE.stream().flatMap(type -> type.getMethods().stream()))
        .hasSizeGreaterThan(1000)
        .noneMatch(method -> method.getName().equals("finalize"));
  }

  @Test
  void onlyExceptionsAreSerializable() {
    classes()
        .that(not(assignableTo(Throwable.class)))
        .should(notName(Serializable.class))
        .check(atLeast(300, HOUSE));
  }

  private static ArchCondition<JavaClass> notName(Class<?> forbidden) {
    return new ArchCondition<>("not implement " + forbidden.getSimpleName()) {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        if (type.getRawInterfaces().stream().anyMatch(face -> face.isEquivalentTo(forbidden))) {
          events.add(SimpleConditionEvent.violated(type, type.getFullName() + " does"));
        }
      }
    };
  }

  @Test
  void staticFieldsNeverChange() {
    assertThat(
            HOUSE.stream()
                .flatMap(type -> type.getFields().stream())
                .filter(ArchitectureTest::isStatic))
        .hasSizeGreaterThan(100);
    fields().that().areStatic().should().beFinal().check(HOUSE);
  }

  private static boolean isStatic(JavaField field) {
    return field.getModifiers().contains(JavaModifier.STATIC);
  }

  @Test
  void theApiHasNoClassThatAUserCouldExtendByAccident() {
    classes().that().arePublic().should(beClosedOrMadeForExtension()).check(atLeast(50, in(API)));
  }

  private static ArchCondition<JavaClass> beClosedOrMadeForExtension() {
    return new ArchCondition<>(
        "be an interface, record, enum, exception, or final, sealed or abstract") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        boolean closed =
            type.isInterface()
                || type.isRecord()
                || type.isEnum()
                || type.isAssignableTo(Throwable.class)
                || type.getModifiers().contains(JavaModifier.FINAL)
                || type.getModifiers().contains(JavaModifier.ABSTRACT)
                || type.reflect().isSealed();
        if (!closed) {
          events.add(SimpleConditionEvent.violated(type, type.getFullName() + " is open"));
        }
      }
    };
  }

  /** Backends on the Java heap have one kind of memory. */
  @Test
  void onlyABackendLooksInsideItsBuffers() {
    var buffers =
        HOUSE.that(assignableTo(Buffer.class).and(not(DescribedPredicate.equalTo(bufferItself()))));
    assertThat(buffers).isNotEmpty();
    for (var buffer : buffers) {
      var home = buffer.getPackageName();
      var homes =
          resideInAnyPackage(HOST).test(buffer)
              ? new String[] {HOST, SIMD, CPU}
              : new String[] {home};
      noClasses()
          .that(not(resideInAnyPackage(homes)))
          .should()
          .dependOnClassesThat(DescribedPredicate.equalTo(buffer))
          .check(atLeast(300, HOUSE));
    }
  }

  private static JavaClass bufferItself() {
    return HOUSE.get(Buffer.class);
  }

  @Test
  void everyPackageSaysWhatItIs() throws IOException {
    var sources =
        Stream.of("api", "core", "models-timeseries", "examples")
            .map(module -> Path.of("..", module, "src", "main", "java", "dev"))
            .toList();
    int packages = 0;
    for (var source : sources) {
      for (var folder : foldersWithCode(source)) {
        assertThat(folder.resolve("package-info.java")).exists();
        packages++;
      }
    }
    assertThat(packages).isGreaterThanOrEqualTo(18);
  }

  private static List<Path> foldersWithCode(Path root) throws IOException {
    try (var files = Files.walk(root)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .map(Path::getParent)
          .distinct()
          .toList();
    }
  }
}
