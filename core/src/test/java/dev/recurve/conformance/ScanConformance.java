package dev.recurve.conformance;

import dev.recurve.spi.Mat;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Linear recurrences over steps of ever fewer rows, and their gradients. */
abstract class ScanConformance extends Conformance {

  /** Rows of each step, rows of the start, columns. */
  private record Scan(int start, int cols, int... active) {
    int rows() {
      return Arrays.stream(active).sum();
    }

    int elements() {
      return rows() * cols;
    }

    /** The row that row i of step s follows from, behind the start's rows; calls back in order. */
    void each(Follows follows) {
      int from = start;
      int before = 0;
      for (int rows : active) {
        for (int i = 0; i < rows; i++) {
          follows.row(from + i, before + i);
        }
        before = from;
        from += rows;
      }
    }
  }

  private interface Follows {
    void row(int row, int before);
  }

  private static List<Scan> scans() {
    return List.of(
        new Scan(1, 1, 1),
        new Scan(2, 3),
        new Scan(3, 5, 3, 3, 3),
        new Scan(4, 7, 3, 2, 2, 1),
        new Scan(5, 16, 4, 4, 1, 1, 1, 1),
        new Scan(2, 67, 2, 2, 2, 2, 2, 2, 2, 1),
        new Scan(33, 129, 33, 31, 31, 17, 2));
  }

  /** What lies one after the other: the start, then all steps. */
  private static double[] forward(Scan scan, double[] a, double[] b, double[] h0) {
    double[] all = Arrays.copyOf(h0, h0.length + a.length);
    int n = scan.cols;
    scan.each(
        (row, before) -> {
          for (int c = 0; c < n; c++) {
            int i = (row - scan.start) * n + c;
            all[row * n + c] = a[i] * all[before * n + c] + b[i];
          }
        });
    return all;
  }

  @Test
  void forward() {
    onEachFloatType(
        m -> {
          for (Scan scan : scans()) {
            m.begin("linear scan " + scan);
            double[] a = m.uniform(scan.elements(), -1, 1);
            double[] b = m.normal(scan.elements());
            double[] h0 = m.normal(scan.start * scan.cols);
            var h = m.blank(scan.rows(), scan.cols);
            on.linearScan(
                scan.active,
                m.operand(scan.rows(), scan.cols, a),
                m.operand(scan.rows(), scan.cols, b),
                m.operand(scan.start, scan.cols, h0),
                h);
            double[] all = forward(scan, a, b, h0);
            m.assertClose(
                Tolerance.of(m.type()), h, Arrays.copyOfRange(all, h0.length, all.length));
          }
        });
  }

  @Test
  void gradient() {
    onEachFloatType(
        m -> {
          for (Scan scan : scans()) {
            m.begin("gradient of the linear scan " + scan);
            int n = scan.cols;
            double[] a = m.uniform(scan.elements(), -1, 1);
            double[] h0 = m.normal(scan.start * n);
            double[] all = forward(scan, a, m.normal(scan.elements()), h0);
            for (int i = 0; i < all.length; i++) {
              all[i] = m.round(all[i]);
            }
            double[] dh = m.normal(scan.elements());
            var da = m.blank(scan.rows(), n);
            var db = m.blank(scan.rows(), n);
            var dh0 = m.blank(scan.start, n);
            Mat h = m.operand(scan.rows(), n, Arrays.copyOfRange(all, h0.length, all.length));
            on.linearScanGrad(
                scan.active,
                m.operand(scan.rows(), n, a),
                m.operand(scan.start, n, h0),
                h,
                m.operand(scan.rows(), n, dh),
                da,
                db,
                dh0);
            // Each h's gradient goes to every h before it through the product of the factors
            // between.
            int[] before = new int[scan.start + scan.rows()];
            scan.each((row, from) -> before[row] = from);
            double[] sums = new double[all.length];
            scan.each(
                (row, _) -> {
                  for (int c = 0; c < n; c++) {
                    double flows = dh[(row - scan.start) * n + c];
                    int at = row;
                    while (at >= scan.start) {
                      sums[at * n + c] += flows;
                      flows *= a[(at - scan.start) * n + c];
                      at = before[at];
                    }
                    sums[at * n + c] += flows;
                  }
                });
            double[] expectedDb = Arrays.copyOfRange(sums, h0.length, sums.length);
            double[] expectedDa = new double[expectedDb.length];
            scan.each(
                (row, from) -> {
                  for (int c = 0; c < n; c++) {
                    int i = (row - scan.start) * n + c;
                    expectedDa[i] = expectedDb[i] * all[from * n + c];
                  }
                });
            var tolerance = Tolerance.of(m.type());
            m.assertClose(tolerance, db, expectedDb);
            m.assertClose(tolerance, da, expectedDa);
            m.assertClose(tolerance, dh0, Arrays.copyOf(sums, h0.length));
          }
        });
  }
}
