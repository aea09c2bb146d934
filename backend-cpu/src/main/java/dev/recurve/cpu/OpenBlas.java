package dev.recurve.cpu;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * OpenBLAS, called on arrays where they lie: while a call runs, the garbage collector waits, so
 * that long products are cut into pieces of about a millisecond. It keeps to one thread; who wants
 * more calls it from several.
 *
 * <p>Initialising this class loads the library, see {@link OpenBlasLibrary}.
 */
final class OpenBlas {
  private static final int ROW_MAJOR = 101;
  private static final int AS_IT_IS = 111;
  private static final int TRANSPOSED = 112;

  /** Floating-point operations that take a core about a millisecond. */
  private static final double MILLISECOND = 1.5e8;

  /** Pieces of a long product; multiples of what OpenBLAS itself packs at a time. */
  private static final int INNER = 1024;

  private static final int ROWS = 384;
  private static final int COLS = 192;

  private static final SymbolLookup LIBRARY =
      SymbolLookup.libraryLookup(OpenBlasLibrary.path(), Arena.global());
  private static final MethodHandle SGEMM =
      handle(
          "cblas_sgemm",
          ValueLayout.JAVA_INT,
          ValueLayout.JAVA_INT,
          ValueLayout.JAVA_INT,
          ValueLayout.JAVA_INT,
          ValueLayout.JAVA_INT,
          ValueLayout.JAVA_INT,
          ValueLayout.JAVA_FLOAT,
          ValueLayout.ADDRESS,
          ValueLayout.JAVA_INT,
          ValueLayout.ADDRESS,
          ValueLayout.JAVA_INT,
          ValueLayout.JAVA_FLOAT,
          ValueLayout.ADDRESS,
          ValueLayout.JAVA_INT);
  private static final MethodHandle SGEMV =
      handle(
          "cblas_sgemv",
          ValueLayout.JAVA_INT,
          ValueLayout.JAVA_INT,
          ValueLayout.JAVA_INT,
          ValueLayout.JAVA_INT,
          ValueLayout.JAVA_FLOAT,
          ValueLayout.ADDRESS,
          ValueLayout.JAVA_INT,
          ValueLayout.ADDRESS,
          ValueLayout.JAVA_INT,
          ValueLayout.JAVA_FLOAT,
          ValueLayout.ADDRESS,
          ValueLayout.JAVA_INT);

  static {
    setThreads(1);
  }

  private OpenBlas() {}

  private static MethodHandle handle(String name, MemoryLayout... arguments) {
    return Linker.nativeLinker()
        .downcallHandle(
            symbol(name), FunctionDescriptor.ofVoid(arguments), Linker.Option.critical(true));
  }

  private static MemorySegment symbol(String name) {
    return LIBRARY
        .find(name)
        .orElseThrow(() -> new UnsatisfiedLinkError("OpenBLAS has no function " + name));
  }

  private static void setThreads(int threads) {
    var set =
        Linker.nativeLinker()
            .downcallHandle(
                symbol("openblas_set_num_threads"),
                FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT));
    try {
      set.invokeExact(threads);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  /** The name of the processor that its kernels were picked for. */
  static String coreName() {
    return text("openblas_get_corename");
  }

  /** Its version and how it was built. */
  static String config() {
    return text("openblas_get_config");
  }

  private static String text(String function) {
    var get =
        Linker.nativeLinker()
            .downcallHandle(symbol(function), FunctionDescriptor.of(ValueLayout.ADDRESS));
    try {
      var address = (MemorySegment) get.invokeExact();
      return address.reinterpret(Integer.MAX_VALUE).getString(0);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  /** A matrix in an array: where it begins, and how far it is from one row to the next. */
  record Place(float[] values, int start, int ld) {
    Place from(int row, int column) {
      return new Place(values, start + row * ld + column, ld);
    }

    private MemorySegment segment() {
      return MemorySegment.ofArray(values).asSlice((long) start * Float.BYTES);
    }
  }

  /**
   * {@code c = alpha · op(a) · op(b) + beta · c}, c being {@code m × n} and the inner size k, none
   * of them 0. With beta 0, c is not read.
   */
  static void gemm(
      boolean transA,
      boolean transB,
      int m,
      int n,
      int k,
      float alpha,
      Place a,
      Place b,
      float beta,
      Place c) {
    if (2.0 * m * n * k <= MILLISECOND) {
      call(transA, transB, m, n, k, alpha, a, b, beta, c);
      return;
    }
    for (int p = 0; p < k; p += INNER) {
      int inner = Math.min(INNER, k - p);
      float old = p == 0 ? beta : 1;
      for (int i = 0; i < m; i += ROWS) {
        int rows = Math.min(ROWS, m - i);
        var left = transA ? a.from(p, i) : a.from(i, p);
        for (int j = 0; j < n; j += COLS) {
          int cols = Math.min(COLS, n - j);
          var right = transB ? b.from(j, p) : b.from(p, j);
          call(transA, transB, rows, cols, inner, alpha, left, right, old, c.from(i, j));
        }
      }
    }
  }

  private static void call(
      boolean transA,
      boolean transB,
      int m,
      int n,
      int k,
      float alpha,
      Place a,
      Place b,
      float beta,
      Place c) {
    try {
      SGEMM.invokeExact(
          ROW_MAJOR,
          transA ? TRANSPOSED : AS_IT_IS,
          transB ? TRANSPOSED : AS_IT_IS,
          m,
          n,
          k,
          alpha,
          a.segment(),
          a.ld,
          b.segment(),
          b.ld,
          beta,
          c.segment(),
          c.ld);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  /**
   * {@code y = aᵀ·x + beta · y} for a {@code k × n} matrix a, so that its rows are read as they
   * lie: one row against a right-hand side.
   */
  static void gemv(int n, int k, Place a, Place x, float beta, Place y) {
    try {
      SGEMV.invokeExact(
          ROW_MAJOR, TRANSPOSED, k, n, 1f, a.segment(), a.ld, x.segment(), 1, beta, y.segment(), 1);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  /** Calls into OpenBLAS throw nothing of their own. */
  private static Error failed(Throwable e) {
    if (e instanceof Error error) {
      return error;
    }
    return new AssertionError("A call into OpenBLAS failed", e);
  }

  /** The version out of {@link #config}. */
  static Optional<String> version() {
    var words = config().split(" ");
    return words.length > 1 ? Optional.of(words[1]) : Optional.empty();
  }
}
