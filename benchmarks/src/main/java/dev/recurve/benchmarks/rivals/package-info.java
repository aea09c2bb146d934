/** Other people's frameworks as contestants. */
package dev.recurve.benchmarks.rivals;
