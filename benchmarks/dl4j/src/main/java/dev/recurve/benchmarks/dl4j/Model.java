package dev.recurve.benchmarks.dl4j;

import dev.recurve.benchmarks.problem.CellKind;
import dev.recurve.benchmarks.problem.RnnData;
import dev.recurve.benchmarks.problem.RnnProblem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A network and its data in Deeplearning4j's layout: sequences {@code [B, features, T]}, weights
 * {@code [inputs, G·H]} with the LSTM's blocks in the order g, f, o, i, and one bias.
 */
final class Model {
  private static final String INPUT_WEIGHTS = "W";
  private static final String RECURRENT_WEIGHTS = "RW";
  private static final String BIAS = "b";

  private final RnnProblem problem;
  private final List<RnnData.Cell> cells;
  private final MultiLayerNetwork network;
  private final INDArray x;
  private final INDArray outputGradient;

  Model(RnnProblem problem) {
    this.problem = problem;
    var data = new RnnData(problem);
    this.cells = data.cells();
    var builder = new NeuralNetConfiguration.Builder().dataType(DataType.FLOAT).list();
    for (int layer = 0; layer < problem.layers(); layer++) {
      builder.layer(layer(problem.inputOf(layer)));
    }
    this.network = new MultiLayerNetwork(builder.build());
    network.init();
    for (int layer = 0; layer < problem.layers(); layer++) {
      fill(layer, cells.get(layer));
    }
    this.x = batchFirst(data.input(), problem.input());
    this.outputGradient = batchFirst(data.outputGradient(), problem.hidden());
  }

  private Layer layer(int inputs) {
    return problem.cell() == CellKind.LSTM
        ? new LSTM.Builder()
            .nIn(inputs)
            .nOut(problem.hidden())
            .activation(Activation.TANH)
            .gateActivationFunction(Activation.SIGMOID)
            .build()
        : new SimpleRnn.Builder()
            .nIn(inputs)
            .nOut(problem.hidden())
            .activation(Activation.TANH)
            .build();
  }

  private void fill(int layer, RnnData.Cell cell) {
    int units = problem.hidden();
    float[] bias = cell.biasIh().clone();
    for (int i = 0; i < bias.length; i++) {
      bias[i] += cell.biasHh()[i];
    }
    set(layer, INPUT_WEIGHTS, cell.weightIh(), cell.inputs());
    set(layer, RECURRENT_WEIGHTS, cell.weightHh(), units);
    set(layer, BIAS, bias, 1);
  }

  private void set(int layer, String name, float[] values, int inputs) {
    int rows = values.length / inputs;
    float[] reordered = new float[values.length];
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < inputs; i++) {
        reordered[i * rows + theirs(row)] = values[row * inputs + i];
      }
    }
    network.getLayer(layer).setParam(name, Nd4j.createFromArray(reordered).reshape(inputs, rows));
  }

  /** Where one of our rows stands among their columns. */
  private int theirs(int row) {
    if (problem.cell() != CellKind.LSTM) {
      return row;
    }
    int[] block = {3, 1, 0, 2};
    return block[row / problem.hidden()] * problem.hidden() + row % problem.hidden();
  }

  /** From {@code [T, B, features]} to {@code [B, features, T]}. */
  private INDArray batchFirst(float[] values, int features) {
    return Nd4j.createFromArray(values)
        .reshape(problem.steps(), problem.batch(), features)
        .permute(1, 2, 0)
        .dup();
  }

  /** What one walk gave. */
  record Walk(INDArray y, Gradient gradient, INDArray dx) {}

  /** Forward, and backward from the gradient of the outputs, which the loss would give. */
  Walk walk() {
    network.setInput(x);
    var activations = network.feedForward(true, false);
    var backward = network.backpropGradient(outputGradient, null);
    return new Walk(activations.getLast(), backward.getFirst(), backward.getSecond());
  }

  Map<String, float[]> results() {
    var walk = walk();
    var results = new LinkedHashMap<String, float[]>();
    results.put("y", timeMajor(walk.y()));
    if (problem.wantsInputGradient()) {
      results.put("dx", timeMajor(walk.dx()));
    }
    for (int layer = 0; layer < problem.layers(); layer++) {
      var gradients = walk.gradient().gradientForVariable();
      String place = "_l" + layer;
      results.put("d_weight_ih" + place, ours(gradients.get(layer + "_" + INPUT_WEIGHTS)));
      results.put("d_weight_hh" + place, ours(gradients.get(layer + "_" + RECURRENT_WEIGHTS)));
      results.put("d_bias_ih" + place, ours(gradients.get(layer + "_" + BIAS)));
      results.put("d_bias_hh" + place, ours(gradients.get(layer + "_" + BIAS)));
    }
    return results;
  }

  private static float[] timeMajor(INDArray sequence) {
    return sequence.permute(2, 0, 1).dup('c').data().asFloat();
  }

  private float[] ours(INDArray gradient) {
    int rows = problem.cell().gates() * problem.hidden();
    int inputs = (int) gradient.length() / rows;
    var weights = gradient.reshape(inputs, rows);
    float[] values = new float[inputs * rows];
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < inputs; i++) {
        values[row * inputs + i] = weights.getFloat(i, theirs(row));
      }
    }
    return values;
  }
}
