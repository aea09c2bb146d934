/**
 * Single kernels through the seam and the tensors, under JMH: {@code recurve bench jmh}. They tell
 * what a change did; what counts is the contest with the rivals.
 */
package dev.recurve.benchmarks.kernels;
