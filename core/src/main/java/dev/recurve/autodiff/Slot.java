package dev.recurve.autodiff;

import dev.recurve.spi.Mat;
import dev.recurve.spi.Write;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The place of one recorded value's gradient. It takes memory when the first contribution comes;
 * the first one to each element is written, later ones are added.
 */
abstract sealed class Slot {

  /** Where a kernel that can either write or add puts a contribution. */
  record Target(Mat mat, Write write) {
    double beta() {
      return write == Write.SET ? 0 : 1;
    }
  }

  /** The place for a contribution that covers all of the gradient. */
  final Target whole() {
    return window(UnaryOperator.identity());
  }

  /** The place for a contribution that covers all of a window of the gradient. */
  abstract Target window(UnaryOperator<Mat> window);

  /**
   * The place for contributions that are added, to all or to a part; zero where nothing came yet.
   */
  abstract Mat added();

  /**
   * Takes a contribution that stands ready as it is, so that nobody copies it. Its memory is read
   * only from then on.
   *
   * @return false if it has to be written or added instead
   */
  abstract boolean takes(Mat contribution);

  /** The same for a window, which takes only what was made in memory that it has lent. */
  abstract boolean takes(UnaryOperator<Mat> window, Mat contribution);

  /**
   * Memory for another value's gradient that will be passed on to this one, so that it need not be
   * copied then.
   */
  Optional<Mat> lend() {
    return Optional.empty();
  }

  /** The same for a window. */
  abstract Optional<Mat> lend(UnaryOperator<Mat> window);

  /** The gradient so far; empty if nothing came, which means zero. */
  abstract Optional<Mat> gradient();

  /** The gradient, if it is that of a parameter or of a part of one. */
  abstract Optional<Mat> ofParameter();

  /** The gradient of a value computed in the step. */
  static final class Computed extends Slot {
    private final Tape tape;
    private final int rows;
    private final int cols;
    private final List<Slot> heirs;
    private Optional<PartialGradient> gradient = Optional.empty();

    Computed(Tape tape, int rows, int cols) {
      this(tape, rows, cols, List.of());
    }

    /**
     * The gradient of a value of so many rows and columns.
     *
     * @param heirs those to whom it will be passed on as it is
     */
    Computed(Tape tape, int rows, int cols, List<Slot> heirs) {
      this.tape = tape;
      this.rows = rows;
      this.cols = cols;
      this.heirs = heirs;
    }

    private PartialGradient begun() {
      if (gradient.isEmpty()) {
        gradient = Optional.of(new PartialGradient(tape, memory()));
      }
      return gradient.get();
    }

    private Mat memory() {
      for (var heir : heirs) {
        var lent = heir.lend();
        if (lent.isPresent()) {
          return lent.get().reshape(rows, cols);
        }
      }
      return tape.scratch(rows, cols);
    }

    @Override
    Target window(UnaryOperator<Mat> window) {
      return begun().window(window);
    }

    @Override
    Mat added() {
      return begun().added();
    }

    @Override
    boolean takes(Mat contribution) {
      if (gradient.isPresent() || !contribution.isContiguous()) {
        return false;
      }
      gradient = Optional.of(PartialGradient.shared(tape, contribution.reshape(rows, cols)));
      return true;
    }

    @Override
    boolean takes(UnaryOperator<Mat> window, Mat contribution) {
      return gradient.filter(g -> g.holds(window, contribution)).isPresent();
    }

    @Override
    Optional<Mat> lend(UnaryOperator<Mat> window) {
      return begun().lend(window);
    }

    @Override
    Optional<Mat> gradient() {
      return gradient.map(PartialGradient::complete);
    }

    @Override
    Optional<Mat> ofParameter() {
      return Optional.empty();
    }
  }

  /**
   * A part of another value, or the same under other axes: its gradient is a window of that one's.
   */
  static final class View extends Slot {
    private final Slot of;
    private final UnaryOperator<Mat> window;

    View(Slot of, UnaryOperator<Mat> window) {
      this.of = of;
      this.window = window;
    }

    private UnaryOperator<Mat> inside(UnaryOperator<Mat> inner) {
      return mat -> inner.apply(window.apply(mat));
    }

    @Override
    Target window(UnaryOperator<Mat> inner) {
      return of.window(inside(inner));
    }

    @Override
    Mat added() {
      return window.apply(of.added());
    }

    @Override
    boolean takes(Mat contribution) {
      return of.takes(window, contribution);
    }

    @Override
    boolean takes(UnaryOperator<Mat> inner, Mat contribution) {
      return of.takes(inside(inner), contribution);
    }

    @Override
    Optional<Mat> lend() {
      return of.lend(window);
    }

    @Override
    Optional<Mat> lend(UnaryOperator<Mat> inner) {
      return of.lend(inside(inner));
    }

    @Override
    Optional<Mat> gradient() {
      return of.gradient().map(window);
    }

    @Override
    Optional<Mat> ofParameter() {
      return of.ofParameter().map(window);
    }
  }

  /**
   * A parameter: its gradient lies beside it, outlives the step, and is zero when a step begins.
   */
  static final class Leaf extends Slot {
    private final Mat gradient;
    private final String name;

    Leaf(Mat gradient, String name) {
      this.gradient = gradient;
      this.name = name;
    }

    String name() {
      return name;
    }

    /** Where this thread's walk back adds to it. */
    private Mat place() {
      return Scope.current()
          .flatMap(Scope::gradients)
          .map(separate -> separate.placeOf(gradient))
          .orElse(gradient);
    }

    @Override
    Target window(UnaryOperator<Mat> window) {
      return new Target(window.apply(place()), Write.ADD);
    }

    @Override
    Mat added() {
      return place();
    }

    @Override
    boolean takes(Mat contribution) {
      return false;
    }

    @Override
    boolean takes(UnaryOperator<Mat> window, Mat contribution) {
      return false;
    }

    @Override
    Optional<Mat> lend(UnaryOperator<Mat> window) {
      return Optional.empty();
    }

    @Override
    Optional<Mat> gradient() {
      return Optional.of(place());
    }

    @Override
    Optional<Mat> ofParameter() {
      return Optional.of(place());
    }
  }
}
