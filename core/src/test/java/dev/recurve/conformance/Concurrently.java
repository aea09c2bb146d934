package dev.recurve.conformance;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Runs things on several threads at once. */
final class Concurrently {
  private static final int THREADS = 4;

  private Concurrently() {}

  /** Calls {@code body} for 0…count-1 on four threads, and gives the results in that order. */
  static <T> List<T> call(int count, IntFunction<T> body) {
    List<Callable<T>> tasks =
        IntStream.range(0, count).mapToObj(i -> (Callable<T>) () -> body.apply(i)).toList();
    try (var pool = Executors.newFixedThreadPool(THREADS)) {
      return pool.invokeAll(tasks).stream().map(Concurrently::resultOf).toList();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while other threads ran", e);
    }
  }

  private static <T> T resultOf(Future<T> done) {
    try {
      return done.get();
    } catch (ExecutionException e) {
      throw new AssertionError("failed on another thread: " + e.getCause().getMessage(), e);
    } catch (InterruptedException e) {
      throw new AssertionError("a finished task cannot be waited for", e);
    }
  }
}
