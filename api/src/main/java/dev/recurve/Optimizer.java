package dev.recurve;

import java.util.List;
import java.util.Map;

/**
 * A rule that turns gradients into new weights. It holds its settings alone; what it remembers
 * between steps lies in named slots beside the weights, so that checkpoints find all of it.
 */
public interface Optimizer {
  /** The rule's name, for example {@code adam}. */
  String name();

  /** The learning rate before any schedule. */
  double learningRate();

  /** All settings by name, for provenance and to refuse a checkpoint of another optimiser. */
  Map<String, Double> settings();

  /** The names of its slots; each is a tensor as large as the weights, zero at first. */
  List<String> slots();

  /** Makes one step over every block of weights. */
  void step(Gradients gradients);
}
