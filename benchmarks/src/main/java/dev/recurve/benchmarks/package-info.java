/** Recurve side by side with its rivals: {@code recurve bench}. */
package dev.recurve.benchmarks;
