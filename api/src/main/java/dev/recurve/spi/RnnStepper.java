package dev.recurve.spi;

import java.util.Optional;

/**
 * One step of a planned recurrent layer after another, for a fixed batch: the state stays with the
 * stepper, and a step computes what {@link RnnPlan#forward} would at its next step. Made by {@link
 * RnnPlan#stepper}; used by one thread at a time. Begins with a state of zeros.
 */
public interface RnnStepper {
  /**
   * Takes every sequence one step on.
   *
   * @param x input, {@code [B, I]}
   * @param y output, {@code [B, P]}; overwritten
   */
  void step(Mat x, Mat y);

  /**
   * Overwrites the state.
   *
   * @param h output of the step before, {@code [B, P]}; absent means 0
   * @param c cell state, {@code [B, H]}, for cells that have one; absent means 0
   */
  void load(Optional<Mat> h, Optional<Mat> c);

  /**
   * Copies the state out.
   *
   * @param h output of the step before, {@code [B, P]}; overwritten
   * @param c cell state, {@code [B, H]}; overwritten; present for cells that have one
   */
  void store(Mat h, Optional<Mat> c);

  /**
   * Lets steps run on up to so many threads, the caller included. A step is too short to wake a
   * thread for, so that the others keep their processors busy for a while after each step, waiting
   * for the next. A wish, which by default is passed over; the results do not depend on it.
   */
  default void threads(int most) {}
}
