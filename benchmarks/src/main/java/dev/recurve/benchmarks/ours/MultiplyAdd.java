package dev.recurve.benchmarks.ours;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Multiplications with additions that wait for nothing but themselves: enough independent chains to
 * hide the latency of every processor of today, few enough to stay in registers.
 */
final class MultiplyAdd {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int CHAINS = 12;

  /** Numbers in a vector. */
  static final int LANES = SPECIES.length();

  /** Operations of a round: one multiplication and one addition in each lane of each chain. */
  static final double FLOPS_PER_ROUND = 2.0 * CHAINS * LANES;

  private MultiplyAdd() {}

  /** Runs so many rounds; the result only keeps the compiler from leaving them out. */
  static float run(long rounds) {
    var factor = FloatVector.broadcast(SPECIES, 0.999f);
    var shift = FloatVector.broadcast(SPECIES, 0.001f);
    var a = FloatVector.broadcast(SPECIES, 0.1f);
    var b = FloatVector.broadcast(SPECIES, 0.2f);
    var c = FloatVector.broadcast(SPECIES, 0.3f);
    var d = FloatVector.broadcast(SPECIES, 0.4f);
    var e = FloatVector.broadcast(SPECIES, 0.5f);
    var f = FloatVector.broadcast(SPECIES, 0.6f);
    var g = FloatVector.broadcast(SPECIES, 0.7f);
    var h = FloatVector.broadcast(SPECIES, 0.8f);
    var i = FloatVector.broadcast(SPECIES, 0.9f);
    var j = FloatVector.broadcast(SPECIES, 1.1f);
    var k = FloatVector.broadcast(SPECIES, 1.2f);
    var l = FloatVector.broadcast(SPECIES, 1.3f);
    for (long round = 0; round < rounds; round++) {
      a = a.fma(factor, shift);
      b = b.fma(factor, shift);
      c = c.fma(factor, shift);
      d = d.fma(factor, shift);
      e = e.fma(factor, shift);
      f = f.fma(factor, shift);
      g = g.fma(factor, shift);
      h = h.fma(factor, shift);
      i = i.fma(factor, shift);
      j = j.fma(factor, shift);
      k = k.fma(factor, shift);
      l = l.fma(factor, shift);
    }
    var sum = a.add(b).add(c).add(d).add(e).add(f).add(g).add(h).add(i).add(j).add(k).add(l);
    return sum.lane(0);
  }
}
