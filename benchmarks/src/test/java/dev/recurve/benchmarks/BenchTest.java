package dev.recurve.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recurve.benchmarks.problem.CellKind;
import dev.recurve.benchmarks.problem.Mode;
import dev.recurve.benchmarks.problem.RnnProblem;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class BenchTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String line) {
    return Bench.run(
        new PrintWriter(out, true), new PrintWriter(err, true), line.strip().split("\\s+"));
  }

  private static RnnProblem problem(String line) {
    var command = new RnnCommand();
    new CommandLine(command).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(line.split(" "));
    return command.problem();
  }

  @Test
  void allOptionsReachTheProblem() {
    assertThat(
            problem(
                "--cell gru --mode infer --steps 50 --batch 8 --input 3 --hidden 16 --layers 2"
                    + " --bidirectional --lengths uniform --seed 7 --threads 2 --backend java"
                    + " --rival libtorch-packed --rival-threads best --json"))
        .isEqualTo(new RnnProblem(CellKind.GRU, Mode.INFER, 50, 8, 3, 16, 2, true, true, 7));
  }

  @Test
  void steppingNeedsNeitherStepsNorBatch() {
    assertThat(problem("--cell lstm --mode step --input 32 --hidden 64"))
        .isEqualTo(RnnProblem.stepping(CellKind.LSTM, 32, 64));
  }

  @Test
  void theRestHasDefaults() {
    assertThat(problem("--cell rnn --mode train --steps 5 --batch 8 --input 3 --hidden 16"))
        .isEqualTo(RnnProblem.of(CellKind.RNN, Mode.TRAIN, 5, 8, 3, 16));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --mode train --steps 5 --batch 8 --input 3 --hidden 4 | --cell
          --cell lstm --mode train --batch 8 --input 3 --hidden 4 | --steps
          --cell lstm --mode train --steps 5 --batch 8 --input 0 --hidden 4 | input, received 0
          --cell lstm --mode train --steps 5 --batch 8 --input 3 --hidden 4 --rival onnxruntime | does not train
          --cell lstm --mode infer --steps 5 --batch 8 --input 3 --hidden 4 --rival libtorch --lengths uniform | libtorch-packed
          --cell lstm --mode step --steps 5 --input 3 --hidden 4 | one step at a time
          --cell lstm --mode step --input 3 --hidden 4 --threads 0 | --threads
          --cell lstm --mode step --input 3 --hidden 4 --rival libtorch --rival-threads few | "few"
          --cell lstm --mode step --input 3 --hidden 4 --rival nobody | onnxruntime
          """)
  void whatIsWrongOnTheCommandLineIsSaid(String options, String complaint) {
    assertThat(run("rnn " + options)).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(err.toString()).contains(complaint);
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void aBackendThatIsNotThereIsAFailureOfOneSentence() {
    assertThat(run("rnn --cell lstm --mode step --input 3 --hidden 4 --threads 1 --backend abacus"))
        .isEqualTo(CommandLine.ExitCode.SOFTWARE);
    assertThat(err.toString()).startsWith("recurve bench: recurve: ").contains("\"abacus\"");
  }

  @Test
  void aRowThatIsNotThereIsAnsweredWithOneThatIs() {
    assertThat(run("suite --only nothing")).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(err.toString()).contains("train LSTM T100 B64 I128 H256");
  }

  @Test
  void withoutACommandItAsksForOne() {
    assertThat(Bench.run(new PrintWriter(out, true), new PrintWriter(err, true)))
        .isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(err.toString()).contains("rnn", "gemm", "suite");
  }
}
