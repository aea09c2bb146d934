package dev.recurve.examples.report;

/**
 * A mark on an axis.
 *
 * @param value where it stands, in axis units
 * @param label what is written beside it
 * @param context what the label leaves unsaid (the year of a month, the day of an hour), written
 *     once beneath the first tick that it is true of; empty otherwise
 */
record Tick(double value, String label, String context) {
  Tick(double value, String label) {
    this(value, label, "");
  }
}
