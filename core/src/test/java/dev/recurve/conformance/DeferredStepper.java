package dev.recurve.conformance;

import dev.recurve.spi.Mat;
import dev.recurve.spi.RnnStepper;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** A stepper of a {@link DeferredBackend}, which will have been made by the time it is used. */
record DeferredStepper(DeferredBackend on, AtomicReference<RnnStepper> made) implements RnnStepper {
  @Override
  public void step(Mat x, Mat y) {
    var x1 = on.mat(x);
    var y1 = on.mat(y);
    on.enqueue("recurrent step", () -> made.get().step(x1, y1));
  }

  @Override
  public void load(Optional<Mat> h, Optional<Mat> c) {
    var h1 = h.map(on::mat);
    var c1 = c.map(on::mat);
    on.enqueue("load state", () -> made.get().load(h1, c1));
  }

  @Override
  public void store(Mat h, Optional<Mat> c) {
    var h1 = on.mat(h);
    var c1 = c.map(on::mat);
    on.enqueue("store state", () -> made.get().store(h1, c1));
  }

  @Override
  public void threads(int most) {
    on.enqueue("threads", () -> made.get().threads(most));
  }
}
