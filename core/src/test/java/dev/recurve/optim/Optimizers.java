package dev.recurve.optim;

import dev.recurve.Optimizer;
import java.util.List;

/** Every optimiser that there is, with every switch that changes what it remembers. */
public final class Optimizers {
  private Optimizers() {}

  /** All of them, with rates that suit weights and gradients of about unit size. */
  public static List<Optimizer> all() {
    return List.of(
        Sgd.withRate(0.1).weightDecay(0.01),
        Sgd.withRate(0.1).momentum(0.9).dampening(0.3),
        Sgd.withRate(0.1).momentum(0.9).nesterov(),
        AdaGrad.withRate(1).initial(0.1).rateDecay(0.01),
        AdaDelta.withRate(50).rho(0.8),
        RmsProp.withRate(0.1).alpha(0.9),
        RmsProp.withRate(0.05).alpha(0.9).centered().epsilon(0.1),
        RmsProp.withRate(0.05).alpha(0.9).momentum(0.5),
        RmsProp.withRate(0.05).alpha(0.9).centered().epsilon(0.1).momentum(0.5),
        Adam.withRate(0.1).weightDecay(0.02),
        AmsGrad.withRate(0.1).betas(0.8, 0.6),
        AdamW.withRate(0.1),
        Adamax.withRate(0.1),
        NAdam.withRate(0.1),
        NAdam.likePyTorch1(0.1),
        RAdam.withRate(0.1),
        Lion.withRate(0.1).weightDecay(0.1),
        Asgd.withRate(0.1).lambda(0.1),
        Rprop.withRate(0.1));
  }
}
