package dev.recurve.optim;

import java.util.List;

/** Names of slots that several optimisers have; they are PyTorch's. */
final class Slots {
  static final String MEAN = "exp_avg";
  static final String SQUARE = "exp_avg_sq";
  static final String VELOCITY = "momentum_buffer";
  static final String SQUARE_AVERAGE = "square_avg";

  static final List<String> MOMENTS = List.of(MEAN, SQUARE);

  private Slots() {}
}
