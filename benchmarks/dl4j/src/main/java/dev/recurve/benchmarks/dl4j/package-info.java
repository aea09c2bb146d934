/** Deeplearning4j as a contestant. */
package dev.recurve.benchmarks.dl4j;
