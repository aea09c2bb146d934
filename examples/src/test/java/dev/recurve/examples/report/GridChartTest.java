package dev.recurve.examples.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

/** A grid's cells are where they should be, and as full as their values. */
class GridChartTest {
  private static final double[][] VALUES = {{0, 0.25, 1}, {0.5, 0, 0}};
  private static final GridChart GRID =
      GridChart.of("A < B", "What it means.", List.of("x", "y"), List.of("1", "2", "3"), VALUES);

  @TempDir Path folder;

  @Test
  void oneCellForEachValue() {
    var cells = Xml.parse(SvgChart.render(GRID)).getElementsByTagName("rect");
    assertThat(cells.getLength()).isEqualTo(6);
    for (int i = 0; i < 6; i++) {
      var cell = (Element) cells.item(i);
      assertThat(Double.parseDouble(cell.getAttribute("fill-opacity")))
          .isEqualTo(VALUES[i / 3][i % 3]);
      assertThat(cell.getAttribute("width")).isEqualTo(cell.getAttribute("height"));
    }
    var first = (Element) cells.item(0);
    var last = (Element) cells.item(5);
    assertThat(Double.parseDouble(last.getAttribute("x")))
        .isGreaterThan(Double.parseDouble(first.getAttribute("x")));
    assertThat(Double.parseDouble(last.getAttribute("y")))
        .isGreaterThan(Double.parseDouble(first.getAttribute("y")));
    assertThat(last.getTextContent()).isEqualTo("y, 3: 0");
  }

  @Test
  void tellsEachRowsLargest() {
    assertThat(SvgChart.render(GRID))
        .contains("What it means.", "Row 1 (x): most at column 3 (3), 1.")
        .contains("Row 2 (y): most at column 1 (1), 0.5.", "A &lt; B");
  }

  @Test
  void theImageIsAsFull() throws Exception {
    var file = folder.resolve("grid.png");
    if (PngChart.write(GRID, file, 400, 300) instanceof PngChart.Outcome.Written) {
      var image = ImageIO.read(file.toFile());
      assertThat(image.getWidth()).isEqualTo(400);
      int full = 0xFF1559d6;
      int found = 0;
      for (int x = 0; x < 400; x++) {
        for (int y = 0; y < 300; y++) {
          found += image.getRGB(x, y) == full ? 1 : 0;
        }
      }
      assertThat(found).isGreaterThan(100);
    }
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GridChart.of("", "", List.of(), List.of("1"), new double[0][]))
        .withMessageContaining("0 labels of rows");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GridChart.of("", "", List.of("a"), List.of("1"), new double[1][2]))
        .withMessageContaining("received 2 in row 0");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> GridChart.of("", "", List.of("a"), List.of("1"), new double[][] {{Double.NaN}}))
        .withMessageContaining("received NaN in row 0");
  }
}
