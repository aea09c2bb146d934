package dev.recurve.optim;

import dev.recurve.Gradients;
import dev.recurve.Optimizer;
import dev.recurve.spi.StepRule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Adam (Kingma and Ba 2015): {@code m = β1·m + (1-β1)·g; v = β2·v + (1-β2)·g²; w -= rate·m̂/(√v̂ +
 * ε)}, with m and v divided by {@code 1-βᵗ}. Weight decay is added to the gradient; see {@link
 * AdamW} for the decoupled kind. Also what its kin are made of: {@link AmsGrad}, {@link Adamax},
 * {@link NAdam} and {@link RAdam} have the same settings. Immutable; each method with arguments
 * gives a new optimiser.
 */
public final class Adam implements Optimizer {
  private final AdamForm form;
  private final double rate;
  private final double beta1;
  private final double beta2;
  private final double epsilon;
  private final WeightDecay decay;

  private Adam(
      AdamForm form, double rate, double beta1, double beta2, double epsilon, WeightDecay decay) {
    Settings.betas(beta1, beta2);
    this.form = form;
    this.rate = Settings.learningRate(rate);
    this.beta1 = beta1;
    this.beta2 = beta2;
    this.epsilon = Settings.epsilon(epsilon);
    this.decay = decay;
  }

  /** With the usual betas and epsilon. */
  static Adam of(AdamForm form, double rate, WeightDecay decay) {
    return new Adam(form, rate, 0.9, 0.999, 1e-8, decay);
  }

  /**
   * With betas 0.9 and 0.999, epsilon 1e-8 and no weight decay.
   *
   * @param rate the learning rate, 0 or more; 0.001 is usual
   */
  public static Adam withRate(double rate) {
    return of(new Plain("adam"), rate, WeightDecay.l2(0));
  }

  /** Adam itself, by the name that goes with its weight decay. */
  record Plain(String name) implements AdamForm {
    @Override
    public StepRule rule(Adam adam, double rate, long step) {
      return AdamForm.plain(adam, rate, step, false);
    }
  }

  /**
   * With other decays of the moments.
   *
   * @param first of the first moment, in {@code [0, 1)}
   * @param second of the second moment, in {@code [0, 1)}
   */
  public Adam betas(double first, double second) {
    return new Adam(form, rate, first, second, epsilon, decay);
  }

  /**
   * With another ε.
   *
   * @param value 0 or more
   */
  public Adam epsilon(double value) {
    return new Adam(form, rate, beta1, beta2, value, decay);
  }

  /**
   * With another weight decay, of the same kind as before.
   *
   * @param share 0 or more
   */
  public Adam weightDecay(double share) {
    return new Adam(form, rate, beta1, beta2, epsilon, decay.with(share));
  }

  @Override
  public String name() {
    return form.name();
  }

  @Override
  public double learningRate() {
    return rate;
  }

  double beta1() {
    return beta1;
  }

  double beta2() {
    return beta2;
  }

  double epsilon() {
    return epsilon;
  }

  @Override
  public Map<String, Double> settings() {
    var settings = new LinkedHashMap<String, Double>();
    settings.put("learning_rate", rate);
    settings.put("beta1", beta1);
    settings.put("beta2", beta2);
    settings.put("epsilon", epsilon);
    settings.put("weight_decay", decay.share());
    settings.putAll(form.settings());
    return settings;
  }

  /** {@code exp_avg} and {@code exp_avg_sq}, the two moments; its kin have others. */
  @Override
  public List<String> slots() {
    return form.slots();
  }

  @Override
  public void step(Gradients gradients) {
    KernelStep.make(gradients, slots(), decay, (r, step) -> form.rule(this, r, step));
  }

  @Override
  public String toString() {
    return name() + " " + settings();
  }
}
