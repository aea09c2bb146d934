package dev.recurve.metrics;

/**
 * One point of a curve over all thresholds of a score.
 *
 * @param threshold cases with this score or more are called positive; +∞ for none
 * @param x for a ROC curve the false positive rate, for a precision-recall curve the recall
 * @param y for a ROC curve the true positive rate, for a precision-recall curve the precision
 */
public record CurvePoint(double threshold, double x, double y) {}
