/** Recurve as a contestant, through its public API. */
package dev.recurve.benchmarks.ours;
