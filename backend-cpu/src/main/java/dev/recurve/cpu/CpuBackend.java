package dev.recurve.cpu;

import dev.recurve.host.HostBackend;
import dev.recurve.host.Loops;
import dev.recurve.host.PackedMemory;
import dev.recurve.host.ScalarLoops;
import dev.recurve.spi.Mat;
import dev.recurve.spi.Offer;
import dev.recurve.spi.RnnPlan;
import dev.recurve.spi.RnnSpec;
import dev.recurve.spi.Workers;

/** Products by OpenBLAS, everything else in plain loops. */
final class CpuBackend extends HostBackend {
  /** Raised whenever a change alters the bits of a result. */
  private static final int ARITHMETIC = 1;

  private final CpuGemm gemm;
  private final PackedMemory packedMemory = new PackedMemory();

  CpuBackend(Workers workers) {
    this(workers, new ScalarLoops());
  }

  private CpuBackend(Workers workers, Loops loops) {
    super(CpuProvider.ID, arithmetic(), loops, workers);
    this.gemm = new CpuGemm(workers, loops);
  }

  private static String arithmetic() {
    return "%d, OpenBLAS %s for %s"
        .formatted(ARITHMETIC, OpenBlas.version().orElse("unknown"), OpenBlas.coreName());
  }

  @Override
  public void gemm(boolean transA, boolean transB, double alpha, Mat a, Mat b, double beta, Mat c) {
    gemm.gemm(transA, transB, alpha, a, b, beta, c);
  }

  @Override
  public Offer<RnnPlan> planRnn(RnnSpec spec) {
    return new Offer.Accepted<>(new CpuRnn(spec, workers(), packedMemory));
  }
}
