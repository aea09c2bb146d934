package dev.recurve.simd;

/** Products of single floats, in the very order of {@link GemmPart} and {@link Dots}. */
final class ScalarGemm {
  private final float[] sums = new float[Product.LINE];

  void run(Product p) {
    for (int i = 0; i < p.m(); i++) {
      for (int j = 0; j < p.n(); j++) {
        if (p.isDots()) {
          dot(p, i, j);
        } else {
          blocks(p, i, j);
        }
      }
    }
  }

  private static void blocks(Product p, int i, int j) {
    int at = p.c0() + i * p.ldc() + j;
    int a0 = p.a0() + (p.transA() ? i : i * p.lda());
    int stepA = p.transA() ? p.lda() : 1;
    int b0 = p.b0() + (p.transB() ? j * p.ldb() : j);
    int stepB = p.transB() ? 1 : p.ldb();
    for (int block = 0; block < Product.innerBlocks(p.k()); block++) {
      float sum = 0;
      for (int k = p.innerStart(block); k < p.innerStart(block + 1); k++) {
        sum = Math.fma(p.a()[a0 + k * stepA], p.b()[b0 + k * stepB] * p.alpha(), sum);
      }
      p.c()[at] = p.add() || block > 0 ? p.c()[at] + sum : sum;
    }
  }

  private void dot(Product p, int i, int j) {
    int a0 = p.a0() + i * p.lda();
    int b0 = p.b0() + j * p.ldb();
    int whole = p.wholeLines();
    for (int lane = 0; lane < Product.LINE; lane++) {
      float sum = 0;
      for (int k = lane; k < whole; k += Product.LINE) {
        sum = Math.fma(p.a()[a0 + k], p.b()[b0 + k], sum);
      }
      sums[lane] = sum;
    }
    for (int half = Product.LINE / 2; half > 0; half /= 2) {
      for (int lane = 0; lane < half; lane++) {
        sums[lane] += sums[lane + half];
      }
    }
    float sum = sums[0];
    for (int k = whole; k < p.k(); k++) {
      sum = Math.fma(p.a()[a0 + k], p.b()[b0 + k], sum);
    }
    int at = p.c0() + i * p.ldc() + j;
    p.c()[at] = p.add() ? p.c()[at] + p.alpha() * sum : p.alpha() * sum;
  }
}
