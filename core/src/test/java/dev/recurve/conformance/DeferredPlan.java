package dev.recurve.conformance;

import dev.recurve.BackendException;
import dev.recurve.spi.Backend;
import dev.recurve.spi.Mat;
import dev.recurve.spi.Packed;
import dev.recurve.spi.RnnCall;
import dev.recurve.spi.RnnGrads;
import dev.recurve.spi.RnnPlan;
import dev.recurve.spi.RnnSpec;
import dev.recurve.spi.RnnStepper;
import dev.recurve.spi.RnnWeights;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/** A plan of a {@link DeferredBackend}: packing, forward and backward wait in its queue. */
record DeferredPlan(DeferredBackend on, RnnPlan inner) implements RnnPlan {

  /** Weights that will have been packed by the time that they are used. */
  private record Later(DeferredPlan madeBy, AtomicReference<Packed> packed, long bytes)
      implements Packed {}

  @Override
  public RnnSpec spec() {
    return inner.spec();
  }

  @Override
  public String describe() {
    return "deferred, " + inner.describe();
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
    var weights1 = weights.stream().map(this::weights).toList();
    var later = new Later(this, new AtomicReference<>(), bytes(weights));
    on.enqueue("pack", () -> later.packed().set(inner.pack(weights1)));
    return later;
  }

  @Override
  public void forward(Packed weights, RnnCall call) {
    var later = own(weights);
    var call1 = call(call);
    on.enqueue("recurrent forward", () -> inner.forward(later.packed().get(), call1));
  }

  @Override
  public void backward(Packed weights, RnnCall call, RnnGrads grads) {
    var later = own(weights);
    var call1 = call(call);
    var grads1 = grads(grads);
    on.enqueue("recurrent backward", () -> inner.backward(later.packed().get(), call1, grads1));
  }

  @Override
  public long stepperSize(int batch) {
    return inner.stepperSize(batch);
  }

  @Override
  public RnnStepper stepper(Backend backend, Packed weights, int batch, Mat memory) {
    var later = own(weights);
    var memory1 = on.mat(memory);
    var made = new AtomicReference<RnnStepper>();
    on.enqueue(
        "stepper", () -> made.set(inner.stepper(on.inner(), later.packed().get(), batch, memory1)));
    return new DeferredStepper(on, made);
  }

  private Later own(Packed weights) {
    if (weights instanceof Later later && later.madeBy().equals(this)) {
      return later;
    }
    throw new BackendException(
        "Packed weights go back to the plan that made them; the plan of %s received others"
            .formatted(spec()));
  }

  private RnnCall call(RnnCall c) {
    return new RnnCall(
        c.steps(),
        c.batch(),
        c.lengths().clone(),
        on.mat(c.x()),
        on.mat(c.y()),
        mat(c.h0()),
        mat(c.c0()),
        on.mat(c.hN()),
        mat(c.cN()),
        mat(c.inputMask()),
        mat(c.hiddenMask()),
        mat(c.zoneoutH()),
        mat(c.zoneoutC()),
        on.mat(c.reserve()),
        on.mat(c.workspace()),
        c.training());
  }

  private RnnGrads grads(RnnGrads g) {
    return new RnnGrads(
        mat(g.dy()),
        mat(g.dhN()),
        mat(g.dcN()),
        mat(g.dx()),
        mat(g.dh0()),
        mat(g.dc0()),
        g.weights().stream().map(this::weights).toList());
  }

  private RnnWeights weights(RnnWeights w) {
    return new RnnWeights(
        on.mat(w.weightIh()),
        on.mat(w.weightHh()),
        mat(w.biasIh()),
        mat(w.biasHh()),
        mat(w.peephole()),
        mat(w.projection()));
  }

  private Optional<Mat> mat(Optional<Mat> mat) {
    return mat.map(on::mat);
  }

  /** As much as the weights themselves take; asking the inner plan would mean to wait. */
  private static long bytes(List<RnnWeights> weights) {
    return weights.stream()
        .flatMap(
            w ->
                Stream.concat(
                    Stream.of(w.weightIh(), w.weightHh()),
                    Stream.of(w.biasIh(), w.biasHh(), w.peephole(), w.projection())
                        .flatMap(Optional::stream)))
        .mapToLong(mat -> mat.size() * mat.type().bytes())
        .sum();
  }
}
