package dev.recurve.simd;

import java.util.Optional;
import java.util.function.Supplier;

/** Something that is made when it is first asked for, once. */
final class OnDemand<T> {
  private final Supplier<T> maker;
  private volatile Optional<T> made = Optional.empty();

  OnDemand(Supplier<T> maker) {
    this.maker = maker;
  }

  T get() {
    var known = made;
    return known.isPresent() ? known.get() : make();
  }

  private synchronized T make() {
    if (made.isEmpty()) {
      made = Optional.of(maker.get());
    }
    return made.get();
  }

  /** It, if it was made. */
  Optional<T> known() {
    return made;
  }
}
