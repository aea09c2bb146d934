package dev.recurve.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recurve.DataException;
import dev.recurve.Lengths;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class StreamBatchesTest {
  private static float[][] stream(int first, int steps) {
    float[][] stream = new float[steps][];
    for (int t = 0; t < steps; t++) {
      stream[t] = new float[] {first + t};
    }
    return stream;
  }

  @Test
  void streamsAdvanceTogetherWindowByWindow() {
    var streams = List.of(stream(0, 5), stream(10, 3), stream(20, 2));
    var data = StreamBatches.values(streams, streams).size(2).windows(2);

    assertThat(data.count()).as("three windows of two streams, one of the third").isEqualTo(4);
    var first = data.batch(0, 0);
    assertThat(first.input().data().toArray()).containsExactly(0, 10, 1, 11);
    assertThat(first.size()).isEqualTo(2);
    var second = data.batch(0, 1);
    assertThat(second.input().data().toArray()).containsExactly(2, 12, 3, 0);
    assertThat(second.input().lengths()).isEqualTo(Lengths.of(2, 1));
    assertThat(second.target().lengths()).isEqualTo(Lengths.of(2, 1));
    var third = data.batch(0, 2);
    assertThat(third.input().data().toArray()).containsExactly(4, 0);
    assertThat(third.input().lengths()).isEqualTo(Lengths.of(1, 0));
    assertThat(data.batch(0, 3).input().data().toArray()).containsExactly(20, 21);
    assertThat(List.of(data.begins(0), data.begins(1), data.begins(2), data.begins(3)))
        .containsExactly(true, false, false, true);
    assertThat(data.describe(0, 1)).isEqualTo("steps 2…3 of streams 0…1");
    assertThat(data.describe(0, 3)).isEqualTo("steps 0…1 of streams 2…2");
  }

  @Test
  void aTextIsCutIntoStreamsSideBySide() {
    var data = StreamBatches.nextToken(new int[] {0, 1, 2, 3, 4, 5, 6, 7}, 8, 2).windows(3);

    assertThat(data.streams()).isEqualTo(2);
    assertThat(data.count()).isEqualTo(2);
    var first = data.batch(0, 0);
    assertThat(first.input().ids().toInts()).containsExactly(0, 4, 1, 5, 2, 6);
    assertThat(first.target().ids().toInts()).containsExactly(1, 5, 2, 6, 3, 7);
    var second = data.batch(0, 1);
    assertThat(second.target().lengths()).isEqualTo(Lengths.of(1, 0));
    assertThat(second.target().ids().toInts()[0]).isEqualTo(4);
  }

  @Test
  void piecesOfKnownWindows() {
    assertThat(WindowPiece.of(8, 4, 4, 100))
        .containsExactly(new WindowPiece(8, 12, true, false, true));
    assertThat(WindowPiece.of(4, 2, 5, 100))
        .as("reaching back further than advancing")
        .containsExactly(
            new WindowPiece(1, 3, false, false, true),
            new WindowPiece(3, 4, false, false, false),
            new WindowPiece(4, 6, true, false, false));
    assertThat(WindowPiece.of(5, 5, 2, 100))
        .as("advancing further than reaching back")
        .containsExactly(
            new WindowPiece(5, 8, false, false, false), new WindowPiece(8, 10, true, true, true));
    assertThat(WindowPiece.of(5, 5, 2, 7))
        .as("the end comes first")
        .containsExactly(new WindowPiece(5, 7, true, false, false));
  }

  @Property
  void windowsLeadThroughAStream(
      @ForAll @IntRange(min = 1, max = 9) int advance,
      @ForAll @IntRange(min = 1, max = 25) int reach,
      @ForAll @IntRange(min = 1, max = 40) int end) {
    int begin = 0;
    var learnt = new ArrayList<Integer>();
    for (int start = 0; start < end; start += advance) {
      var pieces = WindowPiece.of(start, advance, reach, end);
      int stop = Math.min(start + advance, end);
      assertThat(pieces.getFirst().from()).as("goes on from the states left").isEqualTo(begin);
      assertThat(pieces.getLast().to()).isEqualTo(stop);
      int gradientsFrom = begin;
      for (int i = 0; i < pieces.size(); i++) {
        var piece = pieces.get(i);
        assertThat(piece.to()).isGreaterThan(piece.from());
        if (i > 0) {
          assertThat(piece.from()).isEqualTo(pieces.get(i - 1).to());
        }
        if (piece.cutsGradients()) {
          gradientsFrom = piece.from();
        }
        for (int t = piece.from(); piece.learns() && t < piece.to(); t++) {
          learnt.add(t);
        }
        if (piece.leavesStates()) {
          begin = piece.to();
        }
      }
      assertThat(pieces.getLast().learns()).isTrue();
      int full = Math.max(0, start + advance - reach);
      assertThat(gradientsFrom)
          .isEqualTo(reach < advance ? Math.max(start, stop - reach) : Math.min(start, full));
    }
    if (reach >= advance) {
      assertThat(learnt).hasSize(end).doesNotHaveDuplicates();
    } else {
      assertThat(learnt).doesNotHaveDuplicates().hasSizeLessThanOrEqualTo(end);
    }
  }

  @Test
  void fingerprintsTellDataSetsApart() {
    var streams = List.of(stream(0, 9), stream(5, 9));
    var data = StreamBatches.values(streams, streams);
    assertThat(
            List.of(
                data.fingerprint(),
                data.size(1).fingerprint(),
                data.windows(3).fingerprint(),
                data.windows(3, 4).fingerprint(),
                StreamBatches.values(streams.reversed(), streams).fingerprint()))
        .doesNotHaveDuplicates();
    assertThat(StreamBatches.values(streams, streams).fingerprint()).isEqualTo(data.fingerprint());
  }

  @Test
  void badStreamsAreRefused() {
    var streams = List.<float[][]>of(stream(0, 3));
    assertThatThrownBy(() -> StreamBatches.values(streams, List.<float[][]>of(stream(0, 2))))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("Example 0: the input has 3 steps, the target 2");
    assertThatThrownBy(() -> StreamBatches.values(streams, List.of()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("received 1 inputs and 0 targets");
    assertThatThrownBy(() -> StreamBatches.classes(streams, List.<int[]>of(new int[] {0, 1, 2}), 2))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("Example 0, step 2: the target is 2; the 2 ids are 0…1");
    assertThatThrownBy(() -> StreamBatches.nextToken(new int[] {1, 2, 3}, 4, 3))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("A text of 3 tokens cannot be cut into 3 streams");
    var data = StreamBatches.values(streams, streams);
    assertThatThrownBy(() -> data.windows(0, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("received 0 and 2");
    assertThatThrownBy(() -> data.size(0)).hasMessageContaining("At least 1 stream");
    assertThatThrownBy(() -> data.batch(0, 1)).hasMessageContaining("There is no window 1");
  }
}
