package dev.recurve.timeseries;

import java.time.LocalDateTime;
import java.util.Optional;

/**
 * When each row of a series is: a regular calendar, or plain steps. Rows are counted from 0, and an
 * index goes on past the end of its series, so that forecasts can be dated.
 */
public sealed interface TimeIndex {
  /**
   * Returns the time of a row.
   *
   * @param row the row, from 0
   * @return its time; empty for plain steps
   */
  Optional<LocalDateTime> time(int row);

  /**
   * Names a row for people: its time, or its step number.
   *
   * @param row the row, from 0
   * @return the label
   */
  String label(int row);

  /**
   * Returns the index of the rows from some row on.
   *
   * @param row the row that becomes row 0
   * @return the index that starts there
   */
  TimeIndex from(int row);

  /** Returns the step between rows. */
  Frequency frequency();

  /**
   * Rows at regular times.
   *
   * @param start the time of row 0
   * @param frequency the step between rows
   */
  record Calendar(LocalDateTime start, Frequency frequency) implements TimeIndex {
    /**
     * @throws IllegalArgumentException if the frequency is that of plain steps
     */
    public Calendar {
      if (!frequency.hasTime()) {
        throw new IllegalArgumentException("a calendar needs a frequency in time, received steps");
      }
    }

    @Override
    public Optional<LocalDateTime> time(int row) {
      return Optional.of(frequency.plus(start, row));
    }

    @Override
    public String label(int row) {
      return frequency.format(frequency.plus(start, row));
    }

    @Override
    public TimeIndex from(int row) {
      return new Calendar(frequency.plus(start, row), frequency);
    }
  }

  /**
   * Rows without a time, numbered in steps of 1.
   *
   * @param first the number of row 0
   */
  record Steps(long first) implements TimeIndex {
    @Override
    public Optional<LocalDateTime> time(int row) {
      return Optional.empty();
    }

    @Override
    public String label(int row) {
      return Long.toString(first + row);
    }

    @Override
    public TimeIndex from(int row) {
      return new Steps(first + row);
    }

    @Override
    public Frequency frequency() {
      return Frequency.STEPS;
    }
  }
}
