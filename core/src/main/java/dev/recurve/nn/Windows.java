package dev.recurve.nn;

import dev.recurve.Lengths;
import dev.recurve.Sequence;
import dev.recurve.Shape;
import dev.recurve.Tensor;
import dev.recurve.autodiff.DeviceTensor;
import dev.recurve.autodiff.Tensors;
import java.util.Arrays;

/**
 * Windows that slide over every sequence of a batch, along time and along the height of a step.
 * They never see the padding, and those that would lie in it are not computed.
 *
 * @param kernel elements of a window
 * @param stride from one window to the next
 * @param dilation from one element of a window to the next
 * @param time what windows do at a sequence's ends
 * @param height what they do at the upper and lower end of a step
 */
record Windows(Span kernel, Span stride, Span dilation, Border time, Border height) {

  static Windows of(Span kernel) {
    return new Windows(kernel, Span.ONE, Span.ONE, Border.VALID, Border.VALID);
  }

  Windows withStride(Span strides) {
    return new Windows(kernel, strides, dilation, time, height);
  }

  Windows withDilation(Span dilations) {
    return new Windows(kernel, stride, dilations, time, height);
  }

  Windows withBorders(Border alongTime, Border alongHeight) {
    return new Windows(kernel, stride, dilation, alongTime, alongHeight);
  }

  /** Elements of a window. */
  int size() {
    return Math.multiplyExact(kernel.time(), kernel.height());
  }

  /** How many windows there are along time in so many steps. */
  int steps(int length) {
    return time.count(length, reach().time(), stride.time());
  }

  /** How many windows stand above each other in so many rows. */
  int rows(int rows) {
    return height.count(rows, reach().height(), stride.height());
  }

  Lengths lengths(Lengths of) {
    return Lengths.of(Arrays.stream(of.toArray()).map(this::steps).toArray());
  }

  /** From a window's first element to its last, both included. */
  Span reach() {
    return new Span(
        (kernel.time() - 1) * dilation.time() + 1, (kernel.height() - 1) * dilation.height() + 1);
  }

  /**
   * The windows over a batch of sequences.
   *
   * @param rows of each step
   */
  Over over(Sequence input, int rows) {
    var lengths = lengths(input.lengths());
    return new Over(this, input, rows, lengths, Timeline.of(lengths, steps(input.steps()), false));
  }

  /**
   * The windows over a batch, those above each other one after the other.
   *
   * @param rows of each step of the input
   * @param lengths windows along time of each sequence
   * @param timeline the order of steps
   */
  record Over(Windows windows, Sequence input, int rows, Lengths lengths, Timeline timeline) {
    /** Windows above each other. */
    int height() {
      return windows.rows(rows);
    }

    /** How many windows there are in all. */
    int count() {
      return timeline.rows().length * height();
    }

    /**
     * The elements of all windows.
     *
     * @param cells {@code [T·B·rows, C]}
     * @return {@code [count, size, C]}, 0 where a window reaches beyond a sequence or a step
     */
    Tensor gather(Tensor cells) {
      return cells.gather(ids(Shape.of(count(), windows.size()), ids()));
    }

    /** The same, with each window's first elements first, {@code [size, count, C]}. */
    Tensor gatherApart(Tensor cells) {
      return gatherApart(cells, ids());
    }

    /** The same, where a window's first element stands in for those beyond the ends. */
    Tensor gatherRepeating(Tensor cells) {
      int[] ids = ids();
      for (int i = 0; i < ids.length; i++) {
        ids[i] = ids[i] < 0 ? ids[i - i % windows.size()] : ids[i];
      }
      return gatherApart(cells, ids);
    }

    private Tensor gatherApart(Tensor cells, int[] ids) {
      int size = windows.size();
      int[] apart = new int[ids.length];
      for (int i = 0; i < ids.length; i++) {
        apart[i % size * count() + i / size] = ids[i];
      }
      return cells.gather(ids(Shape.of(size, count()), apart));
    }

    /** How many elements of each window lie within its sequence and step, {@code [count]}. */
    int[] elements() {
      int[] ids = ids();
      int size = windows.size();
      int[] elements = new int[count()];
      for (int i = 0; i < ids.length; i++) {
        elements[i / size] += ids[i] >= 0 ? 1 : 0;
      }
      return elements;
    }

    private Tensor ids(Shape shape, int[] ids) {
      return Tensors.ofInts(DeviceTensor.of(input.data()).device(), shape, ids);
    }

    /** The cells of each window, row by row of it, or -1. */
    private int[] ids() {
      var kernel = windows.kernel;
      int batch = input.batch();
      int before = windows.time.before(windows.reach().time());
      int above = windows.height.before(windows.reach().height());
      int[] ids = new int[Math.multiplyExact(count(), windows.size())];
      int next = 0;
      for (int row : timeline.rows()) {
        int b = row % batch;
        int length = input.lengths().at(b);
        int firstStep = row / batch * windows.stride.time() - before;
        for (int h = 0; h < height(); h++) {
          int firstRow = h * windows.stride.height() - above;
          for (int j = 0; j < kernel.height(); j++) {
            int y = firstRow + j * windows.dilation.height();
            for (int i = 0; i < kernel.time(); i++) {
              int t = firstStep + i * windows.dilation.time();
              boolean within = t >= 0 && t < length && y >= 0 && y < rows;
              ids[next++] = within ? Math.addExact(Math.multiplyExact(t * batch + b, rows), y) : -1;
            }
          }
        }
      }
      return ids;
    }

    /**
     * What was computed of all windows as a sequence.
     *
     * @param computed {@code [count, features]}
     * @param features of each step: {@code [features]}, or {@code [height, features]}
     */
    Sequence spread(Tensor computed, Shape features) {
      var steps = computed.reshape(Shape.of(timeline.rows().length).then(features));
      return PackedSteps.spread(steps, timeline, windows.steps(input.steps()), lengths);
    }
  }
}
