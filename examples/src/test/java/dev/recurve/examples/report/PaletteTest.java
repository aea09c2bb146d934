package dev.recurve.examples.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The palette keeps its promises. The colour arithmetic is of sRGB, CIELAB 1976 and Machado et al.,
 * 2009.
 */
class PaletteTest {
  private static final double[][] NORMAL = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
  private static final double[][] PROTANOPIA = {
    {0.152286, 1.052583, -0.204868},
    {0.114503, 0.786281, 0.099216},
    {-0.003882, -0.048116, 1.051998}
  };
  private static final double[][] DEUTERANOPIA = {
    {0.367322, 0.860646, -0.227968},
    {0.280085, 0.672501, 0.047413},
    {-0.011820, 0.042940, 0.968881}
  };
  private static final double[][] TRITANOPIA = {
    {1.255528, -0.076749, -0.178779},
    {-0.078411, 0.930809, 0.147602},
    {0.004733, 0.691367, 0.303900}
  };

  @ParameterizedTest
  @CsvSource({"#ffffff, true", "#14181d, false"})
  void standsOutFromThePage(String page, boolean light) {
    for (var colour : light ? Palette.LIGHT : Palette.DARK) {
      double a = luminance(linear(page)) + 0.05;
      double b = luminance(linear(colour)) + 0.05;
      assertThat(Math.max(a, b) / Math.min(a, b)).as(colour).isGreaterThanOrEqualTo(3.4);
    }
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void coloursDifferForEverySight(boolean light) {
    var colours = light ? Palette.LIGHT : Palette.DARK;
    for (var sight : List.of(NORMAL, PROTANOPIA, DEUTERANOPIA, TRITANOPIA)) {
      for (int i = 0; i < colours.size(); i++) {
        for (int j = 0; j < i; j++) {
          assertThat(distance(seen(colours.get(i), sight), seen(colours.get(j), sight)))
              .as("%s and %s", colours.get(i), colours.get(j))
              .isGreaterThan(23);
        }
      }
    }
  }

  private static double[] seen(String colour, double[][] sight) {
    var rgb = linear(colour);
    var seen = new double[3];
    for (int row = 0; row < 3; row++) {
      for (int column = 0; column < 3; column++) {
        seen[row] += sight[row][column] * rgb[column];
      }
      seen[row] = Math.clamp(seen[row], 0, 1);
    }
    return lab(seen);
  }

  private static double distance(double[] a, double[] b) {
    return Math.hypot(Math.hypot(a[0] - b[0], a[1] - b[1]), a[2] - b[2]);
  }

  private static double[] linear(String colour) {
    var rgb = new double[3];
    for (int i = 0; i < 3; i++) {
      double c = Integer.parseInt(colour.substring(1 + 2 * i, 3 + 2 * i), 16) / 255.0;
      rgb[i] = c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
    }
    return rgb;
  }

  private static double luminance(double[] rgb) {
    return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2];
  }

  private static double[] lab(double[] rgb) {
    double x = curve((0.4124 * rgb[0] + 0.3576 * rgb[1] + 0.1805 * rgb[2]) / 0.9505);
    double y = curve(luminance(rgb));
    double z = curve((0.0193 * rgb[0] + 0.1192 * rgb[1] + 0.9505 * rgb[2]) / 1.089);
    return new double[] {116 * y - 16, 500 * (x - y), 200 * (y - z)};
  }

  private static double curve(double t) {
    return t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16.0 / 116;
  }
}
