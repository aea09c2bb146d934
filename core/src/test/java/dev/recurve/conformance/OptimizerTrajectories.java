package dev.recurve.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.recurve.Init;
import dev.recurve.Optimizer;
import dev.recurve.Shape;
import dev.recurve.autodiff.Steps;
import dev.recurve.optim.AdaDelta;
import dev.recurve.optim.AdaGrad;
import dev.recurve.optim.Adam;
import dev.recurve.optim.AdamW;
import dev.recurve.optim.Adamax;
import dev.recurve.optim.AmsGrad;
import dev.recurve.optim.Asgd;
import dev.recurve.optim.Clipping;
import dev.recurve.optim.NAdam;
import dev.recurve.optim.OptimizerState;
import dev.recurve.optim.RAdam;
import dev.recurve.optim.RmsProp;
import dev.recurve.optim.Rprop;
import dev.recurve.optim.Sgd;
import dev.recurve.optim.Update;
import dev.recurve.params.HostArray;
import dev.recurve.params.ParamStore;
import dev.recurve.runtime.Device;
import dev.recurve.spi.DType;
import dev.recurve.spi.HostMat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The ways that weights go in ten steps of each optimiser of PyTorch 1.13, for any device. */
public final class OptimizerTrajectories {
  private static final int STEPS = 10;

  private OptimizerTrajectories() {}

  /** Every optimiser by the name of its trajectory. */
  public static Map<String, Optimizer> optimizers() {
    var optimizers = new LinkedHashMap<String, Optimizer>();
    optimizers.put("sgd", Sgd.withRate(0.1));
    optimizers.put("sgd_wd", Sgd.withRate(0.1).weightDecay(0.01));
    optimizers.put("sgd_mom", Sgd.withRate(0.1).momentum(0.9));
    optimizers.put("sgd_mom_damp", Sgd.withRate(0.1).momentum(0.9).dampening(0.1));
    optimizers.put("sgd_nesterov", Sgd.withRate(0.1).momentum(0.9).nesterov());
    optimizers.put("adam", Adam.withRate(0.01));
    optimizers.put("adam_wd", Adam.withRate(0.01).weightDecay(0.01));
    optimizers.put("amsgrad", AmsGrad.withRate(0.01));
    optimizers.put("adamw", AdamW.withRate(0.01).weightDecay(0.01));
    optimizers.put("rmsprop", RmsProp.withRate(0.01));
    optimizers.put("rmsprop_mom", RmsProp.withRate(0.01).momentum(0.9));
    optimizers.put("rmsprop_centered", RmsProp.withRate(0.01).centered());
    optimizers.put("adagrad", AdaGrad.withRate(0.1));
    optimizers.put("adadelta", AdaDelta.withRate(1));
    optimizers.put("adamax", Adamax.withRate(0.01));
    // Later versions of PyTorch have repaired a mistake in NAdam.
    optimizers.put("nadam", NAdam.likePyTorch1(0.01));
    optimizers.put("radam", RAdam.withRate(0.01));
    optimizers.put("asgd", Asgd.withRate(0.01));
    optimizers.put("rprop", Rprop.withRate(0.01));
    return optimizers;
  }

  /** The names of all trajectories that there are. */
  public static Set<String> names() {
    return golden().get("traj").properties().stream()
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  /** Makes the steps, and fails at the first that leads elsewhere. */
  public static void assertTenSteps(Device device, String name) {
    var golden = golden();
    double[] first = numbers(golden.get("w0").get("data"));
    var shape = Shape.of(first.length);
    var store = ParamStore.fresh(1, device);
    store.get("w", shape, Init.zeros());
    var blocks = store.seal();
    store.restore(Map.of("w", new HostArray.F64(shape, first)));
    var optimizer = optimizers().get(name);
    var state = OptimizerState.create(optimizer, blocks);
    var update = new Update(optimizer, state, blocks, Clipping.none());
    var backend = device.backend();
    var tolerance = Tolerance.relative(device.floatType() == DType.F64 ? 1e-9 : 1e-5);
    try (var steps = new Steps(device)) {
      for (int step = 0; step < STEPS; step++) {
        double[] gradient = numbers(golden.get("grads").get(step).get("data"));
        steps.record(
            tape -> {
              HostMat.upload(backend, gradient, blocks.getFirst().gradient().mat());
              update.apply(1);
              return tape.size();
            });
        double[] expected = numbers(golden.get("traj").get(name).get(step));
        tolerance.assertClose(
            "%s, step %d".formatted(name, step + 1),
            HostMat.download(backend, blocks.getFirst().values().mat()),
            expected);
      }
    }
  }

  private static double[] numbers(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false)
        .mapToDouble(JsonNode::doubleValue)
        .toArray();
  }

  private static JsonNode golden() {
    try (var in = OptimizerTrajectories.class.getResourceAsStream("optimizers_f64.json")) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
