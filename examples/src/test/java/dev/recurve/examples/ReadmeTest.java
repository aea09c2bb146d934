package dev.recurve.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code in the README compiles and does what the README says. */
class ReadmeTest {
  private static final String IMPORTS =
      """
      import dev.recurve.*;
      import dev.recurve.autodiff.*;
      import dev.recurve.check.*;
      import dev.recurve.data.*;
      import dev.recurve.loss.*;
      import dev.recurve.nn.*;
      import dev.recurve.optim.*;
      import dev.recurve.params.*;
      import dev.recurve.train.*;
      import java.util.*;
      import java.util.function.*;
      """;

  @TempDir Path folder;

  @Test
  void theExampleLearns() throws Exception {
    var code = javaBlocks().getFirst();
    var printed =
        run(
            IMPORTS
                + "public class Readme { public static void main(String[] a) {\n"
                + code
                + "}}");
    var loss = Pattern.compile("loss (\\d+\\.\\d+(E-\\d+)?)").matcher(printed);
    assertThat(loss.find()).as(printed).isTrue();
    assertThat(Double.parseDouble(loss.group(1)))
        .as("guessing gives ln 2 = 0.693; %s", printed)
        .isLessThan(0.35);
    assertThat(code.lines().count()).isLessThanOrEqualTo(24);
  }

  @Test
  void theCellRunsStackedInBothDirectionsOverUnequalLengths() throws Exception {
    var cell = javaBlocks().get(1);
    var use =
        """
        public class Readme {
          public static void main(String[] a) {
            var params = ParamStore.fresh(1);
            var layer = Recurrent.sized(8, 32, MinimalGatedUnit::of).layers(2).bidirectional().with(params);
            var x = Sequence.of(Tensors.filled(params.device(), Shape.of(6, 3, 8), 0.5), Lengths.of(6, 2, 4));
            var y = layer.apply(x);
            System.out.print(y.data().shape() + " " + y.data().at(5).at(1).sum().item());
          }
        }
        """;
    assertThat(run(IMPORTS + cell + use)).isEqualTo("[6, 3, 64] 0.0");
    assertThat(cell.lines().count()).isLessThanOrEqualTo(25);
  }

  /** On the cell that the README shows. */
  @Test
  void theToolsPassTheCellAndSumItUp() throws Exception {
    var use =
        "public class Readme { public static void main(String[] a) {\n"
            + javaBlocks().get(2)
            + "}}";
    assertThat(run(IMPORTS + javaBlocks().get(1) + use))
        .contains("time 20, batch 32, features 32", "2 592 weights", "operations in use");
  }

  /** The README beside this module. */
  private static List<String> javaBlocks() throws IOException {
    var readme = Files.readString(Path.of("..", "README.md"));
    return Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
        .matcher(readme)
        .results()
        .map(match -> match.group(1))
        .toList();
  }

  private String run(String source) throws Exception {
    var file = Files.writeString(folder.resolve("Readme.java"), source);
    var compiler = ToolProvider.getSystemJavaCompiler();
    var complaints = new StringWriter();
    try (var files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      var options =
          List.of(
              "-proc:none", "-cp", System.getProperty("java.class.path"), "-d", folder.toString());
      boolean compiled =
          compiler
              .getTask(complaints, files, null, options, null, files.getJavaFileObjects(file))
              .call();
      assertThat(compiled).as(complaints.toString()).isTrue();
    }
    var standardOut = System.out;
    var printed = new ByteArrayOutputStream();
    try (var loader =
        new URLClassLoader(
            new java.net.URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
      System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
      loader
          .loadClass("Readme")
          .getMethod("main", String[].class)
          .invoke(null, (Object) new String[0]);
    } finally {
      System.setOut(standardOut);
    }
    return printed.toString(StandardCharsets.UTF_8).strip();
  }
}
