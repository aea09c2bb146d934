package dev.recurve.benchmarks.ours;

import dev.recurve.Shape;
import dev.recurve.benchmarks.contest.BenchmarkException;
import dev.recurve.benchmarks.contest.Contestant;
import dev.recurve.benchmarks.problem.CellKind;
import dev.recurve.benchmarks.problem.Mode;
import dev.recurve.benchmarks.problem.Problem;
import dev.recurve.benchmarks.problem.RnnData;
import dev.recurve.benchmarks.problem.RnnProblem;
import dev.recurve.nn.Recurrent;
import dev.recurve.params.HostArray;
import dev.recurve.params.ParamStore;
import dev.recurve.runtime.Device;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Recurve with {@link UserLstmCell} in its own LSTM's place; the numbers are the same. */
public final class UserCellContestant implements Contestant {
  /** Its name. */
  public static final String NAME = "usercell";

  private Optional<Solver> solver = Optional.empty();
  private String version = "";

  /** For the service loader. */
  public UserCellContestant() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String version() {
    return version;
  }

  @Override
  public void prepare(Problem problem, int threads) {
    if (!(problem instanceof RnnProblem rnn
        && rnn.cell() == CellKind.LSTM
        && rnn.mode() == Mode.TRAIN
        && rnn.layers() == 1
        && !rnn.bidirectional())) {
      throw new BenchmarkException(
          "%s trains one layer of LSTM, forward; received %s".formatted(NAME, problem.describe()));
    }
    var device = Device.standard();
    version = device.backend().fingerprint();
    solver =
        Optional.of(
            new Training(
                rnn,
                device,
                ParamStore.from(values(new RnnData(rnn).cells().getFirst(), rnn), device),
                params -> Recurrent.over(UserLstmCell.of(rnn.input(), rnn.hidden(), params))));
  }

  private static Map<String, HostArray> values(RnnData.Cell cell, RnnProblem problem) {
    int rows = cell.biasIh().length;
    float[] bias = cell.biasIh().clone();
    for (int i = 0; i < rows; i++) {
      bias[i] += cell.biasHh()[i];
    }
    return Map.of(
        UserLstmCell.INPUT,
        new HostArray.F32(Shape.of(rows, problem.input()), cell.weightIh()),
        UserLstmCell.RECURRENT,
        new HostArray.F32(Shape.of(rows, problem.hidden()), cell.weightHh()),
        UserLstmCell.BIAS,
        new HostArray.F32(Shape.of(rows), bias));
  }

  @Override
  public void run() {
    solver.orElseThrow().run();
  }

  /** The one bias stands for the two of the built-in cell, whose gradients are equal. */
  @Override
  public Map<String, float[]> results() {
    var results = new LinkedHashMap<>(solver.orElseThrow().results());
    float[] bias = results.remove("d_" + UserLstmCell.BIAS);
    results.put("d_bias_ih_l0", bias);
    results.put("d_bias_hh_l0", bias);
    return results;
  }

  @Override
  public void close() {
    solver.ifPresent(Solver::close);
  }
}
