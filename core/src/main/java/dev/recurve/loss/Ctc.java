package dev.recurve.loss;

import dev.recurve.DataException;
import dev.recurve.Sequence;
import dev.recurve.Shape;
import dev.recurve.ShapeException;
import dev.recurve.Tokens;
import dev.recurve.autodiff.CustomOp;
import dev.recurve.autodiff.DeviceTensor;
import dev.recurve.autodiff.Scope;
import dev.recurve.autodiff.Tensors;
import dev.recurve.spi.CtcKernel;
import dev.recurve.spi.Offer;
import java.util.OptionalDouble;

/**
 * Connectionist temporal classification (Graves et al. 2006): logits over C classes at every step,
 * {@code [T, B, C]}, against the labels that a sequence should spell, {@code [U, B]}, without
 * saying when. The loss of a sequence is {@code -ln p(labels)}, where p sums over all paths that
 * spell them: paths in which neighbours that are equal count once and blanks count nothing.
 *
 * <p>A sequence's loss counts for as many items as it has labels; without labels it counts for one,
 * if it has steps. So the mean is in nats a label, and {@link Reduction#SEQUENCE_MEAN} is what
 * PyTorch calls mean. {@link #each} gives {@code [B]}.
 *
 * <p>Labels want at least as many steps as there are labels, and one more between two equal ones.
 * Sequences that have fewer have no path: that is an error where the labels can be read without
 * waiting, and a loss of ∞ elsewhere, unless {@link #zeroInfinity()} is set. Loaders check with
 * {@link #requireTargets}. Immutable.
 */
public final class Ctc extends ItemLoss<Sequence, Tokens> {
  private final int blank;
  private final boolean zeroInfinity;

  private Ctc(int blank, boolean zeroInfinity) {
    this.blank = blank;
    this.zeroInfinity = zeroInfinity;
  }

  /** With class 0 as the blank. */
  static Ctc plain() {
    return new Ctc(0, false);
  }

  /**
   * With another class as the blank.
   *
   * @param label 0…C-1
   */
  public Ctc blank(int label) {
    if (label < 0) {
      throw new IllegalArgumentException("The blank is a class, 0 or more, received " + label);
    }
    return new Ctc(label, zeroInfinity);
  }

  /** Sequences with too few steps for their labels have loss and gradient 0. */
  public Ctc zeroInfinity() {
    return new Ctc(blank, true);
  }

  @Override
  public String name() {
    return "ctc";
  }

  @Override
  public String describe() {
    return "ctc(blank %d%s)".formatted(blank, zeroInfinity ? ", infinite losses as 0" : "");
  }

  /** Says whether the device has a kernel for it. */
  @Override
  public String explain() {
    return describe()
        + switch (Scope.device().backend().ctc()) {
          case Offer.Accepted<CtcKernel>(var kernel) -> ": " + kernel.describe();
          case Offer.Declined<CtcKernel>(var reason) -> ": computed on the host; " + reason;
        };
  }

  /**
   * Checks one sequence's labels on the host.
   *
   * @param classes number of classes, C
   * @param steps of the sequence
   * @param labels of the sequence
   * @throws DataException if a label is no class or the blank, or if there are too few steps and
   *     infinite losses are not taken as 0
   */
  public void requireTargets(int classes, int steps, int... labels) {
    require(classes, steps, labels, "");
  }

  private void require(int classes, int steps, int[] labels, String where) {
    int needed = labels.length;
    for (int u = 0; u < labels.length; u++) {
      if (labels[u] < 0 || labels[u] >= classes || labels[u] == blank) {
        throw new DataException(
            "The label %d at index %d%s is not one of the %d classes 0…%d other than the blank %d"
                .formatted(labels[u], u, where, classes, classes - 1, blank));
      }
      needed += u > 0 && labels[u] == labels[u - 1] ? 1 : 0;
    }
    if (steps < needed && !zeroInfinity) {
      throw new DataException(
          "%d labels%s want at least %d steps, one for each and one between equal neighbours, received %d; leave the sequence out, or use zeroInfinity()"
              .formatted(labels.length, where, needed, steps));
    }
  }

  @Override
  Items items(Sequence logits, Tokens labels) {
    requireFit(logits, labels);
    var device = DeviceTensor.of(logits.data()).device();
    if (device.backend().isGarbageCollected()) {
      requireLabels(logits, labels);
    }
    var losses = CustomOp.apply(new CtcOp(blank, zeroInfinity, logits, labels), logits.data());
    double[] counts = counts(logits, labels);
    return Items.counted(
        losses,
        Tensors.of(device, Shape.of(counts.length), counts),
        OptionalDouble.of(weight(logits, labels)),
        Shape.scalar(),
        grid(logits, labels));
  }

  @Override
  Grid grid(Sequence logits, Tokens labels) {
    return Grid.ofExamples(logits.batch());
  }

  /** One for each label; a sequence without labels says that there are none. */
  @Override
  double[] counts(Sequence logits, Tokens labels) {
    double[] counts = new double[logits.batch()];
    for (int b = 0; b < counts.length; b++) {
      int asked = labels.lengths().at(b);
      counts[b] = asked == 0 && logits.lengths().at(b) > 0 ? 1 : asked;
    }
    return counts;
  }

  private void requireLabels(Sequence logits, Tokens labels) {
    int[] ids = labels.ids().toInts();
    for (int b = 0; b < logits.batch(); b++) {
      int[] own = new int[labels.lengths().at(b)];
      for (int u = 0; u < own.length; u++) {
        own[u] = ids[u * logits.batch() + b];
      }
      require(logits.size(), logits.lengths().at(b), own, " of sequence " + b);
    }
  }

  private void requireFit(Sequence logits, Tokens labels) {
    var shape = logits.data().shape();
    if (shape.rank() != 3 || logits.batch() != labels.lengths().batch()) {
      throw new ShapeException(
          "ctc expects logits [time, batch, classes] and labels [labels, batch], received logits %s and labels %s"
              .formatted(
                  Axes.named(shape, "time", "batch", "classes"),
                  Axes.named(labels.ids().shape(), "labels", "batch")));
    }
    if (blank >= logits.size()) {
      throw new ShapeException(
          "ctc has class %d as its blank, received logits %s"
              .formatted(blank, Axes.named(shape, "time", "batch", "classes")));
    }
    if (logits.lengths().max() == 0 && labels.lengths().max() == 0) {
      throw new DataException(
          "ctc has nothing to compare: all %d sequences of the batch have length 0"
              .formatted(logits.batch()));
    }
  }
}
