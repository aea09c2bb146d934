package dev.recurve.benchmarks.kernels;

import dev.recurve.Init;
import dev.recurve.Optimizer;
import dev.recurve.Shape;
import dev.recurve.autodiff.Steps;
import dev.recurve.optim.Adam;
import dev.recurve.optim.Clipping;
import dev.recurve.optim.OptimizerState;
import dev.recurve.optim.Sgd;
import dev.recurve.optim.Update;
import dev.recurve.params.ParamStore;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** A step over all weights: the gradients' norm, clipping by it, and the optimiser's rule. */
public class OptimizerBenchmark extends Kernels {
  /** The rule. */
  public enum Rule {
    /** Stochastic gradient descent. */
    SGD,
    /** Kingma and Ba 2015. */
    ADAM
  }

  /** The rule. */
  @Param({"SGD", "ADAM"})
  public Rule rule;

  /** How many weights: of a small layer, and of a large one. */
  @Param({"10000", "1000000"})
  public int weights;

  private Steps steps;
  private Update update;

  /** For JMH. */
  public OptimizerBenchmark() {}

  /** Makes weights and gradients. */
  @Setup
  public void prepare() {
    var store = ParamStore.fresh(1, device());
    store.get("weights", Shape.of(weights), Init.scaledTo(100));
    var blocks = store.seal();
    blocks.forEach(block -> on().fill(block.gradient().mat(), 0.01));
    Optimizer optimizer =
        switch (rule) {
          case SGD -> Sgd.withRate(1e-6);
          case ADAM -> Adam.withRate(1e-6);
        };
    steps = new Steps(device());
    update =
        new Update(
            optimizer, OptimizerState.create(optimizer, blocks), blocks, Clipping.byGlobalNorm(1));
  }

  /** One step. */
  @Benchmark
  public Object step() {
    return steps.infer(
        () -> {
          update.apply(1);
          await();
          return update;
        });
  }

  /** Gives the memory back. */
  @TearDown
  public void close() {
    steps.close();
  }
}
