package dev.recurve.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.recurve.Init;
import dev.recurve.Layer;
import dev.recurve.Lengths;
import dev.recurve.Parameter;
import dev.recurve.Params;
import dev.recurve.RecurveException;
import dev.recurve.Sequence;
import dev.recurve.Shape;
import dev.recurve.Tensor;
import dev.recurve.Tokens;
import dev.recurve.autodiff.CustomOp;
import dev.recurve.autodiff.DeviceTensor;
import dev.recurve.nn.BatchNorm;
import dev.recurve.nn.Embedding;
import dev.recurve.nn.Gru;
import dev.recurve.nn.Linear;
import dev.recurve.nn.Lstm;
import dev.recurve.nn.PerStep;
import dev.recurve.nn.Pool;
import dev.recurve.runtime.Device;
import dev.recurve.spi.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The tools pass what is right, and find what is wrong and name it. */
class CheckToolsTest {
  private static final TrialInput<Sequence> SEQUENCES = TrialInput.sequences(2);

  private static Layer<Sequence, Tensor> classifier(Params params) {
    return Lstm.sized(2, 3)
        .layers(2)
        .bidirectional()
        .dropout(0.3)
        .with(params.child("lstm"))
        .then(PerStep.of(BatchNorm.sized(6).with(params.child("norm"))))
        .then(Pool.mean())
        .then(Linear.sized(6, 2).with(params.child("head")));
  }

  private static Layer<Tokens, Sequence> tagger(Params params) {
    return Embedding.sized(7, 2)
        .with(params.child("embed"))
        .then(Gru.sized(2, 3).reverse().with(params.child("gru")));
  }

  // ------------------------------------------------------------- gradients

  @Test
  void rightGradientsPass() {
    LayerGradCheck.of(SEQUENCES, CheckToolsTest::classifier).check().requireAgreement();
    LayerGradCheck.of(SEQUENCES, CheckToolsTest::classifier).training().check().requireAgreement();
    LayerGradCheck.of(TrialInput.tokens(7), CheckToolsTest::tagger)
        .lengths(3, 0, 2)
        .check()
        .requireAgreement();
    var linear =
        LayerGradCheck.of(TrialInput.rows(3), params -> Linear.sized(3, 2).with(params)).check();
    linear.requireAgreement();
    assertThat(linear.checked()).isEqualTo(3 * 3 + 3 * 2 + 2);
  }

  /** Scales by a weight, and gets the weight's gradient wrong. */
  private record WrongScale() implements CustomOp {
    @Override
    public String name() {
      return "wrongScale";
    }

    @Override
    public Tensor forward(List<Tensor> inputs) {
      return inputs.get(0).mul(inputs.get(1));
    }

    @Override
    public List<Optional<Tensor>> backward(Tensor gradient, List<Tensor> inputs, Tensor result) {
      return List.of(
          Optional.of(gradient.mul(inputs.get(1))),
          Optional.of(gradient.mul(inputs.get(0)).sum().mul(1.001)));
    }
  }

  private static Parameter scale(Params params) {
    return params.get("scale", Shape.scalar(), new Init.Constant(0.7));
  }

  @Test
  void aWrongGradientIsNamed() {
    var report =
        LayerGradCheck.<Tensor>of(
                TrialInput.rows(3),
                params -> {
                  var scale = scale(params);
                  return x -> CustomOp.apply(new WrongScale(), x, scale.value());
                })
            .check();
    assertThat(report.differences()).hasSize(1);
    assertThat(report.differences().getFirst().tensor()).isEqualTo("scale");
  }

  @Test
  void aGradientThatDoesNotFlowIsNamed() {
    var report =
        LayerGradCheck.<Sequence>of(
                SEQUENCES,
                params -> {
                  var scale = scale(params);
                  return x -> x.data().detach().mul(scale.value());
                })
            .lengths(1)
            .check();
    assertThat(report.differences()).hasSize(2).allMatch(d -> d.tensor().equals("input"));
  }

  // --------------------------------------------------------------- padding

  @Test
  void layersThatHonourLengthsPass() {
    PaddingCheck.of(SEQUENCES, CheckToolsTest::classifier)
        .withoutEmpty()
        .check()
        .requireAgreement();
    PaddingCheck.of(TrialInput.tokens(7), CheckToolsTest::tagger).check().requireAgreement();
  }

  private static String found(Layer<Sequence, ?> broken) {
    var differences = PaddingCheck.of(SEQUENCES, _ -> broken).check();
    assertThat(differences.agrees()).isFalse();
    assertThatExceptionOfType(RecurveException.class)
        .isThrownBy(differences::requireAgreement)
        .withMessage(differences.toString());
    return String.join("\n", differences.found());
  }

  @Test
  void aMeanOverThePaddedStepsIsFound() {
    assertThat(found(x -> x.data().sum(0).mul(1.0 / x.steps())))
        .contains("lengths [4, 4, 4], 3 more steps of padding, 0.0 in it, output: 6 of 6 numbers")
        .contains("lengths [3, 5, 0, 1, 4], sequence 0 alone");
  }

  @Test
  void aDirectionThatBeginsInThePaddingIsFound() {
    assertThat(
            found(
                x -> {
                  var steps = new ArrayList<Tensor>();
                  for (int t = x.steps() - 1; t >= 0; t--) {
                    steps.add(x.data().slice(0, t, t + 1));
                  }
                  var rest = steps.subList(1, steps.size());
                  return Sequence.of(steps.getFirst().concat(0, rest), x.lengths());
                }))
        .contains("lengths [3, 5, 0, 1, 4], 3 more steps of padding");
  }

  @Test
  void lengthsThatGetLostAreFound() {
    assertThat(found(x -> Sequence.full(x.data())))
        .contains("lengths of the output, expected [5, 5, 5, 5, 5], received [8, 8, 8, 8, 8]")
        .contains("length of the output, in the batch 5, alone 3");
  }

  @Test
  void aLookAtTheNeighboursIsFound() {
    assertThat(
            found(
                x -> {
                  var mean = x.data().sum(1).mul(1.0 / x.batch());
                  return x.data().sum(0).add(mean.sum(0));
                }))
        .contains("sequence 0 alone")
        .doesNotContain("more steps");
  }

  @Test
  void whatIsNotANumberIsFoundEvenIfItIsSoEverywhere() {
    assertThat(found(x -> x.data().sum(0).mul(0).log().mul(0)))
        .contains("output: 10 of 10 numbers", "expected NaN, received NaN");
  }

  @Test
  void aLayerThatRefusesEmptySequencesIsFound() {
    assertThat(found(Pool.lastStep()))
        .contains("lengths [3, 5, 0, 1, 4]: refused with: Sequence 2 of the batch has length 0");
    PaddingCheck.of(SEQUENCES, _ -> Pool.lastStep()).withoutEmpty().check().requireAgreement();
  }

  @Test
  void garbageTokensThatAreLookedAtAreFound() {
    var differences =
        PaddingCheck.<Tokens>of(
                TrialInput.tokens(7),
                params -> {
                  var table = params.get("table", Shape.of(7, 2), new Init.Normal(1));
                  return tokens -> table.value().gather(tokens.ids()).sum(0);
                })
            .check();
    assertThat(differences.agrees()).isFalse();
  }

  @Test
  void nothingIsChecked() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PaddingCheck.of(TrialInput.rows(2), _ -> x -> x))
        .withMessageContaining("no padding");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PaddingCheck.of(SEQUENCES, _ -> x -> "text").check())
        .withMessageContaining("gives a String");
    assertThat(PaddingCheck.of(SEQUENCES, _ -> x -> x).lengths().check().agrees()).isFalse();
  }

  // ---------------------------------------------------------------- parity

  private static Device single() {
    return Device.standard();
  }

  private static Device twice() {
    return Device.standard().withType(DType.F64);
  }

  @Test
  void theSameModelAgreesWithItself() {
    var differences = Parity.of(SEQUENCES, CheckToolsTest::classifier, single(), twice()).check();
    differences.requireAgreement();
    assertThat(differences.compared()).isGreaterThan(1000);
    Parity.of(TrialInput.tokens(7), CheckToolsTest::tagger, "java", "java")
        .tolerance(0)
        .lengths(Lengths.of(2, 0))
        .check()
        .requireAgreement();
  }

  private static List<String> unequal(Function<Params, Layer<Sequence, Tensor>> model) {
    var differences = Parity.of(SEQUENCES, model, single(), twice()).check();
    assertThat(differences.agrees()).isFalse();
    return differences.found();
  }

  @Test
  void anInexactFunctionIsNamed() {
    var found =
        unequal(
            params -> {
              var scale = scale(params);
              return x -> {
                boolean isSingle = DeviceTensor.of(x.data()).device().floatType() == DType.F32;
                return x.data().mul(scale.value()).mul(isSingle ? 1 : 1.001).sum(0);
              };
            });
    assertThat(found.getFirst()).contains("lengths [3, 17, 1, 8, 5], in use, output:");
    assertThat(found).anyMatch(line -> line.contains("in training, gradient of scale: 1 of 1"));
    assertThat(found).anyMatch(line -> line.contains("gradient of the input"));
  }

  @Test
  void anOutputOfAnotherShapeIsNamed() {
    var built = new AtomicInteger();
    assertThat(
            unequal(
                _ -> {
                  int steps = built.incrementAndGet();
                  return x -> x.data().slice(0, 0, 1).sum(steps - 1);
                }))
        .anyMatch(line -> line.contains("output: expected [5, 2], received [1, 2]"));
  }
}
