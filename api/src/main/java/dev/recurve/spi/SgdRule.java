package dev.recurve.spi;

/**
 * Stochastic gradient descent: {@code g += decay·w; v = momentum·v + (1-dampening)·g; w -= rate·v},
 * or {@code w -= rate·(g + momentum·v)} with Nesterov's form (Sutskever et al. 2013).
 *
 * @param momentum 0 for none
 * @param dampening share of the gradient that is kept out of the velocity, after the first step
 * @param nesterov whether to look ahead
 * @param weightDecay L2 penalty added to the gradient
 */
public record SgdRule(double momentum, double dampening, boolean nesterov, double weightDecay) {}
