package dev.recurve.conformance;

import dev.recurve.spi.Backend;
import dev.recurve.spi.Buffer;
import dev.recurve.spi.DType;
import dev.recurve.spi.HostMat;
import dev.recurve.spi.Mat;
import dev.recurve.spi.Scratch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Makes windows for tests, each in a buffer of its own with a random offset, random gaps between
 * rows and a random tail, and looks after what surrounds them. Around operands lies NaN, so that
 * reading outside spoils the result; around targets lies {@link #GUARD}, so that writing outside
 * shows. {@link #close()} checks that all surroundings still stand and gives every buffer back.
 */
public final class Matrices implements Scratch, AutoCloseable {
  /** What surrounds a target: large enough to spoil whatever it is added to. */
  public static final double GUARD = -0x1p60;

  /** What surrounds a window of integers. */
  public static final int INT_GUARD = 0x5A5A5A5A;

  private record Guarded(Mat window, double around) {}

  private final Backend on;
  private final DType type;
  private final SplittableRandom random;
  private final List<Guarded> all = new ArrayList<>();
  private String name = "";

  /**
   * Windows on a backend.
   *
   * @param type F32 or F64, of every window that does not hold integers
   * @param seed of all random choices
   */
  public Matrices(Backend on, DType type, long seed) {
    this.on = on;
    this.type = type;
    this.random = new SplittableRandom(seed);
  }

  /** The backend. */
  public Backend on() {
    return on;
  }

  /** The float type. */
  public DType type() {
    return type;
  }

  /** The source of the random choices. */
  public SplittableRandom random() {
    return random;
  }

  /**
   * Begins a new case: ends the one before, and names this one in the messages of all that follows.
   */
  public void begin(String name) {
    close();
    this.name = type + " " + name;
  }

  /** The name of the case. */
  public String name() {
    return name;
  }

  /** A number rounded to this type. */
  public double round(double value) {
    return type == DType.F32 ? (float) value : value;
  }

  /** Normally distributed numbers of unit variance, exact in this type. */
  public double[] normal(int size) {
    double[] values = new double[size];
    Arrays.setAll(values, _ -> round(random.nextGaussian()));
    return values;
  }

  /** Evenly distributed numbers, exact in this type. */
  public double[] uniform(int size, double low, double high) {
    double[] values = new double[size];
    Arrays.setAll(values, _ -> round(random.nextDouble(low, high)));
    return values;
  }

  /** A window to be read, with NaN around it. */
  public Mat operand(int rows, int cols, double... values) {
    return window(rows, cols, random.nextInt(5), values, Double.NaN);
  }

  /** A window to be written, or read and written, with {@link #GUARD} around it. */
  public Mat target(int rows, int cols, double... values) {
    return window(rows, cols, random.nextInt(5), values, GUARD);
  }

  /** A window to be written without being read: it holds NaN, with {@link #GUARD} around it. */
  public Mat blank(int rows, int cols) {
    return target(rows, cols, constant(rows * cols, Double.NaN));
  }

  /** A {@link #target} whose rows lie one behind the other. */
  public Mat contiguous(int rows, int cols, double... values) {
    return window(rows, cols, 0, values, GUARD);
  }

  /** A window of integers. */
  public Mat ints(int rows, int cols, int... values) {
    return ints(rows, cols, random.nextInt(5), values);
  }

  /** A window of integers whose rows lie one behind the other. */
  public Mat contiguousInts(int rows, int cols, int... values) {
    return ints(rows, cols, 0, values);
  }

  /** Scratch memory that holds NaN. */
  @Override
  public Mat take(DType wanted, int rows, int cols) {
    if (wanted != type) {
      throw new AssertionError("scratch of type " + wanted + " was asked for among " + type);
    }
    return blank(rows, cols);
  }

  /** The elements of a float window, row by row. */
  public double[] read(Mat mat) {
    return HostMat.download(on, mat);
  }

  /** The elements of an integer window, row by row. */
  public int[] readInts(Mat mat) {
    return HostMat.downloadInts(on, mat);
  }

  /** Compares a window with what was expected, by its largest element. */
  public void assertClose(Tolerance tolerance, Mat actual, double[] expected) {
    tolerance.assertClose(name, read(actual), expected);
  }

  /** Compares a window with what was expected, each element by its own size. */
  public void assertEachClose(Tolerance tolerance, Mat actual, double[] expected) {
    tolerance.assertEachClose(name, read(actual), expected);
  }

  /** Compares a window with what was expected; only 0 and -0 are the same. */
  public void assertExactly(Mat actual, double[] expected) {
    Tolerance.EXACT.assertClose(name, read(actual), expected);
  }

  /** Fails when anything around a window has changed. */
  public void assertSurroundingsUntouched() {
    for (Guarded guarded : all) {
      assertUntouched(guarded);
    }
  }

  /** Ends the case: checks the surroundings, then frees every buffer. */
  @Override
  public void close() {
    try {
      assertSurroundingsUntouched();
    } finally {
      all.forEach(guarded -> on.free(guarded.window().buffer()));
      all.clear();
    }
  }

  /** An array of one value. */
  static double[] constant(int size, double value) {
    double[] values = new double[size];
    Arrays.fill(values, value);
    return values;
  }

  private Mat window(int rows, int cols, int gap, double[] values, double around) {
    requireSize(rows, cols, values.length);
    Mat window = place(type, rows, cols, gap);
    double[] contents = constant(Math.toIntExact(window.buffer().size()), around);
    for (int r = 0; r < rows; r++) {
      int start = Math.toIntExact(window.offset()) + r * window.ld();
      System.arraycopy(values, r * cols, contents, start, cols);
    }
    HostMat.upload(on, contents, Mat.row(window.buffer()));
    all.add(new Guarded(window, around));
    return window;
  }

  private Mat ints(int rows, int cols, int gap, int[] values) {
    requireSize(rows, cols, values.length);
    Mat window = place(DType.I32, rows, cols, gap);
    int[] contents = new int[Math.toIntExact(window.buffer().size())];
    Arrays.fill(contents, INT_GUARD);
    for (int r = 0; r < rows; r++) {
      int start = Math.toIntExact(window.offset()) + r * window.ld();
      System.arraycopy(values, r * cols, contents, start, cols);
    }
    HostMat.upload(on, contents, Mat.row(window.buffer()));
    all.add(new Guarded(window, INT_GUARD));
    return window;
  }

  private Mat place(DType elements, int rows, int cols, int gap) {
    int offset = random.nextInt(7);
    int ld = cols + gap;
    Buffer buffer = on.allocate(elements, offset + (long) rows * ld + random.nextInt(4));
    return new Mat(buffer, offset, rows, cols, ld);
  }

  private void assertUntouched(Guarded guarded) {
    Mat window = guarded.window();
    double[] contents = contents(window.buffer());
    for (int i = 0; i < contents.length; i++) {
      long place = i - window.offset();
      boolean inside =
          window.cols() > 0
              && place >= 0
              && place / window.ld() < window.rows()
              && place % window.ld() < window.cols();
      if (!inside && Double.compare(contents[i], guarded.around()) != 0) {
        throw new AssertionError(
            ("%s: element %d of a buffer is %s, but it held %s and lies outside the window (offset"
                    + " %d, %d × %d, ld %d)")
                .formatted(
                    name,
                    i,
                    contents[i],
                    guarded.around(),
                    window.offset(),
                    window.rows(),
                    window.cols(),
                    window.ld()));
      }
    }
  }

  private double[] contents(Buffer buffer) {
    if (buffer.type().isFloat()) {
      return HostMat.download(on, Mat.row(buffer));
    }
    return Arrays.stream(HostMat.downloadInts(on, Mat.row(buffer))).asDoubleStream().toArray();
  }

  private static void requireSize(int rows, int cols, int size) {
    if (size != rows * cols) {
      throw new IllegalArgumentException(
          "A window of %d × %d takes %d values, received %d"
              .formatted(rows, cols, rows * cols, size));
    }
  }
}
