/** How it is measured: contestants in processes of their own, run in turns. */
package dev.recurve.benchmarks.contest;
