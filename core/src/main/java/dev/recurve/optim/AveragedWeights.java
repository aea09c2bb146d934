package dev.recurve.optim;

import dev.recurve.autodiff.DeviceTensor;
import dev.recurve.params.HostArray;
import dev.recurve.params.HostArrays;
import dev.recurve.params.ParameterBlock;
import dev.recurve.spi.Scalar;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The average of a model's trainable weights, kept beside them on the device. It begins as the
 * weights are when this is made. Used by the thread that trains.
 */
public final class AveragedWeights {
  private final WeightAverage rule;
  private final Map<ParameterBlock, DeviceTensor> averages = new LinkedHashMap<>();
  private boolean inPlace;

  private AveragedWeights(WeightAverage rule) {
    this.rule = rule;
  }

  /**
   * An average that begins with the weights as they are.
   *
   * @param blocks as the store was sealed to; frozen ones do not change and have no average
   */
  public static AveragedWeights create(WeightAverage rule, List<ParameterBlock> blocks) {
    var average = new AveragedWeights(rule);
    blocks.stream()
        .filter(ParameterBlock::isTrainable)
        .forEach(block -> average.averages.put(block, block.values().keep()));
    return average;
  }

  /** Takes in the weights after a step, unless ok is 0. */
  void update(long step, DeviceTensor ok) {
    if (inPlace) {
      throw new IllegalStateException(
          "The averaged weights are in the model's place; train on after inPlace has returned");
    }
    double kept = rule.kept(step);
    averages.forEach(
        (block, average) -> {
          var backend = block.device().backend();
          var fresh = DeviceTensor.empty(block.device(), average.shape());
          backend.copy(average.mat(), fresh.mat());
          backend.affine(
              Scalar.of(1 - kept), block.values().mat(), Scalar.of(kept), fresh.mat(), 0);
          backend.select(ok.mat(), fresh.mat(), average.mat(), average.mat());
        });
  }

  /**
   * Puts the averages into the model's place, does some work, such as an evaluation or saving, and
   * puts the weights back as they were.
   */
  public <R> R inPlace(Supplier<R> work) {
    if (inPlace) {
      return work.get();
    }
    exchange();
    inPlace = true;
    try {
      return work.get();
    } finally {
      inPlace = false;
      exchange();
    }
  }

  private void exchange() {
    averages.forEach(
        (block, average) -> {
          var backend = block.device().backend();
          var weights = block.values().keep();
          backend.copy(average.mat(), block.values().mat());
          backend.copy(weights.mat(), average.mat());
          block.changed();
        });
  }

  /** Makes the averages the model's weights; those are lost. */
  public void install() {
    averages.forEach(
        (block, average) -> {
          block.device().backend().copy(average.mat(), block.values().mat());
          block.changed();
        });
  }

  /** Copies the averages out by the parameters' names; waits for the device. */
  public Map<String, HostArray> values() {
    return HostArrays.download(places());
  }

  /**
   * Overwrites the averages.
   *
   * @param values as {@link #values} gave them
   * @throws dev.recurve.BundleException if names or shapes differ, naming the first that does;
   *     nothing has changed then
   */
  public void restore(Map<String, HostArray> values) {
    HostArrays.upload("The averaged weights are of another model", values, places());
  }

  private Map<String, DeviceTensor> places() {
    var places = new LinkedHashMap<String, DeviceTensor>();
    averages.forEach((block, average) -> places.putAll(block.parts(average)));
    return places;
  }
}
