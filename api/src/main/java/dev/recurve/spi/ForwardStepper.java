package dev.recurve.spi;

import java.util.Arrays;
import java.util.Optional;

/** Steps made of runs of one step, for plans that have nothing better. */
final class ForwardStepper implements RnnStepper {
  private final Backend on;
  private final RnnPlan plan;
  private final Packed weights;
  private final int batch;
  private final int[] lengths;
  private final Mat h;
  private final Optional<Mat> c;
  private final Mat hNew;
  private final Optional<Mat> cNew;
  private final Mat reserve;
  private final Mat workspace;

  /**
   * A stepper.
   *
   * @param memory {@code 1 × memorySize}
   */
  ForwardStepper(Backend on, RnnPlan plan, Packed weights, int batch, Mat memory) {
    var spec = plan.spec();
    this.on = on;
    this.plan = plan;
    this.weights = weights;
    this.batch = batch;
    this.lengths = new int[batch];
    Arrays.fill(lengths, 1);
    int outputs = batch * spec.outputSize();
    int units = cellSize(spec, batch);
    boolean hasCell = units > 0;
    this.h = memory.cols(0, outputs).reshape(batch, spec.outputSize());
    this.hNew = memory.cols(outputs, outputs).reshape(batch, spec.outputSize());
    int from = 2 * outputs;
    this.c = hasCell ? cell(memory, from, batch, spec) : Optional.empty();
    this.cNew = hasCell ? cell(memory, from + units, batch, spec) : Optional.empty();
    from += 2 * units;
    this.workspace = memory.cols(from, memory.cols() - from);
    this.reserve = memory.cols(0, 0);
    load(Optional.empty(), Optional.empty());
  }

  private static Optional<Mat> cell(Mat memory, int from, int batch, RnnSpec spec) {
    int units = cellSize(spec, batch);
    return Optional.of(memory.cols(from, units).reshape(batch, spec.hiddenSize()));
  }

  /** Two states, one before and one after a step, and what a run of one step needs. */
  static long memorySize(RnnPlan plan, int batch) {
    var spec = plan.spec();
    return 2L * batch * spec.outputSize()
        + 2L * cellSize(spec, batch)
        + plan.workspaceSize(1, batch, false);
  }

  private static int cellSize(RnnSpec spec, int batch) {
    return spec.cell().states() == 2 ? batch * spec.hiddenSize() : 0;
  }

  @Override
  public void step(Mat x, Mat y) {
    plan.forward(
        weights,
        new RnnCall(
            1,
            batch,
            lengths,
            x,
            y,
            Optional.of(h),
            c,
            hNew,
            cNew,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            reserve,
            workspace,
            false));
    on.copy(hNew, h);
    if (c.isPresent()) {
      on.copy(cNew.orElseThrow(), c.get());
    }
  }

  @Override
  public void load(Optional<Mat> newH, Optional<Mat> newC) {
    load(newH, h);
    c.ifPresent(cell -> load(newC, cell));
  }

  private void load(Optional<Mat> from, Mat to) {
    if (from.isPresent()) {
      on.copy(from.get(), to);
    } else {
      on.fill(to, 0);
    }
  }

  @Override
  public void store(Mat toH, Optional<Mat> toC) {
    on.copy(h, toH);
    c.ifPresent(cell -> on.copy(cell, toC.orElseThrow()));
  }
}
