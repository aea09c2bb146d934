package dev.recurve.examples.forecast;

import dev.recurve.examples.cli.BadUsageException;
import dev.recurve.timeseries.Split;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where a series is cut into training, validation and test part. */
final class SplitOptions {
  @Option(
      names = "--split",
      paramLabel = "TRAIN,VALID",
      split = ",",
      hideParamSyntax = true,
      description =
          "Shares of the training and the validation part; the test part has the rest (default:"
              + " 0.7,0.1).")
  private List<Double> shares = List.of();

  @Option(
      names = "--valid-rows",
      paramLabel = "N",
      description = "Rows of the validation part, instead of shares; with --test-rows.")
  private Optional<Integer> validationRows = Optional.empty();

  @Option(
      names = "--test-rows",
      paramLabel = "N",
      description = "Rows of the test part, the last of the file; with --valid-rows.")
  private Optional<Integer> testRows = Optional.empty();

  /**
   * The cuts.
   *
   * @throws BadUsageException if the options contradict each other
   */
  Split split() {
    if (validationRows.isPresent() != testRows.isPresent()) {
      throw new BadUsageException("--valid-rows and --test-rows are given together, or neither");
    }
    if (validationRows.isPresent() && !shares.isEmpty()) {
      throw new BadUsageException(
          "parts are given as shares, --split, or as rows, and not as both");
    }
    if (!shares.isEmpty() && shares.size() != 2) {
      throw new BadUsageException(
          "--split takes two shares, such as 0.7,0.1, received %d".formatted(shares.size()));
    }
    return BadUsageException.unless(
        () -> {
          if (validationRows.isPresent()) {
            return Split.lastRows(validationRows.get(), testRows.orElseThrow());
          }
          return shares.isEmpty()
              ? Split.fractions(0.7, 0.1)
              : Split.fractions(shares.getFirst(), shares.getLast());
        });
  }
}
