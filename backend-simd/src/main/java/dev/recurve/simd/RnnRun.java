package dev.recurve.simd;

/**
 * What a part runs with.
 *
 * @param on its arithmetic
 * @param weights those of its direction
 * @param m where its rows lie
 */
record RnnRun(RnnMath on, RnnPacked.Direction weights, RnnMemory m) {}
