package dev.recurve.autodiff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recurve.Lengths;
import dev.recurve.Shape;
import dev.recurve.Tensor;
import dev.recurve.runtime.Device;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/**
 * Tensors outside a step own their memory, which is given back when nobody can reach it: never
 * before the calls that were given it are done, however often the collector runs.
 */
class OutsideStepTest {
  private static final int ROUNDS = 300;

  @Test
  void memoryIsNotTakenBackUnderARunningOperation() throws InterruptedException {
    var device = Device.standard();
    var ends = new AtomicBoolean();
    var collector =
        Thread.ofPlatform()
            .daemon()
            .start(
                () -> {
                  while (!ends.get()) {
                    System.gc();
                  }
                });
    try {
      double expected = chain(Tensors.of(device, Shape.of(2, 2), 1, 2, 3, 4)).sum().item();
      assertThat(expected).isFinite();
      for (int i = 0; i < ROUNDS; i++) {
        assertThat(chain(Tensors.of(device, Shape.of(2, 2), 1, 2, 3, 4)).sum().item())
            .isEqualTo(expected);
      }
    } finally {
      ends.set(true);
      collector.join();
    }
  }

  private static Tensor chain(Tensor x) {
    return x.exp()
        .log()
        .tanh()
        .softmax()
        .zeroPadding(Lengths.of(1, 2))
        .transpose(1, 0)
        .slice(1, 1, 2)
        .transpose(1, 0)
        .concat(0, List.of(x));
  }
}
