package dev.recurve.spi;

/**
 * Adam (Kingma and Ba 2015): {@code m = β1·m + (1-β1)·g; v = β2·v + (1-β2)·g²; w -= rate · m̂/(√v̂
 * + ε)} with {@code m̂ = m/(1-β1ᵗ)}, {@code v̂ = v/(1-β2ᵗ)}.
 *
 * @param beta1 decay of the first moment
 * @param beta2 decay of the second moment
 * @param epsilon ε
 * @param weightDecay 0 for none
 * @param decoupled whether decay shrinks the weights directly by {@code 1 - rate·decay} before the
 *     step (AdamW, Loshchilov and Hutter 2019) instead of being added to the gradient
 */
public record AdamRule(
    double beta1, double beta2, double epsilon, double weightDecay, boolean decoupled) {}
