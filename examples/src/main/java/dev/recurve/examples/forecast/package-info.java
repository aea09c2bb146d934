/** Forecasting from the command line: train, resume, evaluate, predict, and their reports. */
package dev.recurve.examples.forecast;
