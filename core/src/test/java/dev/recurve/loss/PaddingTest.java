package dev.recurve.loss;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recurve.Lengths;
import dev.recurve.Sequence;
import dev.recurve.Shape;
import dev.recurve.Tensor;
import dev.recurve.Tokens;
import dev.recurve.autodiff.Steps;
import dev.recurve.autodiff.Tensors;
import dev.recurve.runtime.Device;
import dev.recurve.spi.DType;
import java.util.List;
import java.util.function.BiFunction;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/**
 * Padding changes no bit of a loss or its gradient, however much there is and whatever stands in
 * it, and its own gradient is exactly 0.
 */
class PaddingTest {
  private static final int FEATURES = 3;

  /** The loss's value, then the gradient of all that is not padding in order of time. */
  private record Outcome(double value, double[] gradient) {}

  private final Device device = Device.standard().withType(DType.F32);

  private Outcome run(
      int[] lengths, int steps, float padding, BiFunction<Sequence, Integer, Tensor> loss) {
    var known = Lengths.of(lengths);
    int batch = lengths.length;
    float[] x = new float[steps * batch * FEATURES];
    for (int i = 0; i < x.length; i++) {
      x[i] = isPadding(known, i / FEATURES) ? padding : value(i);
    }
    try (var memory = new Steps(device)) {
      return memory.record(
          tape -> {
            var data = tape.watch(Tensors.of(device, Shape.of(steps, batch, FEATURES), x));
            var value = loss.apply(Sequence.of(data, known), steps);
            tape.backward(value);
            double[] all = tape.gradient(data).toDoubles();
            double[] inside = new double[Math.toIntExact(known.total()) * FEATURES];
            int next = 0;
            for (int i = 0; i < all.length; i++) {
              if (isPadding(known, i / FEATURES)) {
                assertThat(all[i]).isEqualTo(0.0);
              } else {
                inside[next++] = all[i];
              }
            }
            return new Outcome(value.item(), inside);
          });
    }
  }

  private static boolean isPadding(Lengths lengths, int row) {
    return row / lengths.batch() >= lengths.at(row % lengths.batch());
  }

  /** A value that depends on time, sequence and feature, not on how many steps there are. */
  private static float value(int i) {
    return (float) Math.sin(i * 1.7);
  }

  private void same(int[] lengths, BiFunction<Sequence, Integer, Tensor> loss) {
    int steps = Lengths.of(lengths).max();
    if (steps == 0) {
      return;
    }
    var plain = run(lengths, steps, 0, loss);
    assertThat(plain.value).isFinite();
    for (var other :
        new Outcome[] {
          run(lengths, steps, Float.NaN, loss),
          run(lengths, steps + 1, 5, loss),
          run(lengths, steps + 6, Float.NaN, loss)
        }) {
      assertThat(other.value).isEqualTo(plain.value);
      assertThat(other.gradient).containsExactly(plain.gradient);
    }
  }

  @Property(tries = 25)
  void ofElements(@ForAll @Size(min = 1, max = 5) List<@IntRange(max = 6) Integer> drawn) {
    int[] lengths = drawn.stream().mapToInt(Integer::intValue).toArray();
    same(
        lengths,
        (prediction, steps) -> {
          float[] y = new float[steps * lengths.length * FEATURES];
          for (int i = 0; i < y.length; i++) {
            y[i] = isPadding(prediction.lengths(), i / FEATURES) ? Float.NaN : value(i + 1000);
          }
          var target =
              Sequence.of(Tensors.of(device, prediction.data().shape(), y), prediction.lengths());
          return Losses.huber(0.5).overSteps().mean(prediction, target);
        });
  }

  @Property(tries = 25)
  void everyReduction(
      @ForAll Reduction how,
      @ForAll @Size(min = 1, max = 5) List<@IntRange(max = 6) Integer> drawn) {
    int[] lengths = drawn.stream().mapToInt(Integer::intValue).toArray();
    for (var loss :
        List.of(Losses.klDivergence(), Losses.quantile(0.2, 0.5, 0.9), Losses.logCosh())) {
      same(
          lengths,
          (prediction, steps) -> {
            boolean several = loss instanceof ElementLoss && loss.name().equals("quantile");
            int features = several ? 1 : FEATURES;
            float[] y = new float[steps * lengths.length * features];
            float[] weights = new float[steps * lengths.length];
            for (int i = 0; i < y.length; i++) {
              boolean padding = isPadding(prediction.lengths(), i / features);
              y[i] = padding ? Float.NaN : Math.abs(value(i + 1000));
              weights[i / features] = padding ? Float.NaN : 1 + i % 3;
            }
            var target =
                Sequence.of(
                    Tensors.of(device, Shape.of(steps, lengths.length, features), y),
                    prediction.lengths());
            var weighted =
                new Weighted<>(
                    target, Tensors.of(device, Shape.of(steps, lengths.length), weights));
            return loss.overSteps().weighted().reduced(how).mean(prediction, weighted);
          });
    }
  }

  @Property(tries = 25)
  void ofClasses(@ForAll @Size(min = 1, max = 5) List<@IntRange(max = 6) Integer> drawn) {
    int[] lengths = drawn.stream().mapToInt(Integer::intValue).toArray();
    same(
        lengths,
        (logits, steps) -> {
          int[] ids = new int[steps * lengths.length];
          for (int i = 0; i < ids.length; i++) {
            ids[i] = isPadding(logits.lengths(), i) ? 12345 : i * 5 % FEATURES;
          }
          var targets =
              new Tokens(
                  Tensors.ofInts(device, Shape.of(steps, lengths.length), ids), logits.lengths());
          return Losses.crossEntropy()
              .labelSmoothing(0.1)
              .classWeights(1, 2, 0.5)
              .overSteps()
              .mean(logits, targets);
        });
  }
}
