package dev.recurve.spi;

/** The recurrent cells that a backend may know how to run whole. */
public sealed interface RnnCell {

  /** Blocks of {@code hiddenSize} rows in the weights: 1, 4 or 3. */
  int gates();

  /** Tensors in the state: 1 (h) or 2 (h and c). */
  int states();

  /**
   * Elman 1990: {@code h' = f(W x + b_ih + U h + b_hh)}.
   *
   * @param activation f
   */
  record Simple(Activation activation) implements RnnCell {
    @Override
    public int gates() {
      return 1;
    }

    @Override
    public int states() {
      return 1;
    }
  }

  /**
   * Long short-term memory, Hochreiter and Schmidhuber 1997 with the forget gate of Gers et al.
   * 2000; gate blocks in the order i, f, g, o: {@code c' = f∘c + i∘g}, {@code h' = o∘tanh(c')}.
   *
   * @param peepholes whether i and f also see {@code c}, and o sees {@code c'} (Gers et al. 2002)
   * @param projection size of the projected output (Sak et al. 2014), or 0 for none
   */
  record Lstm(boolean peepholes, int projection) implements RnnCell {
    /** The plain LSTM. */
    public Lstm() {
      this(false, 0);
    }

    @Override
    public int gates() {
      return 4;
    }

    @Override
    public int states() {
      return 2;
    }
  }

  /**
   * Gated recurrent unit, Cho et al. 2014; gate blocks in the order r, z, n: {@code h' = (1-z)∘n +
   * z∘h}.
   *
   * @param resetAfter where the reset gate acts: after the recurrent product, {@code n = tanh(W x +
   *     b + r∘(U h + b_hn))}, as cuDNN and PyTorch do, or before it, {@code n = tanh(W x + b + U
   *     (r∘h) + b_hn)}, as in the paper
   */
  record Gru(boolean resetAfter) implements RnnCell {
    @Override
    public int gates() {
      return 3;
    }

    @Override
    public int states() {
      return 1;
    }
  }
}
