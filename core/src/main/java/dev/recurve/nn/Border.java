package dev.recurve.nn;

/**
 * What windows do at the ends of a sequence. Where a window begins depends on its number alone, not
 * on the sequence's length, so that a sequence gives the same alone and in a batch.
 */
enum Border {
  /** They lie within it. */
  VALID {
    @Override
    int before(int reach) {
      return 0;
    }

    @Override
    int count(int length, int reach, int stride) {
      return length < reach ? 0 : (length - reach) / stride + 1;
    }
  },
  /** They stand around each of its elements, or of every stride's. */
  SAME {
    @Override
    int before(int reach) {
      return (reach - 1) / 2;
    }

    @Override
    int count(int length, int reach, int stride) {
      return Math.ceilDiv(length, stride);
    }
  },
  /** They end at each of its elements, or at every stride's. */
  CAUSAL {
    @Override
    int before(int reach) {
      return reach - 1;
    }

    @Override
    int count(int length, int reach, int stride) {
      return Math.ceilDiv(length, stride);
    }
  },
  /** They begin within it; the last may reach beyond its end. */
  PARTIAL {
    @Override
    int before(int reach) {
      return 0;
    }

    @Override
    int count(int length, int reach, int stride) {
      int full = VALID.count(length, reach, stride);
      boolean isRest = full == 0 ? length > 0 : (full - 1) * stride + reach < length;
      return isRest && full * stride < length ? full + 1 : full;
    }
  };

  /** How far the first window begins before the first element. */
  abstract int before(int reach);

  /**
   * How many windows there are.
   *
   * @param reach from a window's first element to its last, both included
   * @param stride from one window's begin to the next
   */
  abstract int count(int length, int reach, int stride);
}
