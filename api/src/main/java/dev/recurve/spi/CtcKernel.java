package dev.recurve.spi;

/**
 * Connectionist temporal classification (Graves et al. 2006): how improbable it is that a sequence
 * spells its labels, over all paths that do. A sequence without steps spells nothing, with
 * probability 1.
 */
public interface CtcKernel {
  /** How it is computed, in a few words, for {@code explain()}. */
  String describe();

  /**
   * Each sequence's loss, {@code -ln p(labels)}.
   *
   * @param call the batch
   * @param losses {@code [B, 1]}; +∞ where a sequence has too few steps for its labels; overwritten
   */
  void losses(CtcCall call, Mat losses);

  /**
   * The gradient of {@link #losses} with respect to the <em>logits</em> whose log-softmax the call
   * holds: 0 past a length and for sequences that have too few steps for their labels.
   *
   * @param call the batch
   * @param scales {@code [B, 1]}, the gradient of each sequence's loss
   * @param dLogits {@code [T·B, C]}
   */
  void gradient(CtcCall call, Mat scales, Write write, Mat dLogits);
}
