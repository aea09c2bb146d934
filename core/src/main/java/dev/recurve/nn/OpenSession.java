package dev.recurve.nn;

import dev.recurve.DataException;
import dev.recurve.Shape;
import dev.recurve.ShapeException;
import dev.recurve.State;
import dev.recurve.StepSession;
import dev.recurve.Tensor;
import dev.recurve.autodiff.DeviceTensor;
import dev.recurve.autodiff.Steps;
import dev.recurve.runtime.Device;
import dev.recurve.spi.Backend;
import dev.recurve.spi.DType;
import dev.recurve.spi.HostMat;
import dev.recurve.spi.Mat;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** A session over a row of stages, which read and write windows of the device. */
final class OpenSession implements StepSession {
  private final Device device;
  private final Backend backend;
  private final int batch;
  private final Steps steps;
  private final Stage.Input kind;
  private final Mat input;
  private final Mat output;
  private final Stage[] stages;
  private final AtomicBoolean busy = new AtomicBoolean();
  private boolean closed;

  OpenSession(Device device, int batch, List<Stage.Plan> plans) {
    this.device = device;
    this.backend = device.backend();
    this.batch = batch;
    this.steps = new Steps(device);
    this.kind = plans.getFirst().input().orElseThrow();
    var site = new Stage.Site(device, steps, batch);
    var first =
        switch (kind) {
          case Stage.Input.Features(var size) -> site.window(size);
          case Stage.Input.Token(_) -> DeviceTensor.owning(device, DType.I32, Shape.of(batch, 1));
        };
    this.input = first.mat();
    var made = new ArrayList<Stage>();
    var window = first;
    try {
      for (var plan : plans) {
        var from = window;
        var stage = steps.serve(() -> plan.make(site, from));
        made.add(stage);
        window = stage.output();
      }
    } catch (RuntimeException e) {
      steps.close();
      throw e;
    }
    this.output = window.mat();
    this.stages = made.toArray(Stage[]::new);
  }

  @Override
  public int batch() {
    return batch;
  }

  @Override
  public int inputSize() {
    return input.cols();
  }

  @Override
  public int outputSize() {
    return output.cols();
  }

  // ------------------------------------------------------------------- steps

  @Override
  public void step(float[] x, float[] y) {
    enter();
    try {
      if (!(kind instanceof Stage.Input.Features)) {
        throw new ShapeException("This session begins with an embedding: feed it int[] tokens");
      }
      requireLength("input", x.length, input);
      requireLength("output", y.length, output);
      if (input.type() == DType.F32) {
        backend.upload(x, 0, input);
      } else {
        HostMat.upload(backend, widened(x), input);
      }
      run();
      copyOut(y);
    } finally {
      leave();
    }
  }

  @Override
  public void step(int[] tokens, float[] y) {
    enter();
    try {
      if (!(kind instanceof Stage.Input.Token(var vocabulary))) {
        throw new ShapeException(
            "This session begins with %d features for each stream: feed it float[]"
                .formatted(inputSize()));
      }
      requireLength("input", tokens.length, input);
      requireLength("output", y.length, output);
      for (int b = 0; b < batch; b++) {
        if (tokens[b] < 0 || tokens[b] >= vocabulary) {
          throw new DataException(
              "Stream %d brings the token %d, but the embedding has tokens 0 to %d"
                  .formatted(b, tokens[b], vocabulary - 1));
        }
      }
      backend.upload(tokens, 0, input);
      run();
      copyOut(y);
    } finally {
      leave();
    }
  }

  @Override
  public Tensor step(Tensor x) {
    enter();
    try {
      var from = DeviceTensor.of(x);
      boolean tokens = kind instanceof Stage.Input.Token;
      var wanted = tokens ? Shape.of(batch) : Shape.of(batch, inputSize());
      if (!from.shape().equals(wanted) || from.type() != input.type()) {
        throw new ShapeException(
            "This session takes %s %s at each step (batch %d%s), received %s %s"
                .formatted(
                    input.type(),
                    wanted,
                    batch,
                    tokens ? " tokens" : ", features " + inputSize(),
                    from.type(),
                    from.shape()));
      }
      backend.copy(from.mat().rows() == batch ? from.mat() : column(from), input);
      run();
      var y = DeviceTensor.empty(device, Shape.of(batch, outputSize()));
      backend.copy(output, y.mat());
      return y;
    } finally {
      leave();
    }
  }

  /** Ids {@code [B]} as a column. */
  private Mat column(DeviceTensor ids) {
    return ids.mat().reshape(batch, 1);
  }

  private void run() {
    for (var stage : stages) {
      stage.step();
    }
  }

  private void copyOut(float[] y) {
    if (output.type() == DType.F32) {
      backend.download(output, y, 0);
      return;
    }
    double[] exact = HostMat.download(backend, output);
    for (int i = 0; i < y.length; i++) {
      y[i] = (float) exact[i];
    }
  }

  private static double[] widened(float[] x) {
    double[] wide = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      wide[i] = x[i];
    }
    return wide;
  }

  private void requireLength(String what, int length, Mat window) {
    if (length != window.size()) {
      throw new ShapeException(
          "The %s of a step holds %d numbers (batch %d, features %d), received an array of %d"
              .formatted(what, window.size(), batch, window.cols(), length));
    }
  }

  // ------------------------------------------------------------------ states

  @Override
  public List<State<?>> states() {
    return guarded(
        () -> {
          var all = new ArrayList<State<?>>();
          for (var stage : stages) {
            all.addAll(stage.states());
          }
          return List.copyOf(all);
        });
  }

  @Override
  public void restore(List<? extends State<?>> states) {
    guarded(
        () -> {
          int wanted = 0;
          for (var stage : stages) {
            wanted += stage.stateCount();
          }
          if (states.size() != wanted) {
            throw new ShapeException(
                "This session has %d states, one a cell, received %d"
                    .formatted(wanted, states.size()));
          }
          int from = 0;
          for (var stage : stages) {
            stage.restore(states.subList(from, from + stage.stateCount()));
            from += stage.stateCount();
          }
          return states;
        });
  }

  @Override
  public void reset() {
    guarded(
        () -> {
          for (var stage : stages) {
            stage.reset();
          }
          return stages;
        });
  }

  @Override
  public StepSession threads(int most) {
    if (most < 1) {
      throw new IllegalArgumentException("At least one thread is needed, received " + most);
    }
    return guarded(
        () -> {
          for (var stage : stages) {
            stage.threads(most);
          }
          return this;
        });
  }

  @Override
  public void close() {
    if (!busy.compareAndSet(false, true)) {
      throw used();
    }
    try {
      if (!closed) {
        closed = true;
        steps.close();
      }
    } finally {
      leave();
    }
  }

  // ------------------------------------------------------------------ misuse

  private <R> R guarded(Supplier<R> work) {
    enter();
    try {
      return work.get();
    } finally {
      leave();
    }
  }

  private void enter() {
    if (!busy.compareAndSet(false, true)) {
      throw used();
    }
    if (closed) {
      leave();
      throw new IllegalStateException("This session was closed; open another one");
    }
  }

  private void leave() {
    busy.setRelease(false);
  }

  private static IllegalStateException used() {
    return new IllegalStateException(
        "This session is in use by another thread; open a session for each thread, over the same"
            + " layers");
  }
}
