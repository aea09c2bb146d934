package dev.recurve.conformance;

import java.util.Arrays;

/**
 * Reverse-mode differentiation of single numbers in double precision: a list of values, each with
 * at most two parents and the slopes towards them. Slow, and easy to see through.
 */
final class ScalarTape {
  private double[] values = new double[1024];
  private double[] gradients = new double[0];
  private int[] parents = new int[2048];
  private double[] slopes = new double[2048];
  private int size;

  /** A number that depends on nothing. */
  int leaf(double value) {
    return node(value, 0, 0, 0, 0);
  }

  /** A leaf for each number. */
  int[] leaves(double[] numbers) {
    return Arrays.stream(numbers).mapToInt(this::leaf).toArray();
  }

  int add(int a, int b) {
    return node(values[a] + values[b], a, 1, b, 1);
  }

  int sub(int a, int b) {
    return node(values[a] - values[b], a, 1, b, -1);
  }

  int mul(int a, int b) {
    return node(values[a] * values[b], a, values[b], b, values[a]);
  }

  int tanh(int a) {
    double y = Math.tanh(values[a]);
    return node(y, a, 1 - y * y, a, 0);
  }

  int sigmoid(int a) {
    double y = 1 / (1 + Math.exp(-values[a]));
    return node(y, a, y * (1 - y), a, 0);
  }

  int relu(int a) {
    double x = values[a];
    return node(Math.max(x, 0), a, x > 0 ? 1 : 0, a, 0);
  }

  /** The value of a node. */
  double value(int node) {
    return values[node];
  }

  /** The values of some nodes. */
  double[] values(int[] nodes) {
    return Arrays.stream(nodes).mapToDouble(this::value).toArray();
  }

  /** Forgets all gradients; then {@link #seed} and {@link #walkBack}. */
  void clearGradients() {
    gradients = new double[size];
  }

  /** Adds to the gradient of a node. */
  void seed(int node, double gradient) {
    gradients[node] += gradient;
  }

  /** Carries all gradients to the leaves. */
  void walkBack() {
    for (int i = size - 1; i >= 0; i--) {
      gradients[parents[2 * i]] += slopes[2 * i] * gradients[i];
      gradients[parents[2 * i + 1]] += slopes[2 * i + 1] * gradients[i];
    }
  }

  /** The gradients of some nodes. */
  double[] gradients(int[] nodes) {
    return Arrays.stream(nodes).mapToDouble(node -> gradients[node]).toArray();
  }

  private int node(double value, int a, double slopeA, int b, double slopeB) {
    if (size == values.length) {
      values = Arrays.copyOf(values, 2 * size);
      parents = Arrays.copyOf(parents, 4 * size);
      slopes = Arrays.copyOf(slopes, 4 * size);
    }
    values[size] = value;
    parents[2 * size] = a;
    parents[2 * size + 1] = b;
    slopes[2 * size] = slopeA;
    slopes[2 * size + 1] = slopeB;
    return size++;
  }
}
