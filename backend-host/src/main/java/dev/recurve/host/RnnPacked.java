package dev.recurve.host;

import dev.recurve.spi.Packed;
import dev.recurve.spi.RnnWeights;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The weights of a recurrent layer as the tiles read them, direction by direction. After an update
 * the next ones take their memory, unless somebody computes with them at that moment: megabytes of
 * garbage after every step would keep the collector busy.
 */
public final class RnnPacked implements Packed {
  private static final int GONE = -1;

  private final List<Direction> directions;

  /** How many calls compute with them now, or {@link #GONE}. */
  private final AtomicInteger users = new AtomicInteger();

  /**
   * One direction.
   *
   * @param forward the right-hand side of the gates, in the kernel's layout
   * @param backState panels that carry gate gradients to the state before
   * @param backInput panels that carry them to the input
   * @param inner the right-hand side of a step's second product, if there is one
   * @param backInner panels that carry the gradients of that one's results back
   * @param peepholes weights of i, f and o to the cell state, padded as gates are, if there are any
   * @param steps what forward holds, for steps of very few rows, if the cell knows such
   */
  public record Direction(
      Stretch forward,
      Stretch backState,
      Stretch backInput,
      Stretch inner,
      Stretch backInner,
      Stretch peepholes,
      Optional<OnDemand<StepWeights>> steps) {
    /** The same weights, with other panels for steps. */
    Direction with(Optional<OnDemand<StepWeights>> others) {
      return new Direction(forward, backState, backInput, inner, backInner, peepholes, others);
    }

    long bytes() {
      return 4L
              * Stream.of(forward, backState, backInput, inner, backInner, peepholes)
                  .mapToLong(Stretch::size)
                  .sum()
          + steps.flatMap(OnDemand::known).map(StepWeights::bytes).orElse(0L);
    }
  }

  private RnnPacked(List<Direction> directions) {
    this.directions = directions;
  }

  /** Lays weights out in memory of their own. */
  public static RnnPacked of(RnnPacker packer, List<RnnWeights> weights) {
    var room = new ArrayList<Direction>();
    for (int d = 0; d < weights.size(); d++) {
      room.add(packer.room());
    }
    return filled(room, packer, weights);
  }

  /** The place of these for other weights of the same layer, if nobody computes with these. */
  public Optional<RnnPacked> replacedBy(RnnPacker packer, List<RnnWeights> weights) {
    return users.compareAndSet(0, GONE)
        ? Optional.of(filled(directions, packer, weights))
        : Optional.empty();
  }

  private static RnnPacked filled(
      List<Direction> room, RnnPacker packer, List<RnnWeights> weights) {
    var directions = new ArrayList<Direction>();
    for (int d = 0; d < room.size(); d++) {
      directions.add(packer.filled(room.get(d), weights.get(d)));
    }
    return new RnnPacked(List.copyOf(directions));
  }

  /** The weights, for somebody who goes on computing with them: nothing will take their place. */
  public List<Direction> kept() {
    if (users.getAndUpdate(count -> count == GONE ? GONE : count + 1) == GONE) {
      throw gone();
    }
    return directions;
  }

  /**
   * Computes with the weights.
   *
   * @throws IllegalStateException if others have taken their place
   */
  public void with(Consumer<List<Direction>> body) {
    if (users.getAndUpdate(count -> count == GONE ? GONE : count + 1) == GONE) {
      throw gone();
    }
    try {
      body.accept(directions);
    } finally {
      users.decrementAndGet();
    }
  }

  private static IllegalStateException gone() {
    return new IllegalStateException(
        "The weights of a recurrent layer changed while it was computing with them: between its"
            + " forward and its backward pass, or in another thread. Update them after the"
            + " backward pass; serve a snapshot of them while they are trained.");
  }

  @Override
  public long bytes() {
    return directions.stream().mapToLong(Direction::bytes).sum();
  }
}
