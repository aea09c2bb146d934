package dev.recurve.benchmarks;

import static dev.recurve.benchmarks.contest.Rival.DL4J;
import static dev.recurve.benchmarks.contest.Rival.LIBTORCH;
import static dev.recurve.benchmarks.contest.Rival.LIBTORCH_PACKED;
import static dev.recurve.benchmarks.contest.Rival.LIBTORCH_PADDED;
import static dev.recurve.benchmarks.contest.Rival.ONNXRUNTIME;
import static dev.recurve.benchmarks.contest.Rival.OPENBLAS;
import static dev.recurve.benchmarks.problem.CellKind.GRU;
import static dev.recurve.benchmarks.problem.CellKind.LSTM;
import static dev.recurve.benchmarks.problem.CellKind.RNN;
import static dev.recurve.benchmarks.problem.Mode.INFER;
import static dev.recurve.benchmarks.problem.Mode.TRAIN;

import dev.recurve.benchmarks.contest.Rival;
import dev.recurve.benchmarks.contest.RivalThreads;
import dev.recurve.benchmarks.problem.CellKind;
import dev.recurve.benchmarks.problem.GemmProblem;
import dev.recurve.benchmarks.problem.Problem;
import dev.recurve.benchmarks.problem.RnnProblem;
import java.util.ArrayList;
import java.util.List;

/** The work that Recurve is meant to win at, and by how much. */
final class Grid {
  private final int threads;
  private final List<SuiteRow> rows = new ArrayList<>();

  private Grid(int threads) {
    this.threads = threads;
  }

  /**
   * All rows.
   *
   * @param threads that Recurve may keep busy, where a row does not say
   */
  static List<SuiteRow> rows(int threads) {
    var grid = new Grid(threads);
    grid.training();
    grid.lengthsAndDirections();
    grid.inference();
    grid.stepping();
    grid.deeplearning4j();
    grid.products();
    return List.copyOf(grid.rows);
  }

  private void training() {
    same(train(LSTM, 100, 64, 128, 256), LIBTORCH, 1.8);
    same(train(GRU, 100, 64, 128, 256), LIBTORCH, 2.0);
    same(train(RNN, 100, 64, 128, 256), LIBTORCH, 2.0);
    same(train(LSTM, 50, 32, 512, 512), LIBTORCH, 1.4);
    same(train(LSTM, 35, 20, 650, 650), LIBTORCH, 1.4);
    best(train(LSTM, 30, 32, 1, 50), LIBTORCH, 3);
    best(train(GRU, 30, 32, 1, 50), LIBTORCH, 9);
  }

  private void lengthsAndDirections() {
    var uneven = train(LSTM, 200, 64, 128, 128).withUniformLengths();
    same(uneven, LIBTORCH_PACKED, 7);
    same(uneven, LIBTORCH_PADDED, 2.5);
    same(train(LSTM, 100, 32, 128, 256).readBothWays(), LIBTORCH, 1.8);
  }

  private void inference() {
    same(RnnProblem.of(LSTM, INFER, 100, 64, 128, 256), ONNXRUNTIME, 1.2);
    same(RnnProblem.of(GRU, INFER, 100, 64, 128, 256), ONNXRUNTIME, 1.4);
    same(RnnProblem.of(LSTM, INFER, 100, 1, 128, 256), ONNXRUNTIME, 1.3);
    same(RnnProblem.of(GRU, INFER, 100, 1, 128, 256), ONNXRUNTIME, 1.3);
  }

  private void stepping() {
    step(1, RnnProblem.stepping(LSTM, 32, 64), 12);
    step(1, RnnProblem.stepping(GRU, 32, 64), 7);
    step(2, RnnProblem.stepping(LSTM, 32, 64), 15);
    step(2, RnnProblem.stepping(GRU, 32, 64), 8);
    step(1, RnnProblem.stepping(LSTM, 128, 256), 2.2);
    step(1, RnnProblem.stepping(GRU, 128, 256), 2.2);
    step(2, RnnProblem.stepping(LSTM, 128, 256), 4);
    step(2, RnnProblem.stepping(GRU, 128, 256), 4);
  }

  /** Every training row that it can run: it has no GRU. */
  private void deeplearning4j() {
    best(train(LSTM, 100, 64, 128, 256), DL4J, 8);
    best(train(RNN, 100, 64, 128, 256), DL4J, 8);
    best(train(LSTM, 50, 32, 512, 512), DL4J, 8);
    best(train(LSTM, 35, 20, 650, 650), DL4J, 8);
    best(train(LSTM, 30, 32, 1, 50), DL4J, 70);
  }

  private void products() {
    product(GemmProblem.plain(256, 256, 256), 1.1);
    product(GemmProblem.plain(512, 512, 512), 1.1);
    product(GemmProblem.plain(1024, 1024, 1024), 1.1);
    product(GemmProblem.withWeights(64, 1024, 256), 1.4);
    product(GemmProblem.withWeights(32, 2048, 512), 1.4);
    product(GemmProblem.withWeights(20, 2600, 650), 1.4);
  }

  private static RnnProblem train(CellKind cell, int steps, int batch, int input, int hidden) {
    return RnnProblem.of(cell, TRAIN, steps, batch, input, hidden);
  }

  private void same(Problem problem, Rival rival, double goal) {
    rows.add(new SuiteRow(problem, threads, rival, new RivalThreads.Same(), goal));
  }

  private void best(Problem problem, Rival rival, double goal) {
    rows.add(new SuiteRow(problem, threads, rival, new RivalThreads.Best(), goal));
  }

  private void step(int count, Problem problem, double goal) {
    rows.add(new SuiteRow(problem, count, ONNXRUNTIME, new RivalThreads.Best(), goal));
  }

  private void product(Problem problem, double goal) {
    rows.add(new SuiteRow(problem, 1, OPENBLAS, new RivalThreads.Same(), goal));
  }
}
