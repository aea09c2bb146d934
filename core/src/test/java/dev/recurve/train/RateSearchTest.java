package dev.recurve.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.recurve.Layer;
import dev.recurve.Shape;
import dev.recurve.Tensor;
import dev.recurve.TrainingException;
import dev.recurve.autodiff.Tensors;
import dev.recurve.data.Batch;
import dev.recurve.data.Batches;
import dev.recurve.loss.Losses;
import dev.recurve.nn.Linear;
import dev.recurve.optim.Sgd;
import dev.recurve.params.ParamStore;
import dev.recurve.runtime.Device;
import dev.recurve.spi.DType;
import java.util.List;
import org.junit.jupiter.api.Test;

class RateSearchTest {
  /** A single example whose loss is {@code (w - 1)²}: plain descent diverges above a rate of 1. */
  private record One(double input) implements Batches<Tensor, Tensor> {
    @Override
    public int count() {
      return 1;
    }

    @Override
    public Batch<Tensor, Tensor> batch(long epoch, int index) {
      return new Batch<>(
          Tensors.of(Shape.of(1, 1), (float) input), Tensors.of(Shape.of(1, 1), 1), 1);
    }

    @Override
    public String describe(long epoch, int index) {
      return "the only example";
    }

    @Override
    public long fingerprint() {
      return 1;
    }
  }

  private record Job(ParamStore store, Trainer<Tensor, Tensor, Tensor> trainer) {
    static Job create() {
      var store = ParamStore.fresh(2, Device.standard().withType(DType.F64));
      Layer<Tensor, Tensor> net = Linear.sized(1, 1).withoutBias().with(store.child("head"));
      return new Job(store, Trainer.of(store, net, Losses.mse()).optimizer(Sgd.withRate(0.01)));
    }

    double weight() {
      return store.values().get("head.weight").toDoubles()[0];
    }
  }

  @Test
  void lossesAreThoseOfStepsAtRisingRates() {
    var job = Job.create();
    double w = job.weight();
    double before = w;

    var search = job.trainer().findRate(new One(1), new RateRange(0.001, 0.4, 5));

    assertThat(search.diverged()).isFalse();
    double mean = 0;
    for (int i = 0; i < 5; i++) {
      double rate = 0.001 * Math.pow(400, i / 4.0);
      double loss = (w - 1) * (w - 1);
      mean = 0.95 * mean + 0.05 * loss;
      var point = search.points().get(i);
      assertThat(point.rate()).isCloseTo(rate, within(1e-15));
      assertThat(point.loss()).isCloseTo(loss, within(1e-14));
      assertThat(point.smoothed()).isCloseTo(mean / (1 - Math.pow(0.95, i + 1)), within(1e-14));
      w -= rate * 2 * (w - 1);
    }
    assertThat(search.least()).isEqualTo(search.points().getLast());
    assertThat(search.suggestion()).isCloseTo(0.04, within(1e-15));
    assertThat(job.weight()).as("the weights are those from before").isEqualTo(before);
  }

  @Test
  void itEndsWhereTheLossGrowsOutOfBounds() {
    var job = Job.create();

    var search = job.trainer().findRate(new One(1), RateRange.wide());

    assertThat(search.diverged()).isTrue();
    assertThat(search.points()).hasSizeLessThan(100);
    assertThat(search.points().getLast().rate()).isGreaterThan(1);
    assertThat(search.least().rate()).as("soon after steps overshoot").isBetween(1.0, 9.0);
    assertThat(search.toString())
        .startsWith("learning rate 0.")
        .endsWith("rates, and then grew out of bounds");
    var run = job.trainer().optimizer(Sgd.withRate(search.suggestion())).epochs(50);
    run.fit(new One(1));
    assertThat(job.weight()).isCloseTo(1, within(0.01));
  }

  @Test
  void aSearchCanBeMadeAgainAlsoBySeveralWorkers() {
    var range = new RateRange(1e-5, 0.1, 12);
    for (int workers : new int[] {1, 2}) {
      var job = Toy.job();
      var before = Toy.bits(job.store());
      job.trainer().workers(workers);

      var search = job.trainer().findRate(Toy.train(), range);

      assertThat(search.points()).hasSize(12);
      assertThat(job.trainer().findRate(Toy.train(), range)).isEqualTo(search);
      assertThat(Toy.bits(job.store())).isEqualTo(before);
    }
  }

  @Test
  void badNumbersAreRefused() {
    assertThatThrownBy(() -> new RateRange(0, 1, 10))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("from one above 0 to a greater one, received 0.0 and 1.0");
    assertThatThrownBy(() -> new RateRange(0.1, 0.1, 10)).hasMessageContaining("0.1 and 0.1");
    assertThatThrownBy(() -> new RateRange(0.1, 1, 1)).hasMessageContaining("received 1");
    assertThatThrownBy(() -> Job.create().trainer().findRate(new One(Double.NaN), RateRange.wide()))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("The loss is NaN before any step")
        .hasMessageContaining("the only example");
    assertThat(new RateSearch(List.of(new RateSearch.Point(1, 2, 2)), false).toString())
        .isEqualTo("learning rate 0.1: the loss was least, 2, at 1 after 1 rates");
  }
}
