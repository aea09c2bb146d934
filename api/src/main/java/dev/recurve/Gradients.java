package dev.recurve;

import java.util.List;
import java.util.Map;

/** What an {@link Optimizer} gets to see at one step. */
public interface Gradients {
  /** The number of this step, from 1. */
  long step();

  /** The trainable weights, one block for each parameter group. */
  List<Block> blocks();

  /** The weights of one group, end to end, with their gradients and slots; each {@code [n]}. */
  interface Block {
    /** The group's name. */
    String group();

    /** The learning rate now: the optimiser's, times the schedule's and the group's factors. */
    double learningRate();

    /** The weights. */
    Tensor values();

    /** The gradient, after clipping, with the noise and the penalties of the group. */
    Tensor gradient();

    /** What the optimiser remembers under this name. */
    Tensor slot(String name);

    /**
     * Replaces weights and slots; does nothing if the step's gradient was not finite.
     *
     * @param values the new weights
     * @param slots the new contents of the slots that change
     */
    void update(Tensor values, Map<String, Tensor> slots);
  }
}
