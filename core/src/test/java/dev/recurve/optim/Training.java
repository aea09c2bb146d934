package dev.recurve.optim;

import dev.recurve.Init;
import dev.recurve.Optimizer;
import dev.recurve.Parameter;
import dev.recurve.Shape;
import dev.recurve.autodiff.Steps;
import dev.recurve.params.HostArray;
import dev.recurve.params.ParamGroup;
import dev.recurve.params.ParamStore;
import dev.recurve.params.ParameterBlock;
import dev.recurve.runtime.Device;
import dev.recurve.spi.HostMat;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Parameters with gradients that tests choose, one group for each parameter. */
final class Training implements AutoCloseable {
  final ParamStore store;
  final List<ParameterBlock> blocks;
  final OptimizerState state;
  final Update update;
  final Optional<AveragedWeights> average;
  private final Steps steps;
  private final List<Parameter> parameters = new ArrayList<>();

  /** A parameter: its group, shape and first values. */
  record Weights(ParamGroup group, Shape shape, double... values) {
    static Weights of(ParamGroup group, double... values) {
      return new Weights(group, Shape.of(values.length), values);
    }
  }

  /** What comes with an optimiser. */
  record Extras(Clipping clipping, Optional<GradientNoise> noise, Optional<WeightAverage> average) {
    static Extras none() {
      return new Extras(Clipping.none(), Optional.empty(), Optional.empty());
    }

    static Extras of(Clipping clipping) {
      return new Extras(clipping, Optional.empty(), Optional.empty());
    }

    static Extras of(GradientNoise noise) {
      return new Extras(Clipping.none(), Optional.of(noise), Optional.empty());
    }

    static Extras of(WeightAverage average) {
      return new Extras(Clipping.none(), Optional.empty(), Optional.of(average));
    }
  }

  /** Parameters w0, w1, … with these first values. */
  Training(Device device, Optimizer optimizer, Clipping clipping, double[]... values) {
    this(device, optimizer, Extras.of(clipping), plain(values));
  }

  /** Parameters w0, w1, … with settings of their own. */
  Training(Device device, Optimizer optimizer, Extras extras, Weights... weights) {
    store = ParamStore.fresh(1, device);
    var arrays = new LinkedHashMap<String, HostArray>();
    for (int i = 0; i < weights.length; i++) {
      var shape = weights[i].shape();
      parameters.add(store.get("w" + i, shape, Init.zeros()));
      store.group("w" + i, weights[i].group());
      arrays.put("w" + i, new HostArray.F64(shape, weights[i].values()));
    }
    blocks = store.seal();
    store.restore(arrays);
    state = OptimizerState.create(optimizer, blocks);
    average = extras.average().map(rule -> AveragedWeights.create(rule, blocks));
    update = new Update(optimizer, state, blocks, extras.clipping(), extras.noise(), average);
    steps = new Steps(device);
  }

  private static Weights[] plain(double[][] values) {
    var weights = new Weights[values.length];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = Weights.of(new ParamGroup("group" + i, 1), values[i]);
    }
    return weights;
  }

  void step(double[]... gradients) {
    step(1, gradients);
  }

  void step(double rateFactor, double[]... gradients) {
    step(rateFactor, 0, gradients);
  }

  /** With a key for all that is random in the step. */
  void step(double rateFactor, long randomKey, double[]... gradients) {
    steps.train(
        randomKey,
        tape -> {
          update.clear();
          for (int i = 0; i < gradients.length; i++) {
            HostMat.upload(store.device().backend(), gradients[i], blocks.get(i).gradient().mat());
          }
          update.apply(rateFactor);
          return 0;
        });
  }

  double[] values(int parameter) {
    return HostMat.download(store.device().backend(), blocks.get(parameter).values().mat());
  }

  long version(int parameter) {
    return parameters.get(parameter).version();
  }

  Map<String, HostArray> slots() {
    return state.values();
  }

  @Override
  public void close() {
    steps.close();
  }
}
