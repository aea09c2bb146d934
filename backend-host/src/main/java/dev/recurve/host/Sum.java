package dev.recurve.host;

/** Where the sums of a product begin, and what becomes of them. */
public enum Sum {
  /** They begin with 0 and are the result. */
  SET,

  /** They begin with 0 and are added to what stands there. */
  ADD,

  /** They begin with what stands there: one sum that goes on over a second inner dimension. */
  GO_ON
}
