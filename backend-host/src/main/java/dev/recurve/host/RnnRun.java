package dev.recurve.host;

/**
 * What a part runs with.
 *
 * @param on its arithmetic
 * @param weights those of its direction
 * @param m where its rows lie
 */
public record RnnRun(RnnMath on, RnnPacked.Direction weights, RnnMemory m) {}
