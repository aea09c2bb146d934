package dev.recurve.nn;

import dev.recurve.Lengths;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * In which order a recurrent layer visits the rows {@code t·B + b} of a padded batch, so that
 * padding is never computed: sequences sorted by length, longest first, so that those still running
 * are always the first rows, and one after the other falls away. In the reverse direction each
 * sequence begins at its own last step.
 *
 * @param active how many sequences run at each visited step; never grows
 * @param order the sequences, longest first
 * @param rank where each sequence stands in the order
 * @param rows the visited rows, step after step, in the order of the sequences
 * @param back for each row of the batch its place among the visited, or -1 for padding
 */
record Timeline(int[] active, int[] order, int[] rank, int[] rows, int[] back) {

  static Timeline of(Lengths lengths, int steps, boolean reverse) {
    int batch = lengths.batch();
    int[] order =
        IntStream.range(0, batch)
            .boxed()
            .sorted(Comparator.comparingInt(b -> -lengths.at(b)))
            .mapToInt(Integer::intValue)
            .toArray();
    int[] rank = new int[batch];
    for (int i = 0; i < batch; i++) {
      rank[order[i]] = i;
    }
    int[] active = new int[lengths.max()];
    int[] rows = new int[Math.toIntExact(lengths.total())];
    int[] back = new int[steps * batch];
    Arrays.fill(back, -1);
    int visited = 0;
    for (int s = 0; s < active.length; s++) {
      for (int i = 0; i < batch && lengths.at(order[i]) > s; i++) {
        int b = order[i];
        int t = reverse ? lengths.at(b) - 1 - s : s;
        rows[visited] = t * batch + b;
        back[t * batch + b] = visited;
        visited++;
        active[s]++;
      }
    }
    return new Timeline(active, order, rank, rows, back);
  }
}
