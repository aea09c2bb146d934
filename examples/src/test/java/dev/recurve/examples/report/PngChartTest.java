package dev.recurve.examples.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.recurve.DataException;
import dev.recurve.examples.report.PngChart.Outcome;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PngChartTest {
  @TempDir Path directory;

  private static final LineChart CHART =
      LineChart.titled("Loss")
          .axes("epoch", "loss")
          .logarithmic()
          .line("training", new double[] {1, 0.5, Double.NaN, 0.1, 0.05})
          .dashed("validation", new double[] {1, 0.7, 0.4, 0.3, 0.25})
          .band("interval", new double[] {1, 5}, new double[] {0.5, 0.1}, new double[] {1, 0.4})
          .rule("best", 4)
          .build();

  @Test
  void writesAnImageOfTheWantedSize() throws IOException {
    var file = directory.resolve("new/loss.png");
    for (int[] size : new int[][] {{1200, 600}, {200, 200}, {300, 1000}, {1600, 250}}) {
      var image = written(CHART, file, size[0], size[1]);

      assertThat(image.getWidth()).isEqualTo(size[0]);
      assertThat(image.getHeight()).isEqualTo(size[1]);
    }
    try (var files = Files.list(file.getParent())) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void paintsEverySeries() throws IOException {
    var image = written(CHART, directory.resolve("loss.png"), 1200, 600);

    assertThat(colours(image)).contains(0xffffff, 0x27313b, 0x1559d6);
    // The corners are page.
    assertThat(image.getRGB(2, 2) & 0xffffff).isEqualTo(0xffffff);
    assertThat(image.getRGB(1197, 597) & 0xffffff).isEqualTo(0xffffff);
  }

  @Test
  void isTheSameEveryTime() throws IOException {
    written(CHART, directory.resolve("a.png"), 900, 450);
    written(CHART, directory.resolve("b.png"), 900, 450);

    assertThat(directory.resolve("a.png")).hasSameBinaryContentAs(directory.resolve("b.png"));
  }

  @Test
  void refusesASizeOutOfRange() {
    var file = directory.resolve("x.png");

    assertThatThrownBy(() -> PngChart.write(CHART, file, 199, 600))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the width of an image must be from 200 to 10000 pixels, received 199");
    assertThatThrownBy(() -> PngChart.write(CHART, file, 600, 10_001))
        .hasMessageContaining("the height of an image");
    assertThat(file).doesNotExist();
  }

  @Test
  void writesNothingWhereThereIsNothingToDraw() {
    var file = directory.resolve("x.png");
    var empty = LineChart.titled("T").build();
    assumeFonts(PngChart.write(CHART, directory.resolve("y.png"), 200, 200));

    assertThatThrownBy(() -> PngChart.write(empty, file, 600, 600))
        .isInstanceOf(DataException.class);
    assertThat(file).doesNotExist();
  }

  private static BufferedImage written(LineChart chart, Path file, int width, int height)
      throws IOException {
    var outcome = PngChart.write(chart, file, width, height);
    assumeFonts(outcome);
    assertThat(outcome).isEqualTo(new Outcome.Written(file));
    return ImageIO.read(file.toFile());
  }

  private static void assumeFonts(Outcome outcome) {
    assumeTrue(
        outcome instanceof Outcome.Written,
        () -> outcome instanceof Outcome.Skipped(var reason) ? reason : "");
  }

  private static Set<Integer> colours(BufferedImage image) {
    var colours = new HashSet<Integer>();
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        colours.add(image.getRGB(x, y) & 0xffffff);
      }
    }
    return colours;
  }
}
