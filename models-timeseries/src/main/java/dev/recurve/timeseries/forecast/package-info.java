/**
 * A direct multi-horizon forecaster over a recurrent layer: the last rows of a series in, the next
 * rows out, in one pass.
 */
package dev.recurve.timeseries.forecast;
