/**
 * Measures of how good predictions are.
 *
 * <p>Underneath are {@linkplain dev.recurve.metrics.Tally tallies} over plain arrays and texts,
 * without tensors: what was counted, from which the figures are read. The tallies of two batches
 * are added with {@code plus}, so scores are of all predictions together. A {@link
 * dev.recurve.metrics.Metric} takes a tally's figure from the tensors of a batch, without padding,
 * and knows which way it is better; training and evaluation are given metrics. They come from
 * {@link dev.recurve.metrics.ClassMetrics}, {@link dev.recurve.metrics.BinaryMetrics}, {@link
 * dev.recurve.metrics.NumberMetrics} and {@link dev.recurve.metrics.LossMetrics}.
 *
 * <p>For forecasts, {@link dev.recurve.metrics.ForecastMetrics} answers one question about one pair
 * of arrays; {@link dev.recurve.metrics.ForecastErrors} is the tally, and {@link
 * dev.recurve.metrics.ForecastScores} holds the finished figures. {@link
 * dev.recurve.metrics.QuantileErrors}, {@link dev.recurve.metrics.IntervalErrors}, {@link
 * dev.recurve.metrics.Crps} and {@link dev.recurve.metrics.PitHistogram} are for forecasts that
 * state how sure they are. Translations are scored by {@link dev.recurve.metrics.Bleu} and {@link
 * dev.recurve.metrics.Chrf}, recognised text by {@link dev.recurve.metrics.Edits}.
 *
 * <p>Two rules hold everywhere. A truth of {@code NaN} was never observed: it is skipped and
 * counted. A score that is not defined (say, a scaled error over a constant training series) is an
 * empty {@link java.util.OptionalDouble}, never a {@code NaN} that would spoil a mean.
 */
package dev.recurve.metrics;
