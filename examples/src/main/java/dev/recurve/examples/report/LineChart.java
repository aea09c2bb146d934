package dev.recurve.examples.report;

import dev.recurve.examples.report.Series.Band;
import dev.recurve.examples.report.Series.Curve;
import dev.recurve.examples.report.Series.Rule;
import dev.recurve.examples.report.Series.Style;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A line chart: what it shows. {@link SvgChart} and {@link PngChart} draw it.
 *
 * <p>The x axis of a chart holds numbers or times. A value that is NaN is a gap in its line, and so
 * is one that the axis has no place for: an infinite one or, on a logarithmic axis, one that is not
 * above zero; those are counted in a note beneath the chart. Curves take their colours in the order
 * they are added, from a palette that is safe for colour-blind readers; dashes and markers tell
 * them apart without colour.
 */
public final class LineChart implements Chart {
  private final String title;
  private final String description;
  private final String xLabel;
  private final String yLabel;
  private final boolean logarithmic;
  private final boolean overTime;
  private final List<Series> series;
  private final List<Rule> rules;

  private LineChart(Builder builder) {
    title = builder.title;
    description = builder.description;
    xLabel = builder.xLabel;
    yLabel = builder.yLabel;
    logarithmic = builder.logarithmic;
    overTime = builder.kind == Kind.TIMES;
    series = List.copyOf(builder.series);
    rules = List.copyOf(builder.rules);
  }

  /** Starts a chart. */
  public static Builder titled(String title) {
    return new Builder(title);
  }

  @Override
  public String title() {
    return title;
  }

  /** What a reader who cannot see the chart is told beside its numbers; may be empty. */
  String description() {
    return description;
  }

  String xLabel() {
    return xLabel;
  }

  String yLabel() {
    return yLabel;
  }

  /** The label of the y axis, and whether it is logarithmic. */
  String yTitle() {
    return logarithmic ? (yLabel + " (log scale)").strip() : yLabel;
  }

  boolean logarithmic() {
    return logarithmic;
  }

  boolean overTime() {
    return overTime;
  }

  List<Series> series() {
    return series;
  }

  List<Rule> rules() {
    return rules;
  }

  private enum Kind {
    UNDECIDED,
    NUMBERS,
    TIMES
  }

  /** Collects what a chart shows. Not for use by several threads. */
  public static final class Builder {
    private final String title;
    private String description = "";
    private String xLabel = "";
    private String yLabel = "";
    private boolean logarithmic;
    private Kind kind = Kind.UNDECIDED;
    private final List<Series> series = new ArrayList<>();
    private final List<Rule> rules = new ArrayList<>();

    private Builder(String title) {
      this.title = title;
    }

    /**
     * Adds a sentence for readers who cannot see the chart: what there is to learn from it. Its
     * axes and the range of each series are told in any case.
     */
    public Builder describedAs(String description) {
      this.description = description;
      return this;
    }

    /** Names the axes, with units. */
    public Builder axes(String xLabel, String yLabel) {
      this.xLabel = xLabel;
      this.yLabel = yLabel;
      return this;
    }

    /** Makes the y axis logarithmic. */
    public Builder logarithmic() {
      logarithmic = true;
      return this;
    }

    /**
     * Adds a solid line.
     *
     * @param y one value at each x
     * @throws IllegalArgumentException if the lengths differ, the name is taken, or the chart has
     *     times on its x axis
     */
    public Builder line(String name, double[] x, double[] y) {
      return curve(name, Style.LINE, Kind.NUMBERS, x, y);
    }

    /** Adds a solid line over time; see {@link #line(String, double[], double[])}. */
    public Builder line(String name, List<LocalDateTime> times, double[] y) {
      return curve(name, Style.LINE, Kind.TIMES, seconds(times), y);
    }

    /**
     * Adds a solid line over 1, 2, 3 …, as for the epochs of a training run; see {@link
     * #line(String, double[], double[])}.
     */
    public Builder line(String name, double[] y) {
      return line(name, counted(y), y);
    }

    /**
     * Adds a dashed line. Each dashed line of a chart has dashes of its own; see {@link
     * #line(String, double[], double[])}.
     */
    public Builder dashed(String name, double[] x, double[] y) {
      return curve(name, Style.DASHED, Kind.NUMBERS, x, y);
    }

    /** Adds a dashed line over time; see {@link #dashed(String, double[], double[])}. */
    public Builder dashed(String name, List<LocalDateTime> times, double[] y) {
      return curve(name, Style.DASHED, Kind.TIMES, seconds(times), y);
    }

    /** Adds a dashed line over 1, 2, 3 …; see {@link #dashed(String, double[], double[])}. */
    public Builder dashed(String name, double[] y) {
      return dashed(name, counted(y), y);
    }

    /**
     * Adds points that no line connects. Each such series of a chart has a marker of its own; see
     * {@link #line(String, double[], double[])}.
     */
    public Builder points(String name, double[] x, double[] y) {
      return curve(name, Style.POINTS, Kind.NUMBERS, x, y);
    }

    /** Adds points over time; see {@link #points(String, double[], double[])}. */
    public Builder points(String name, List<LocalDateTime> times, double[] y) {
      return curve(name, Style.POINTS, Kind.TIMES, seconds(times), y);
    }

    /**
     * Adds the area between two values at each x, in the colour of the curve that was added just
     * before it. Bands lie beneath all curves.
     *
     * @throws IllegalArgumentException if the lengths differ, the name is taken, or the chart has
     *     times on its x axis
     */
    public Builder band(String name, double[] x, double[] lower, double[] upper) {
      return area(name, Kind.NUMBERS, x, lower, upper);
    }

    /** Adds a band over time; see {@link #band(String, double[], double[], double[])}. */
    public Builder band(String name, List<LocalDateTime> times, double[] lower, double[] upper) {
      return area(name, Kind.TIMES, seconds(times), lower, upper);
    }

    /**
     * Adds a vertical line with a label at its head.
     *
     * @throws IllegalArgumentException if x is not finite, or the chart has times on its x axis
     */
    public Builder rule(String label, double x) {
      if (!Axis.holds(x, false)) {
        throw new IllegalArgumentException(
            "%s: rule \"%s\" must stand at a finite x, received %s".formatted(this, label, x));
      }
      return mark(label, Kind.NUMBERS, x);
    }

    /**
     * Adds a vertical line with a label at its head.
     *
     * @throws IllegalArgumentException if the chart has numbers on its x axis
     */
    public Builder rule(String label, LocalDateTime at) {
      return mark(label, Kind.TIMES, TimeTicks.seconds(at));
    }

    /** The chart as it stands. */
    public LineChart build() {
      return new LineChart(this);
    }

    @Override
    public String toString() {
      return "chart \"" + title + "\"";
    }

    private Builder curve(String name, Style style, Kind kind, double[] x, double[] y) {
      checkName(name);
      checkLength(name, "values", x, y);
      decide(name, kind);
      int variant =
          (int) series.stream().filter(s -> s instanceof Curve c && c.style() == style).count();
      series.add(new Curve(name, curves(), style, variant, x.clone(), y.clone()));
      return this;
    }

    private Builder area(String name, Kind kind, double[] x, double[] lower, double[] upper) {
      checkName(name);
      checkLength(name, "lower values", x, lower);
      checkLength(name, "upper values", x, upper);
      decide(name, kind);
      int colour = Math.max(0, curves() - 1);
      series.add(new Band(name, colour, x.clone(), lower.clone(), upper.clone()));
      return this;
    }

    private Builder mark(String label, Kind kind, double x) {
      decide(label, kind);
      rules.add(new Rule(label, x));
      return this;
    }

    private int curves() {
      return (int) series.stream().filter(Curve.class::isInstance).count();
    }

    /** The first series or rule decides what the x axis holds. */
    private void decide(String name, Kind received) {
      if (kind != Kind.UNDECIDED && kind != received) {
        throw new IllegalArgumentException(
            "%s has %s on its x axis, but \"%s\" comes with %s; use one of them throughout"
                .formatted(this, lower(kind), name, lower(received)));
      }
      kind = received;
    }

    private void checkName(String name) {
      if (series.stream().anyMatch(s -> s.name().equals(name))) {
        throw new IllegalArgumentException(
            "%s already has a series \"%s\"; give each a name of its own".formatted(this, name));
      }
    }

    private void checkLength(String name, String what, double[] x, double[] y) {
      if (x.length != y.length) {
        throw new IllegalArgumentException(
            "%s: series \"%s\" needs one value at each x, received %d x and %d %s"
                .formatted(this, name, x.length, y.length, what));
      }
    }

    private static String lower(Kind kind) {
      return kind == Kind.TIMES ? "times" : "numbers";
    }

    private static double[] counted(double[] y) {
      return IntStream.rangeClosed(1, y.length).asDoubleStream().toArray();
    }

    private static double[] seconds(List<LocalDateTime> times) {
      return times.stream().mapToDouble(TimeTicks::seconds).toArray();
    }
  }
}
