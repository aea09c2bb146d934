package dev.recurve.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The vectors that kernels are made of. To name them loads hundreds of classes. */
final class Species {
  /** Of the widest shape that the JVM prefers here: {@link Lanes#COUNT} floats. */
  static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;

  private Species() {}
}
