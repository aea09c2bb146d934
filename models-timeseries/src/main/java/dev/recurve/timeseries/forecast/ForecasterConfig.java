package dev.recurve.timeseries.forecast;

import dev.recurve.timeseries.ValueTransform;
import java.util.List;

/**
 * What a forecaster is: all that is needed, beside its weights and its scaler, to build it again.
 *
 * @param targets the columns to forecast
 * @param span how far it looks back and ahead
 * @param inputs what it looks at
 * @param network what it looks with
 */
public record ForecasterConfig(List<String> targets, Span span, Inputs inputs, Network network) {

  /**
   * Checks that the parts go together.
   *
   * @throws IllegalArgumentException if they do not
   */
  public ForecasterConfig {
    targets = List.copyOf(targets);
    if (targets.isEmpty() || !inputs.columns.containsAll(targets)) {
      throw new IllegalArgumentException(
          "a forecaster has at least one target, and looks at all of them; targets %s, columns %s"
              .formatted(targets, inputs.columns));
    }
    if (span.chunk < span.horizon && inputs.columns.size() > targets.size()) {
      var targetNames = targets;
      throw new IllegalArgumentException(
          ("a chunk of %d rows reaches a horizon of %d by feeding forecasts back, but %s are looked"
                  + " at and not forecast; use a chunk of %d, or make them targets")
              .formatted(
                  span.chunk,
                  span.horizon,
                  inputs.columns.stream().filter(c -> !targetNames.contains(c)).toList(),
                  span.horizon));
    }
  }

  /** Direct forecasts of one column by a GRU of 32 units that sees the calendar. */
  public static ForecasterConfig of(String target, int context, int horizon) {
    return new ForecasterConfig(
        List.of(target),
        Span.direct(context, horizon),
        Inputs.of(List.of(target)),
        Network.of(CellKind.GRU, 32));
  }

  /** The same over another span. */
  public ForecasterConfig with(Span other) {
    return new ForecasterConfig(targets, other, inputs, network);
  }

  /** The same with other inputs. */
  public ForecasterConfig with(Inputs other) {
    return new ForecasterConfig(targets, span, other, network);
  }

  /** The same with another network. */
  public ForecasterConfig with(Network other) {
    return new ForecasterConfig(targets, span, inputs, other);
  }

  /** Number of values that one pass of the network gives. */
  int outputs() {
    return span.chunk * targets.size();
  }

  /**
   * How far a forecaster looks.
   *
   * @param context L, rows looked back at
   * @param horizon H, rows forecast
   * @param chunk rows forecast in one pass; where less than H, forecasts are fed back to reach it
   */
  public record Span(int context, int horizon, int chunk) {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is not positive, or the chunk longer than the horizon
     */
    public Span {
      requirePositive("context", context);
      requirePositive("horizon", horizon);
      requirePositive("chunk", chunk);
      if (chunk > horizon) {
        throw new IllegalArgumentException(
            "a chunk of %d rows is longer than the horizon of %d".formatted(chunk, horizon));
      }
    }

    /** All H rows in one pass. */
    public static Span direct(int context, int horizon) {
      return new Span(context, horizon, horizon);
    }
  }

  /**
   * What a forecaster looks at.
   *
   * @param columns the columns, all targets among them
   * @param transform applied to every value before scaling
   * @param calendar whether it sees where each row stands in the day, week and year
   * @param missingFlags whether it sees which values were observed
   */
  public record Inputs(
      List<String> columns, ValueTransform transform, boolean calendar, boolean missingFlags) {
    /** Copies the list. */
    public Inputs {
      columns = List.copyOf(columns);
    }

    /** Columns as they are, and the calendar. */
    public static Inputs of(List<String> columns) {
      return new Inputs(columns, ValueTransform.IDENTITY, true, false);
    }

    /** The same after a transform. */
    public Inputs with(ValueTransform function) {
      return new Inputs(columns, function, calendar, missingFlags);
    }
  }

  /**
   * What a forecaster looks with.
   *
   * @param cell the recurrent cell
   * @param hidden units of each recurrent layer
   * @param layers recurrent layers on top of each other
   * @param dropout probability with which values are dropped, in training, between layers and
   *     before the head
   */
  public record Network(CellKind cell, int hidden, int layers, double dropout) {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public Network {
      requirePositive("hidden", hidden);
      requirePositive("layers", layers);
      if (!(dropout >= 0 && dropout < 1)) {
        throw new IllegalArgumentException(
            "dropout is at least 0 and less than 1, received " + dropout);
      }
    }

    /** One layer of a cell, without dropout. */
    public static Network of(CellKind cell, int hidden) {
      return new Network(cell, hidden, 1, 0);
    }
  }

  private static void requirePositive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException("%s is at least 1, received %d".formatted(name, value));
    }
  }
}
