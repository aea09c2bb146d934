package dev.recurve.spi;

/** {@link Backend#linearScan} made of a backend's required operations, two a step. */
final class ComposedScan {
  private ComposedScan() {}

  static void forward(Backend on, int[] active, Mat a, Mat b, Mat h0, Mat h) {
    var before = h0;
    int from = 0;
    for (int rows : active) {
      var now = h.rows(from, rows);
      on.binary(BinaryOp.MUL, a.rows(from, rows), before.rows(0, rows), Write.SET, now);
      on.binary(BinaryOp.ADD, now, b.rows(from, rows), Write.SET, now);
      before = now;
      from += rows;
    }
  }

  /** What flows into {@code h_t}, from its own use and through {@code h_(t+1)}, is b's gradient. */
  static void backward(
      Backend on, int[] active, Mat a, Mat h0, Mat h, Mat dh, Mat da, Mat db, Mat dh0) {
    int end = h.rows();
    int later = 0;
    for (int s = active.length - 1; s >= 0; s--) {
      int rows = active[s];
      int from = end - rows;
      var sum = db.rows(from, rows);
      on.copy(dh.rows(from, rows), sum);
      if (later > 0) {
        var through = sum.rows(0, later);
        on.binary(BinaryOp.MUL, a.rows(end, later), db.rows(end, later), Write.ADD, through);
      }
      var before = s == 0 ? h0 : h.rows(from - active[s - 1], rows);
      on.binary(BinaryOp.MUL, sum, before.rows(0, rows), Write.SET, da.rows(from, rows));
      later = rows;
      end = from;
    }
    on.fill(dh0, 0);
    if (later > 0) {
      var first = dh0.rows(0, later);
      on.binary(BinaryOp.MUL, a.rows(0, later), db.rows(0, later), Write.SET, first);
    }
  }
}
