package dev.recurve.spi;

/**
 * A padded batch for connectionist temporal classification (Graves et al. 2006): B sequences of
 * outputs over C classes, and for each the labels that it should spell. A path through the steps
 * spells what is left when equal neighbours are merged and the blank is taken out.
 *
 * @param blank the class that stands for no label, 0…C-1
 * @param batch B
 * @param logProbs logarithms of the classes' probabilities, {@code [T·B, C]}; row {@code t·B + b}
 *     is step t of sequence b; rows past a length are never read
 * @param steps B numbers of steps in 0…T, in any order
 * @param labels I32, {@code [U·B, 1]}; row {@code u·B + b} is label u of sequence b, a class other
 *     than the blank; rows past a length are never read
 * @param counts B numbers of labels in 0…U, in any order
 */
public record CtcCall(int blank, int batch, Mat logProbs, int[] steps, Mat labels, int[] counts) {}
