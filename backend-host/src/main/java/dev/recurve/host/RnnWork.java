package dev.recurve.host;

import dev.recurve.spi.Mat;
import dev.recurve.spi.RnnCall;
import dev.recurve.spi.RnnGrads;
import dev.recurve.spi.Workers;
import java.util.ArrayList;
import java.util.List;

/**
 * How the work of a recurrent layer is cut: the batch into parts, each of which runs all its steps
 * on one thread without waiting for another, and memory into what each part needs. The weight
 * gradients of the parts are summed in their order.
 */
public final class RnnWork {
  private final RnnLayout layout;
  private final RnnKernel kernel;
  private final Workers workers;

  /** The work of a layer. */
  public RnnWork(RnnLayout layout, RnnKernel kernel, Workers workers) {
    this.layout = layout;
    this.kernel = kernel;
    this.workers = workers;
  }

  /** Multiplications that some parts make forward. */
  public long multiplications(List<RnnPart> parts) {
    long rows = 0;
    for (var part : parts) {
      rows += part.rows() - part.size();
    }
    return rows * layout.rowSize() * layout.gateCols();
  }

  private int directions() {
    return layout.spec().direction().count();
  }

  /**
   * Row parts for each direction: as many as there are threads, if each has enough to do.
   *
   * @param worthAThread floating-point operations forward for which waking a thread pays
   */
  public int partsPerDirection(int steps, int batch, double worthAThread) {
    int directions = directions();
    double work = 2.0 * steps * batch * layout.rowSize() * layout.gateCols() * directions;
    int wanted = (int) Math.min(workers.threads(), Math.max(1, work / worthAThread));
    return Math.max(1, Math.min(batch, (wanted + directions - 1) / directions));
  }

  /** Sequences of the largest part. */
  public static int mostRows(int batch, int perDirection) {
    return (batch + perDirection - 1) / perDirection;
  }

  /** Elements that forward leaves for backward. */
  public long reserveSize(int steps, int batch) {
    return blocksSize(steps + 1, batch);
  }

  /** Elements of so many blocks of rows. */
  public long blocksSize(int blocks, int batch) {
    return (long) blocks * directions() * batch * layout.perRow();
  }

  /** Elements of scratch memory on the way back. */
  public long gradientSize(int steps, int batch, int perDirection) {
    int rows = mostRows(batch, perDirection);
    return (long) directions()
        * perDirection
        * RnnPartGradients.size(layout, kernel.map(), rows, steps * rows);
  }

  /** Each part's share of the workspace. */
  public List<RnnPartGradients> gradients(RnnMath on, RnnCall call, List<RnnPart> parts) {
    float[] workspace = HostBuffer.floats(call.workspace());
    int at = HostBuffer.start(call.workspace());
    var gradients = new ArrayList<RnnPartGradients>();
    for (RnnPart part : parts) {
      boolean isMasked = call.hiddenMask().isPresent();
      gradients.add(RnnPartGradients.of(on, layout, kernel.map(), part, isMasked, workspace, at));
      at += RnnPartGradients.size(layout, kernel.map(), part.size(), part.rows() - part.size());
    }
    return gradients;
  }

  /** The same sequences of both directions, one direction after the other, on one thread. */
  public void addInputGradients(List<RnnPart> parts, List<RnnBackward> walks) {
    int shares = parts.size();
    workers.run(
        shares,
        share -> {
          for (int p = 0; p < shares; p++) {
            int size = parts.get(p).size();
            walks
                .get(p)
                .inputGradients(Split.cut(size, share, shares), Split.cut(size, share + 1, shares));
          }
        });
  }

  /** The sums of all parts, in their order, to the gradients outside. */
  public void addWeightGradients(List<RnnPartGradients> parts, RnnGrads grads) {
    int directions = layout.spec().direction().count();
    int perDirection = parts.size() / directions;
    for (int d = 0; d < directions; d++) {
      var total =
          new RnnDirectionGradients(
              layout, kernel.map(), parts.subList(d * perDirection, (d + 1) * perDirection));
      var gradients = grads.weights().get(d);
      int shares = parts.size();
      workers.run(shares, share -> total.addTo(gradients, share, shares));
    }
  }

  /**
   * What each part runs with; its rows lie in the reserve when backward follows, else in the
   * workspace.
   *
   * @param turns how many blocks of rows take turns, or {@link RnnMemory#ALL}
   */
  public List<RnnRun> runs(
      RnnMath on, List<RnnPacked.Direction> weights, RnnCall call, List<RnnPart> parts, int turns) {
    Mat mat = call.training() ? call.reserve() : call.workspace();
    float[] values = HostBuffer.floats(mat);
    int at = HostBuffer.start(mat);
    var runs = new ArrayList<RnnRun>();
    for (RnnPart part : parts) {
      var memory = new RnnMemory(values, at, layout, part, turns);
      runs.add(new RnnRun(on, weights.get(part.direction()), memory));
      at += RnnMemory.size(layout, part, turns);
    }
    return runs;
  }
}
