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

/** Parameters with gradients that tests choose, one group for each parameter. */
final class Training implements AutoCloseable {
  final ParamStore store;
  final List<ParameterBlock> blocks;
  final OptimizerState state;
  final Update update;
  private final Steps steps;
  private final List<Parameter> parameters = new ArrayList<>();

  /** Parameters w0, w1, … with these first values. */
  Training(Device device, Optimizer optimizer, Clipping clipping, double[]... values) {
    store = ParamStore.fresh(1, device);
    var arrays = new LinkedHashMap<String, HostArray>();
    for (int i = 0; i < values.length; i++) {
      var shape = Shape.of(values[i].length);
      parameters.add(store.get("w" + i, shape, Init.zeros()));
      store.group("w" + i, new ParamGroup("group" + i, 1));
      arrays.put("w" + i, new HostArray.F64(shape, values[i]));
    }
    blocks = store.seal();
    store.restore(arrays);
    state = OptimizerState.create(optimizer, blocks);
    update = new Update(optimizer, state, blocks, clipping);
    steps = new Steps(device);
  }

  void step(double[]... gradients) {
    step(1, gradients);
  }

  void step(double rateFactor, double[]... gradients) {
    steps.record(
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
