/**
 * The vocabulary of recurrent learning: {@link dev.recurve.Tensor}, {@link dev.recurve.Sequence},
 * {@link dev.recurve.Cell}, {@link dev.recurve.Layer}, {@link dev.recurve.Params} and the errors
 * they raise.
 */
package dev.recurve;
