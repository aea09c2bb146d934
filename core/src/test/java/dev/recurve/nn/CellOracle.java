package dev.recurve.nn;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/**
 * Recurrent cells by their papers' formulas, unit by unit on plain numbers, knowing nothing of
 * tensors.
 */
enum CellOracle {
  LAYER_NORM_LSTM {
    @Override
    void step(Memory s, double[] x) {
      double[] sums =
          plus(
              times(normal(s.product("weight_ih", x)), s.weights("gain_ih")),
              times(normal(s.product("weight_hh", s.get("h"))), s.weights("gain_hh")));
      double[] i = map(block(plus(sums, s.weights("bias_ih")), 0, 4), CellOracle::sigmoid);
      double[] f = map(block(plus(sums, s.weights("bias_ih")), 1, 4), CellOracle::sigmoid);
      double[] g = map(block(plus(sums, s.weights("bias_ih")), 2, 4), Math::tanh);
      double[] o = map(block(plus(sums, s.weights("bias_ih")), 3, 4), CellOracle::sigmoid);
      double[] c = plus(times(f, s.get("c")), times(i, g));
      double[] scaled = plus(times(normal(c), s.weights("gain_c")), s.weights("bias_c"));
      s.put("c", c);
      s.put("h", times(o, map(scaled, Math::tanh)));
    }
  },

  LAYER_NORM_GRU {
    @Override
    void step(Memory s, double[] x) {
      double[] h = s.get("h");
      int n = h.length;
      double[] ofX = s.product("weight_ih", x);
      double[] ofH = s.product("weight_hh", h);
      double[] b = s.weights("bias_ih");
      double[] gates =
          plus(
              times(normal(Arrays.copyOf(ofX, 2 * n)), s.weights("gain_ih")),
              times(normal(Arrays.copyOf(ofH, 2 * n)), s.weights("gain_hh")));
      double[] freshX = times(normal(block(ofX, 2, 3)), s.weights("gain_in"));
      double[] freshH = times(normal(block(ofH, 2, 3)), s.weights("gain_hn"));
      double[] next = new double[n];
      for (int j = 0; j < n; j++) {
        double r = sigmoid(gates[j] + b[j]);
        double z = sigmoid(gates[n + j] + b[n + j]);
        double fresh = Math.tanh(freshX[j] + b[2 * n + j] + r * freshH[j]);
        next[j] = (1 - z) * fresh + z * h[j];
      }
      s.put("h", next);
    }
  },

  MINIMAL_GATED {
    @Override
    void step(Memory s, double[] x) {
      double[] h = s.get("h");
      double[] ofX = plus(s.product("weight_ih", x), s.weights("bias_ih"));
      double[] f =
          map(plus(block(ofX, 0, 2), block(s.product("weight_hh", h), 0, 2)), CellOracle::sigmoid);
      double[] forgotten = s.product("weight_hh", times(f, h));
      double[] fresh = map(plus(block(ofX, 1, 2), block(forgotten, 1, 2)), Math::tanh);
      s.put("h", plus(times(map(f, v -> 1 - v), h), times(f, fresh)));
    }
  },

  IND_RNN {
    @Override
    void step(Memory s, double[] x) {
      double[] own = times(s.weights("weight_hh"), s.get("h"));
      double[] sum = plus(plus(s.product("weight_ih", x), own), s.weights("bias_ih"));
      s.put("h", map(sum, v -> Math.max(v, 0)));
    }
  },

  COUPLED_LSTM {
    @Override
    void step(Memory s, double[] x) {
      double[] sums =
          plus(
              plus(s.product("weight_ih", x), s.weights("bias_ih")),
              plus(s.product("weight_hh", s.get("h")), s.weights("bias_hh")));
      double[] f = map(block(sums, 0, 3), CellOracle::sigmoid);
      double[] g = map(block(sums, 1, 3), Math::tanh);
      double[] o = map(block(sums, 2, 3), CellOracle::sigmoid);
      double[] c = plus(times(f, s.get("c")), times(map(f, v -> 1 - v), g));
      s.put("c", c);
      s.put("h", times(o, map(c, Math::tanh)));
    }
  },

  MOGRIFIER_LSTM {
    @Override
    void step(Memory s, double[] input) {
      double[] x = input;
      double[] h = s.get("h");
      for (int round = 1; s.has("mogrify_" + round); round++) {
        String name = "mogrify_" + round;
        if (round % 2 == 1) {
          x = times(map(s.product(name, h), v -> 2 * sigmoid(v)), x);
        } else {
          h = times(map(s.product(name, x), v -> 2 * sigmoid(v)), h);
        }
      }
      double[] sums =
          plus(
              plus(s.product("weight_ih", x), s.weights("bias_ih")),
              plus(s.product("weight_hh", h), s.weights("bias_hh")));
      double[] i = map(block(sums, 0, 4), CellOracle::sigmoid);
      double[] f = map(block(sums, 1, 4), CellOracle::sigmoid);
      double[] g = map(block(sums, 2, 4), Math::tanh);
      double[] o = map(block(sums, 3, 4), CellOracle::sigmoid);
      double[] c = plus(times(f, s.get("c")), times(i, g));
      s.put("c", c);
      s.put("h", times(o, map(c, Math::tanh)));
    }
  },

  /** Without any scale: the numbers of the tests are small enough. */
  S_LSTM {
    @Override
    void step(Memory s, double[] x) {
      double[] sums =
          plus(
              plus(s.product("weight_ih", x), s.weights("bias_ih")),
              s.product("weight_hh", s.get("h")));
      double[] i = map(block(sums, 0, 4), Math::exp);
      double[] f = map(block(sums, 1, 4), CellOracle::sigmoid);
      double[] z = map(block(sums, 2, 4), Math::tanh);
      double[] o = map(block(sums, 3, 4), CellOracle::sigmoid);
      double[] c = plus(times(f, s.get("c")), times(i, z));
      double[] n = plus(times(f, s.get("n")), i);
      double[] h = new double[c.length];
      for (int j = 0; j < h.length; j++) {
        h[j] = o[j] * c[j] / n[j];
      }
      s.put("c", c);
      s.put("n", n);
      s.put("h", h);
    }
  },

  /** With another product of x in the place of x itself. */
  SRU {
    @Override
    void step(Memory s, double[] x) {
      double[] sums = plus(s.product("weight_ih", x), s.weights("bias_ih"));
      double[] f = map(block(sums, 0, 4), CellOracle::sigmoid);
      double[] r = map(block(sums, 1, 4), CellOracle::sigmoid);
      double[] c = plus(times(f, s.get("c")), times(map(f, v -> 1 - v), block(sums, 2, 4)));
      s.put("c", c);
      s.put("h", plus(times(r, map(c, Math::tanh)), times(map(r, v -> 1 - v), block(sums, 3, 4))));
    }
  },

  /** Three inputs a step. */
  QRNN {
    @Override
    void step(Memory s, double[] x) {
      int n = x.length;
      double[] seen = Arrays.copyOf(x, 3 * n);
      double[] past = Arrays.copyOf(s.get("past"), 2 * n);
      System.arraycopy(past, 0, seen, n, 2 * n);
      s.put("past", Arrays.copyOf(seen, 2 * n));
      double[] sums = plus(s.product("weight_ih", seen), s.weights("bias_ih"));
      double[] z = map(block(sums, 0, 3), Math::tanh);
      double[] f = map(block(sums, 1, 3), CellOracle::sigmoid);
      double[] o = map(block(sums, 2, 3), CellOracle::sigmoid);
      double[] c = plus(times(f, s.get("c")), times(map(f, v -> 1 - v), z));
      s.put("c", c);
      s.put("h", times(o, c));
    }
  },

  MIN_GRU {
    @Override
    void step(Memory s, double[] x) {
      double[] sums = plus(s.product("weight_ih", x), s.weights("bias_ih"));
      double[] z = map(block(sums, 0, 2), CellOracle::sigmoid);
      s.put("h", plus(times(map(z, v -> 1 - v), s.get("h")), times(z, block(sums, 1, 2))));
    }
  },

  MIN_LSTM {
    @Override
    void step(Memory s, double[] x) {
      double[] sums = plus(s.product("weight_ih", x), s.weights("bias_ih"));
      double[] f = map(block(sums, 0, 3), CellOracle::sigmoid);
      double[] i = map(block(sums, 1, 3), CellOracle::sigmoid);
      double[] h = s.get("h");
      double[] next = new double[h.length];
      for (int j = 0; j < h.length; j++) {
        next[j] = (f[j] * h[j] + i[j] * sums[2 * h.length + j]) / (f[j] + i[j]);
      }
      s.put("h", next);
    }
  };

  /** Replaces the state, of which {@code h} is the output. */
  abstract void step(Memory state, double[] x);

  /** Weights by name, and a state of zeros that steps change. */
  static final class Memory {
    private final Map<String, double[]> weights;
    private final Map<String, double[]> state = new LinkedHashMap<>();
    private final int units;

    Memory(Map<String, double[]> weights, int units) {
      this.weights = weights;
      this.units = units;
    }

    boolean has(String name) {
      return weights.containsKey(name);
    }

    double[] weights(String name) {
      return weights.get(name);
    }

    double[] get(String name) {
      return state.getOrDefault(name, new double[units]);
    }

    void put(String name, double[] values) {
      state.put(name, values);
    }

    /** The product of a matrix, row by row, with a vector. */
    double[] product(String name, double[] vector) {
      double[] matrix = weights.get(name);
      double[] y = new double[matrix.length / vector.length];
      for (int r = 0; r < y.length; r++) {
        for (int k = 0; k < vector.length; k++) {
          y[r] += matrix[r * vector.length + k] * vector[k];
        }
      }
      return y;
    }
  }

  static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  private static double[] map(double[] x, DoubleUnaryOperator function) {
    return Arrays.stream(x).map(function).toArray();
  }

  private static double[] plus(double[] a, double[] b) {
    double[] sum = new double[a.length];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = a[i] + b[i];
    }
    return sum;
  }

  private static double[] times(double[] a, double[] b) {
    double[] product = new double[a.length];
    for (int i = 0; i < product.length; i++) {
      product[i] = a[i] * b[i];
    }
    return product;
  }

  private static double[] block(double[] x, int index, int count) {
    int size = x.length / count;
    return Arrays.copyOfRange(x, index * size, (index + 1) * size);
  }

  private static double[] normal(double[] x) {
    double mean = Arrays.stream(x).average().orElseThrow();
    double variance = Arrays.stream(x).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
    return map(x, v -> (v - mean) / Math.sqrt(variance + 1e-5));
  }
}
