/** What training allocates. */
package dev.recurve.benchmarks.allocation;
