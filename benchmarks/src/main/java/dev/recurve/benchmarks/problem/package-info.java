/** What is measured: problems, their numbers, and how many operations they take. */
package dev.recurve.benchmarks.problem;
