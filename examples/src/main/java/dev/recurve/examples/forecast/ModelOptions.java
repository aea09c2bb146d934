package dev.recurve.examples.forecast;

import dev.recurve.examples.cli.BadUsageException;
import dev.recurve.timeseries.SplitSeries;
import dev.recurve.timeseries.ValueTransform;
import dev.recurve.timeseries.forecast.CellKind;
import dev.recurve.timeseries.forecast.ForecasterConfig;
import dev.recurve.timeseries.forecast.ForecasterConfig.Inputs;
import dev.recurve.timeseries.forecast.ForecasterConfig.Network;
import dev.recurve.timeseries.forecast.ForecasterConfig.Span;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What is forecast, from what, and by which network. */
final class ModelOptions {
  /** Half a year of months, or half a day of hours, is not much to look back on. */
  private static final int SHORTEST_CONTEXT = 12;

  @Option(
      names = "--target",
      paramLabel = "COL[,COL]",
      split = ",",
      hideParamSyntax = true,
      required = true,
      description = "The columns to forecast, separated by commas.")
  private List<String> targets = List.of();

  @Option(names = "--horizon", paramLabel = "H", required = true, description = "Rows to forecast.")
  private int horizon;

  @Option(
      names = "--columns",
      paramLabel = "COL[,COL]",
      split = ",",
      hideParamSyntax = true,
      description = "Further columns to look at (default: only those that are forecast).")
  private List<String> columns = List.of();

  @Option(
      names = "--context",
      paramLabel = "L",
      description =
          "Rows to look back at (default: two seasons or the horizon, whichever is longer, at least"
              + " 12 and at most half the training part).")
  private Optional<Integer> context = Optional.empty();

  @Option(
      names = "--chunk",
      paramLabel = "N",
      description =
          "Rows that one pass of the network gives; forecasts are fed back to reach the horizon"
              + " (default: the horizon).")
  private Optional<Integer> chunk = Optional.empty();

  @Option(
      names = "--season",
      paramLabel = "M",
      description =
          "Rows of a season, for the baselines and MASE (default: by the times, as 24 for hours and"
              + " 12 for months; 1 if there are none).")
  private Optional<Integer> season = Optional.empty();

  @Option(
      names = "--cell",
      paramLabel = "CELL",
      converter = Choices.Cells.class,
      defaultValue = "gru",
      description = "The recurrent cell: gru, lstm or rnn (default: ${DEFAULT-VALUE}).")
  private CellKind cell = CellKind.GRU;

  @Option(
      names = "--hidden",
      paramLabel = "N",
      description = "Units of a recurrent layer (default: ${DEFAULT-VALUE}).")
  private int hidden = 32;

  @Option(
      names = "--layers",
      paramLabel = "N",
      description = "Recurrent layers, one on the other (default: ${DEFAULT-VALUE}).")
  private int layers = 1;

  @Option(
      names = "--dropout",
      paramLabel = "P",
      description = "Share of values dropped in training (default: ${DEFAULT-VALUE}).")
  private double dropout;

  @Option(
      names = "--transform",
      paramLabel = "FN",
      converter = Choices.Transforms.class,
      defaultValue = "none",
      description =
          "Applied to the values before scaling: none, log or log1p (default: ${DEFAULT-VALUE});"
              + " log suits swings that grow with the level.")
  private ValueTransform transform = ValueTransform.IDENTITY;

  @Option(
      names = "--no-calendar",
      description = "Do not show the model the time of the day, week and year.")
  private boolean withoutCalendar;

  /** All columns to be read, targets first. */
  List<String> columns() {
    var all = new LinkedHashSet<>(targets);
    all.addAll(columns);
    return List.copyOf(all);
  }

  /** Rows of a season. */
  int season(SplitSeries parts) {
    int rows = season.orElse(parts.series().frequency().season());
    if (rows < 1) {
      throw new BadUsageException("--season is at least 1, received " + rows);
    }
    return rows;
  }

  /**
   * The model for a series.
   *
   * @throws BadUsageException if the options do not go together
   */
  ForecasterConfig config(SplitSeries parts) {
    return BadUsageException.unless(
        () ->
            new ForecasterConfig(
                targets,
                new Span(context.orElse(usualContext(parts)), horizon, chunk.orElse(horizon)),
                new Inputs(
                    new ArrayList<>(columns()),
                    transform,
                    !withoutCalendar && parts.series().frequency().hasTime(),
                    parts.series().missing() > 0),
                new Network(cell, hidden, layers, dropout)));
  }

  private int usualContext(SplitSeries parts) {
    int wanted = Math.max(SHORTEST_CONTEXT, Math.max(2 * season(parts), horizon));
    int rows = parts.train().rows();
    return Math.max(1, Math.min(wanted, Math.min(rows / 2, rows - horizon)));
  }
}
