package dev.recurve.host;

import java.util.ArrayDeque;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Scratch memory that waits for the next call: no more of it than calls have ever run at once. */
public final class Pool<T> {
  private final Supplier<T> maker;
  private final ArrayDeque<T> waiting = new ArrayDeque<>();

  public Pool(Supplier<T> maker) {
    this.maker = maker;
  }

  /** Runs something with scratch memory of its own. */
  public void with(Consumer<T> body) {
    T mine = take();
    try {
      body.accept(mine);
    } finally {
      giveBack(mine);
    }
  }

  private synchronized T take() {
    return waiting.isEmpty() ? maker.get() : waiting.pop();
  }

  private synchronized void giveBack(T scratch) {
    waiting.push(scratch);
  }
}
