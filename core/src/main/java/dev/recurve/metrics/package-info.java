/**
 * Measures of how good predictions are, over plain {@code double} arrays: no tensors.
 *
 * <p>For forecasts, {@link dev.recurve.metrics.ForecastMetrics} answers one question about one pair
 * of arrays. Scores over many windows or columns are pooled: each piece becomes a {@link
 * dev.recurve.metrics.ForecastErrors}, pieces are added with {@code plus}, and {@link
 * dev.recurve.metrics.ForecastScores} holds the finished figures.
 *
 * <p>Two rules hold everywhere. A truth of {@code NaN} was never observed: it is skipped and
 * counted. A score that is not defined (say, a scaled error over a constant training series) is an
 * empty {@link java.util.OptionalDouble}, never a {@code NaN} that would spoil a mean.
 */
package dev.recurve.metrics;
