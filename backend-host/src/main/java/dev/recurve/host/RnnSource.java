package dev.recurve.host;

import dev.recurve.spi.Mat;
import dev.recurve.spi.RnnWeights;
import java.util.Optional;

/** A direction's weights as they lie outside: one row for each gate and unit. */
public record RnnSource(RnnWeights weights, int units) {

  /** Weights of a gate's unit to the input, {@code from … from+count-1}. */
  public void input(int gate, int unit, int from, int count, float[] to, int at) {
    copy(weights.weightIh(), gate * units + unit, from, count, to, at);
  }

  /** Weights of a gate's unit to the state, {@code from … from+count-1}. */
  public void state(int gate, int unit, int from, int count, float[] to, int at) {
    copy(weights.weightHh(), gate * units + unit, from, count, to, at);
  }

  /** Weights of an output to {@code o∘tanh(c)}, {@code from … from+count-1}. */
  public void projection(int output, int from, int count, float[] to, int at) {
    copy(weights.projection().orElseThrow(), output, from, count, to, at);
  }

  /** Weights of a gate's units to the cell state; gates in the order i, f, o. */
  public void peephole(int gate, float[] to, int at) {
    var mat = weights.peephole().orElseThrow();
    System.arraycopy(HostBuffer.floats(mat), HostBuffer.start(mat) + gate * units, to, at, units);
  }

  /** A gate's unit to {@code [x | 1 | h]}, the two biases added. */
  public void row(int gate, int unit, float[] to, int at) {
    int inputs = weights.weightIh().cols();
    input(gate, unit, 0, inputs, to, at);
    to[at + inputs] = inputBias(gate, unit) + stateBias(gate, unit);
    state(gate, unit, 0, weights.weightHh().cols(), to, at + inputs + 1);
  }

  public float inputBias(int gate, int unit) {
    return bias(weights.biasIh(), gate, unit);
  }

  public float stateBias(int gate, int unit) {
    return bias(weights.biasHh(), gate, unit);
  }

  private float bias(Optional<Mat> bias, int gate, int unit) {
    if (bias.isEmpty()) {
      return 0;
    }
    var mat = bias.get();
    return HostBuffer.floats(mat)[HostBuffer.start(mat) + gate * units + unit];
  }

  private static void copy(Mat mat, int row, int from, int count, float[] to, int at) {
    System.arraycopy(
        HostBuffer.floats(mat), HostBuffer.start(mat) + row * mat.ld() + from, to, at, count);
  }
}
