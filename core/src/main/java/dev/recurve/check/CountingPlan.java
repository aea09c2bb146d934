package dev.recurve.check;

import dev.recurve.spi.Mat;
import dev.recurve.spi.Packed;
import dev.recurve.spi.RnnCall;
import dev.recurve.spi.RnnCell;
import dev.recurve.spi.RnnGrads;
import dev.recurve.spi.RnnPlan;
import dev.recurve.spi.RnnSpec;
import dev.recurve.spi.RnnWeights;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A plan of a {@link CountingBackend}: as much memory as the real one, and the count of its work.
 */
record CountingPlan(Counter counter, RnnPlan inner) implements RnnPlan {

  private record Nothing() implements Packed {
    @Override
    public long bytes() {
      return 0;
    }
  }

  @Override
  public RnnSpec spec() {
    return inner.spec();
  }

  @Override
  public String describe() {
    return inner.describe();
  }

  @Override
  public long reserveSize(int steps, int batch) {
    return inner.reserveSize(steps, batch);
  }

  @Override
  public long workspaceSize(int steps, int batch, boolean training) {
    return inner.workspaceSize(steps, batch, training);
  }

  @Override
  public Packed pack(List<RnnWeights> weights) {
    for (var direction : weights) {
      counter.touch(direction.weightIh(), direction.weightHh());
      Stream.of(
              direction.biasIh(), direction.biasHh(), direction.peephole(), direction.projection())
          .flatMap(Optional::stream)
          .forEach(counter::touch);
    }
    return new Nothing();
  }

  @Override
  public void forward(Packed weights, RnnCall call) {
    counter.add(cells(call) * (product(spec().inputSize()) + recurrent() + functions()));
  }

  /** The gradients of states and weights are a product each, that of the input if it is wanted. */
  @Override
  public void backward(Packed weights, RnnCall call, RnnGrads grads) {
    double input = product(spec().inputSize());
    double ofWeights = grads.weights().isEmpty() ? 0 : input + recurrent();
    double ofInput = grads.dx().map(Mat::size).orElse(0L) > 0 ? input : 0;
    counter.add(cells(call) * (recurrent() + ofWeights + ofInput + functions()));
  }

  /** Steps within the lengths, of each direction. */
  private double cells(RnnCall call) {
    return (double) Arrays.stream(call.lengths()).asLongStream().sum() * spec().direction().count();
  }

  private double recurrent() {
    boolean projects = spec().cell() instanceof RnnCell.Lstm lstm && lstm.projection() > 0;
    double projection = projects ? 2.0 * spec().outputSize() * spec().hiddenSize() : 0;
    return product(spec().outputSize()) + projection;
  }

  /** A row of the gates from so many features. */
  private double product(int features) {
    return 2.0 * spec().gateRows() * features;
  }

  /** One operation for each gate. */
  private double functions() {
    return spec().gateRows();
  }
}
