/** How long a process takes from its start to its first forecast. */
package dev.recurve.benchmarks.cold;
