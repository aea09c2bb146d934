package dev.recurve.io;

import dev.recurve.Init;
import dev.recurve.Layer;
import dev.recurve.Parameter;
import dev.recurve.Shape;
import dev.recurve.Tensor;
import dev.recurve.params.Snapshot;

/** A model for tests: factor times weight. */
public record Scale(double factor, Parameter weight) implements Layer<Tensor, Tensor> {
  @Override
  public Tensor apply(Tensor input) {
    return input.mul(weight.value()).mul(factor);
  }

  /** Its settings. */
  public record Config(double factor, String unit) {}

  /** Rebuilds it. */
  public static final class Factory implements ModelFactory<Scale> {
    @Override
    public String kind() {
      return "test-scale";
    }

    @Override
    public Class<Scale> type() {
      return Scale.class;
    }

    @Override
    public Scale create(Bundle bundle, Snapshot weights) {
      var config = bundle.config(Config.class);
      return new Scale(config.factor(), weights.get("weight", Shape.scalar(), Init.zeros()));
    }
  }
}
