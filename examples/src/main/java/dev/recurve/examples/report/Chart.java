package dev.recurve.examples.report;

/** What a picture shows. {@link SvgChart} and {@link PngChart} draw it. */
public sealed interface Chart permits LineChart, GridChart {
  /** The heading. */
  String title();
}
