package dev.recurve.train;

import dev.recurve.Shape;
import dev.recurve.TrainingException;
import dev.recurve.autodiff.DeviceTensor;
import dev.recurve.autodiff.SeparateGradients;
import dev.recurve.autodiff.Steps;
import dev.recurve.autodiff.Tape;
import dev.recurve.data.Batch;
import dev.recurve.data.Batches;
import dev.recurve.data.DividedBatches;
import dev.recurve.params.ParameterBlock;
import dev.recurve.runtime.Backends;
import dev.recurve.runtime.Device;
import dev.recurve.spi.CounterRandom;
import dev.recurve.spi.Scalar;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Several workers, each with a part of every batch, with memory and gradients of its own. Which
 * part is whose follows from the batch alone, kernels inside a worker make one part of their work,
 * and results are added up in order, so neither timing nor the number of threads changes a bit.
 */
final class ParallelPass<I, O, Y> implements Pass<I, O, Y> {
  private final Setup<I, O, Y> setup;
  private final DividedBatches<I, Y> data;
  private final List<DeviceTensor> gradients;
  private final List<Worker> workers;

  private ParallelPass(Setup<I, O, Y> setup, DividedBatches<I, Y> data) {
    this.setup = setup;
    this.data = data;
    this.gradients =
        setup.store().seal().stream()
            .filter(ParameterBlock::isTrainable)
            .map(ParameterBlock::gradient)
            .toList();
    this.workers = IntStream.range(0, setup.workers()).mapToObj(part -> new Worker(part)).toList();
  }

  /**
   * Checks that the data can be handed out in parts.
   *
   * @throws TrainingException if not
   */
  static <I, O, Y> ParallelPass<I, O, Y> of(Setup<I, O, Y> setup, Batches<I, Y> data) {
    if (data instanceof DividedBatches<I, Y> divided) {
      return new ParallelPass<>(setup, divided);
    }
    throw new TrainingException(
        "%d workers need batches that can be handed out in parts (DividedBatches), as those of examples in memory are; received %s. Train with one worker"
            .formatted(setup.workers(), data.getClass().getSimpleName()));
  }

  /** One part's share of the work. */
  private final class Worker {
    private final int part;
    private final SeparateGradients own = new SeparateGradients(gradients);
    private final Steps steps = new Steps(device(), own);
    private final DeviceTensor loss =
        DeviceTensor.owning(device(), device().floatType(), Shape.scalar());

    /** Of the last part that was learnt from. */
    private double weight;

    Worker(int part) {
      this.part = part;
    }

    /** Sums are kept, not means, so that the parts can be added up. */
    void learn(Place place) {
      own.clear();
      device().backend().fill(loss.mat(), 0);
      var here = partOf(place, part);
      weight = steps.train(here.key(), tape -> learn(tape, here));
    }

    private double learn(Tape tape, Place here) {
      var outcome = loss(here, part);
      outcome.ifPresent(
          o -> {
            device().backend().copy(DeviceTensor.of(o.loss()).mat(), loss.mat());
            tape.backward(o.loss().mul(o.weight()));
          });
      return outcome.map(Outcome::weight).orElse(0.0);
    }
  }

  private Device device() {
    return setup.store().device();
  }

  private Optional<Outcome> loss(Place place, int part) {
    return data.part(place.epoch(), place.batch(), part, setup.workers()).map(this::loss);
  }

  private Outcome loss(Batch<I, Y> examples) {
    return setup.outcome(setup.net().apply(examples.input()), examples.target());
  }

  @Override
  public Outcome learn(Tape tape, Place place, Accumulation accumulation) {
    var threads = Backends.workers();
    threads.run(workers.size(), part -> threads.limitedTo(1, () -> workers.get(part).learn(place)));
    for (var worker : workers) {
      worker.steps.takeOver();
      for (int i = 0; i < gradients.size(); i++) {
        add(Scalar.ONE, worker.own.all().get(i), gradients.get(i));
      }
    }
    double weight = workers.stream().mapToDouble(worker -> worker.weight).sum();
    accumulation.add(place.batch(), weight);
    return new Outcome(meanLoss(weight), weight);
  }

  private DeviceTensor meanLoss(double weight) {
    var mean = DeviceTensor.empty(device(), Shape.scalar());
    device().backend().fill(mean.mat(), 0);
    for (var worker : workers) {
      add(Scalar.of(worker.weight / weight), worker.loss, mean);
    }
    return mean;
  }

  private void add(Scalar factor, DeviceTensor x, DeviceTensor to) {
    device().backend().affine(factor, x.mat(), Scalar.ONE, to.mat(), 0);
  }

  @Override
  public int parts() {
    return workers.size();
  }

  @Override
  public Place partOf(Place place, int part) {
    return new Place(CounterRandom.derive(place.key(), part), place.epoch(), place.batch());
  }

  @Override
  public Optional<Outcome> replay(Place place, int part) {
    return loss(place, part);
  }

  @Override
  public void close() {
    workers.forEach(worker -> worker.steps.close());
  }
}
