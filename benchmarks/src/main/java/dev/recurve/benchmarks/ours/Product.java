package dev.recurve.benchmarks.ours;

import dev.recurve.Shape;
import dev.recurve.autodiff.DeviceTensor;
import dev.recurve.autodiff.Tensors;
import dev.recurve.benchmarks.problem.GemmProblem;
import dev.recurve.runtime.Device;
import java.util.Map;

/** A matrix product by the backend, into memory that is there already. */
final class Product implements Solver {
  private final boolean transposed;
  private final DeviceTensor a;
  private final DeviceTensor b;
  private final DeviceTensor c;

  Product(GemmProblem problem, Device device) {
    this.transposed = problem.transposed();
    this.a = Tensors.of(device, Shape.of(problem.m(), problem.k()), problem.a());
    this.b =
        Tensors.of(
            device,
            transposed ? Shape.of(problem.n(), problem.k()) : Shape.of(problem.k(), problem.n()),
            problem.b());
    this.c = Tensors.zeros(device, Shape.of(problem.m(), problem.n()));
  }

  @Override
  public void run() {
    var backend = c.device().backend();
    backend.gemm(false, transposed, 1, a.mat(), b.mat(), 0, c.mat());
    backend.synchronize();
  }

  @Override
  public Map<String, float[]> results() {
    run();
    return Map.of("y", c.toArray());
  }

  @Override
  public void close() {}
}
