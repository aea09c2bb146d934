package dev.recurve.nn;

import dev.recurve.Shape;
import dev.recurve.State;
import dev.recurve.Tensor;
import dev.recurve.autodiff.DeviceTensor;
import dev.recurve.autodiff.Tensors;
import dev.recurve.params.HostArray;
import dev.recurve.params.ParamStore;
import dev.recurve.runtime.Device;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Losses, states and gradients, taken from and put into what layers give. */
final class Weighed {
  private Weighed() {}

  /** Fixed numbers of about unit size that look random and depend on their index alone. */
  static double[] numbers(int seed, long size) {
    double[] numbers = new double[Math.toIntExact(size)];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = Math.sin(1 + 7.1 * seed + 3.7 * i) + 0.3 * Math.cos(2.3 * i);
    }
    return numbers;
  }

  /** A tensor of such numbers. */
  static Tensor tensor(Device device, Shape shape) {
    return Tensors.of(device, shape, numbers(5, shape.size()));
  }

  /** A scalar into which every element of every tensor flows with a weight of its own. */
  static Tensor loss(List<? extends Tensor> outputs) {
    var parts = new ArrayList<Tensor>();
    for (var output : outputs) {
      var device = DeviceTensor.of(output).device();
      double[] weights = numbers(parts.size(), output.shape().size());
      parts.add(output.mul(Tensors.of(device, output.shape(), weights)).sum());
    }
    return parts.stream().reduce(Tensor::add).orElseThrow();
  }

  /** All elements of all tensors in a row. */
  static Tensor flat(List<? extends Tensor> tensors) {
    var rows =
        tensors.stream().map(t -> t.reshape(Shape.of(Math.toIntExact(t.shape().size())))).toList();
    return rows.getFirst().concat(0, List.copyOf(rows.subList(1, rows.size())));
  }

  /** All tensors of all states in order. */
  static List<Tensor> tensors(List<? extends State<?>> states) {
    return states.stream().flatMap(state -> state.tensors().stream()).toList();
  }

  /** States like these, of other tensors. */
  static <S extends State<S>> List<S> states(List<S> like, List<? extends Tensor> tensors) {
    Iterator<? extends Tensor> next = tensors.iterator();
    var states = new ArrayList<S>();
    for (S state : like) {
      states.add(state.map(_ -> next.next()));
    }
    return states;
  }

  /** The gradients of a sealed store's trainable parameters, by name. */
  static Map<String, double[]> gradients(ParamStore params) {
    var gradients = new LinkedHashMap<String, double[]>();
    for (var block : params.seal()) {
      if (!block.isTrainable()) {
        continue;
      }
      double[] all = block.gradient().toDoubles();
      int from = 0;
      for (var entry : block.layout().entrySet()) {
        int size = Math.toIntExact(entry.getValue().size());
        gradients.put(entry.getKey(), Arrays.copyOfRange(all, from, from + size));
        from += size;
      }
    }
    return gradients;
  }

  /** A store like this one with other values for learned starts than the zeros of fresh ones. */
  static ParamStore started(ParamStore fresh, Device device) {
    var values = new LinkedHashMap<>(fresh.values());
    values.replaceAll(
        (name, array) ->
            name.startsWith("start")
                ? new HostArray.F64(array.shape(), numbers(name.length(), array.shape().size()))
                : array);
    return ParamStore.from(values, device);
  }
}
