/**
 * Loss functions, each honouring lengths, with a stated reduction.
 *
 * <p>They come from {@link dev.recurve.loss.Losses} and {@link dev.recurve.loss.Likelihood}, and
 * are written for plain batches {@code [B, …]}; {@code overSteps()} gives the same over sequences
 * {@code [T, B, …]}. An {@link dev.recurve.loss.ItemLoss} gives each item a loss first, so that
 * reductions, example weights and masks are the same for all.
 */
package dev.recurve.loss;
