package dev.recurve.simd;

import dev.recurve.host.HostBackend;
import dev.recurve.host.Loops;
import dev.recurve.host.PackedMemory;
import dev.recurve.spi.LinearPlan;
import dev.recurve.spi.Mat;
import dev.recurve.spi.Offer;
import dev.recurve.spi.RnnPlan;
import dev.recurve.spi.RnnSpec;
import dev.recurve.spi.Workers;
import java.util.Optional;

/** Everything on the lanes of vectors. */
final class SimdBackend extends HostBackend {
  /** Raised whenever a change alters the bits of a result. */
  private static final int ARITHMETIC = 4;

  private final RnnRules rules;
  private final Gemm gemm;
  private final PackedMemory packedMemory = new PackedMemory();
  private final WarmingMath recurrent;

  /** A backend that begins with single floats and goes on with vectors. */
  SimdBackend(Workers workers) {
    this(workers, RnnRules.MEASURED, Warmth.ofLoops(), Warmth.ofProducts(), Warmth.ofLayers());
  }

  /** A backend whose every call goes to vectors, the first one too. */
  static SimdBackend warm(Workers workers) {
    return warm(workers, RnnRules.MEASURED);
  }

  /** The same with other rules for sharing recurrent layers between threads. */
  static SimdBackend warm(Workers workers, RnnRules rules) {
    return new SimdBackend(workers, rules, Warmth.always(), Warmth.always(), Warmth.always());
  }

  private SimdBackend(
      Workers workers, RnnRules rules, Warmth ofLoops, Warmth ofProducts, Warmth ofLayers) {
    this(workers, rules, new WarmingLoops(ofLoops), ofProducts, ofLayers);
  }

  private SimdBackend(
      Workers workers, RnnRules rules, Loops loops, Warmth ofProducts, Warmth ofLayers) {
    super(SimdProvider.ID, ARITHMETIC + ", " + Lanes.COUNT + " lanes", loops, workers);
    this.rules = rules;
    this.gemm = new Gemm(workers, loops, ofProducts);
    this.recurrent = new WarmingMath(ofLayers);
  }

  @Override
  public void gemm(boolean transA, boolean transB, double alpha, Mat a, Mat b, double beta, Mat c) {
    gemm.gemm(transA, transB, alpha, a, b, beta, c);
  }

  @Override
  public Offer<RnnPlan> planRnn(RnnSpec spec) {
    return SimdRnn.offer(spec, rules, recurrent, workers(), packedMemory);
  }

  @Override
  public LinearPlan planLinear(Mat weight, Optional<Mat> bias) {
    return new SimdLinear(new LaneMath(), packedMemory, workers(), weight, bias);
  }
}
