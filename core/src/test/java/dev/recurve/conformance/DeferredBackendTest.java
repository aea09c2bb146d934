package dev.recurve.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recurve.BackendException;
import dev.recurve.runtime.ReferenceProvider;
import dev.recurve.spi.Backend;
import dev.recurve.spi.BackendConfig;
import dev.recurve.spi.BackendProvider;
import dev.recurve.spi.Buffer;
import dev.recurve.spi.DType;
import dev.recurve.spi.HostMat;
import dev.recurve.spi.Mat;
import dev.recurve.spi.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class DeferredBackendTest {

  /** Remembers which thread filled, and every buffer. */
  private static final class Watched extends RequiredOnly {
    final List<Thread> fills = new ArrayList<>();
    final List<Buffer> buffers = new ArrayList<>();

    Watched() {
      super(new ReferenceProvider().open(new BackendConfig(new Workers(1))));
    }

    @Override
    public void fill(Mat y, double value) {
      fills.add(Thread.currentThread());
      super.fill(y, value);
    }

    @Override
    public Buffer allocate(DType type, long size) {
      var buffer = super.allocate(type, size);
      buffers.add(buffer);
      return buffer;
    }
  }

  private final Watched watched = new Watched();
  private final DeferredBackend deferred = new DeferredBackend(watched);

  @Test
  void nothingIsDoneBeforeSomebodyWaits() throws InterruptedException {
    var y = Mat.row(deferred.allocate(DType.F32, 4));
    deferred.fill(y, 3);
    Thread.sleep(20);
    assertThat(watched.fills).isEmpty();
    assertThat(deferred.waitingCalls()).isEqualTo(2);

    deferred.synchronize();
    assertThat(watched.fills).hasSize(2).doesNotContain(Thread.currentThread());
    assertThat(deferred.waitingCalls()).isZero();
    assertThat(HostMat.download(deferred, y)).containsOnly(3);
  }

  @Test
  void aLongQueueIsWorkedOffInBetween() {
    var y = Mat.row(deferred.allocate(DType.F32, 1));
    for (int i = 0; i < 25_000; i++) {
      deferred.fill(y, i);
    }
    assertThat(deferred.waitingCalls()).isLessThan(10_000);
    assertThat(HostMat.download(deferred, y)).containsExactly(24_999);
  }

  @Test
  void freshMemoryIsPoisoned() {
    assertThat(HostMat.download(deferred, Mat.row(deferred.allocate(DType.F32, 3))))
        .containsOnly(Double.NaN);
    assertThat(HostMat.download(deferred, Mat.row(deferred.allocate(DType.F64, 3))))
        .containsOnly(Double.NaN);
    assertThat(HostMat.downloadInts(deferred, Mat.row(deferred.allocate(DType.I32, 3))))
        .containsOnly(DeferredBackend.POISON);
  }

  @Test
  void discardedMemoryIsPoisoned() {
    var floats = Mat.row(deferred.allocate(DType.F32, 4));
    deferred.fill(floats, 1);
    deferred.discard(floats.cols(1, 2));
    assertThat(HostMat.download(deferred, floats)).containsExactly(1, Double.NaN, Double.NaN, 1);

    var ints = Mat.row(deferred.allocate(DType.I32, 2));
    deferred.fill(ints, 1);
    deferred.discard(ints);
    assertThat(HostMat.downloadInts(deferred, ints)).containsOnly(DeferredBackend.POISON);
  }

  @Test
  void freedMemoryIsPoisonedWhenItsTurnComes() {
    var x = deferred.allocate(DType.F32, 2);
    var y = deferred.allocate(DType.F32, 2);
    deferred.fill(Mat.row(x), 7);
    deferred.copy(Mat.row(x), Mat.row(y));
    deferred.free(x);

    assertThat(HostMat.download(deferred, Mat.row(y))).containsOnly(7);
    assertThat(HostMat.download(watched, Mat.row(watched.buffers.getFirst())))
        .containsOnly(Double.NaN);
  }

  @Test
  void useAfterFreeIsCaughtWhereItHappens() {
    var x = Mat.row(deferred.allocate(DType.F32, 2));
    var y = Mat.row(deferred.allocate(DType.F32, 2));
    deferred.free(x.buffer());

    assertThatThrownBy(() -> deferred.copy(x, y))
        .isInstanceOf(AssertionError.class)
        .hasMessage("Use after free of a deferred buffer of 2 F32");
    assertThatThrownBy(() -> deferred.download(x, new float[2], 0))
        .isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> deferred.discard(x)).isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> deferred.free(x.buffer()))
        .isInstanceOf(AssertionError.class)
        .hasMessage("Freed twice: a deferred buffer of 2 F32");
  }

  @Test
  void aReleaserGivesBackOnce() {
    var kept = deferred.allocate(DType.F32, 10);
    var buffer = deferred.allocate(DType.F32, 3);
    var releaser = deferred.releaser(buffer);
    releaser.run();
    releaser.run();

    assertThat(deferred.liveBuffers()).isEqualTo(1);
    assertThat(deferred.liveBytes()).isEqualTo(kept.size() * 4);
    assertThatThrownBy(() -> deferred.fill(Mat.row(buffer), 1)).isInstanceOf(AssertionError.class);
    deferred.synchronize();
    assertThat(HostMat.download(watched, Mat.row(watched.buffers.getLast())))
        .containsOnly(Double.NaN);
  }

  @Test
  void liveBuffersAreCounted() {
    assertThat(deferred.isGarbageCollected()).isFalse();
    var x = deferred.allocate(DType.F32, 10);
    var y = deferred.allocate(DType.F64, 10);
    assertThat(deferred.liveBuffers()).isEqualTo(2);
    assertThat(deferred.liveBytes()).isEqualTo(120);
    deferred.free(x);
    assertThat(deferred.liveBuffers()).isEqualTo(1);
    assertThat(deferred.liveBytes()).isEqualTo(80);
    deferred.free(y);
    assertThat(deferred.liveBuffers()).isZero();
    assertThat(deferred.liveBytes()).isZero();
  }

  @Test
  void foreignBuffersAreRefused() {
    var own = Mat.row(deferred.allocate(DType.F32, 2));
    Backend another = new DeferredBackend(watched);
    for (var foreign : List.of(watched.allocate(DType.F32, 2), another.allocate(DType.F32, 2))) {
      assertThatThrownBy(() -> deferred.copy(Mat.row(foreign), own))
          .isInstanceOf(BackendException.class)
          .hasMessageContaining("belongs to the backend that allocated it")
          .hasMessageContaining("download and upload");
      assertThatThrownBy(() -> deferred.free(foreign)).isInstanceOf(BackendException.class);
    }
  }

  @Test
  void aFailureShowsAtTheNextWaitAndOnlyThere() {
    var table = Mat.row(deferred.allocate(DType.F32, 2));
    var ids = Mat.row(deferred.allocate(DType.I32, 1));
    var y = Mat.row(deferred.allocate(DType.F32, 2));
    deferred.fill(ids, 99);
    deferred.gatherRows(table, ids, y);
    deferred.fill(y, 1);

    assertThatThrownBy(deferred::synchronize)
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("gatherRows")
        .hasCauseInstanceOf(RuntimeException.class);
    // What came after the failed call was dropped.
    assertThat(HostMat.download(deferred, y)).containsOnly(Double.NaN);
    deferred.fill(y, 2);
    assertThat(HostMat.download(deferred, y)).containsOnly(2);
  }

  @Test
  void isFoundByNameAndNeverPreferred() {
    var all =
        ServiceLoader.load(BackendProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .toList();
    var one = all.stream().filter(p -> p.id().equals("deferred")).toList();
    assertThat(one).hasSize(1);
    assertThat(one.getFirst().priority()).isNegative();
    assertThat(one.getFirst().open(new BackendConfig(new Workers(1))))
        .isInstanceOf(DeferredBackend.class);
  }
}
