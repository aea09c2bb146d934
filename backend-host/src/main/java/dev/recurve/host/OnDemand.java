package dev.recurve.host;

import java.util.Optional;
import java.util.function.Supplier;

/** Something that is made when it is first asked for, once. */
public final class OnDemand<T> {
  private final Supplier<T> maker;
  private volatile Optional<T> made = Optional.empty();

  public OnDemand(Supplier<T> maker) {
    this.maker = maker;
  }

  public T get() {
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
  public Optional<T> known() {
    return made;
  }
}
