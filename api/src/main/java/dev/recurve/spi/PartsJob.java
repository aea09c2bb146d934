package dev.recurve.spi;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/** Numbered parts, each taken by whoever comes next. */
final class PartsJob extends Job {
  private final int parts;
  private final IntConsumer body;
  private final AtomicInteger next = new AtomicInteger();

  PartsJob(int parts, IntConsumer body) {
    super(parts);
    this.parts = parts;
    this.body = body;
  }

  @Override
  public void run() {
    // Whoever comes too late does not even bind the scope.
    if (next.get() < parts) {
      Workers.within(this::takeParts);
    }
  }

  private void takeParts() {
    for (int part = next.getAndIncrement(); part < parts; part = next.getAndIncrement()) {
      try {
        body.accept(part);
      } catch (RuntimeException | Error e) {
        failed(e);
      } finally {
        ended();
      }
    }
  }
}
