package dev.recurve.examples.forecast;

import dev.recurve.timeseries.ValueTransform;
import dev.recurve.timeseries.forecast.CellKind;
import java.util.Map;
import java.util.TreeSet;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Options that take one of a few words. */
final class Choices {
  private Choices() {}

  private static <T> T choose(String word, Map<String, T> meanings) {
    if (!meanings.containsKey(word)) {
      throw new TypeConversionException(
          "expected one of %s but was '%s'"
              .formatted(String.join(", ", new TreeSet<>(meanings.keySet())), word));
    }
    return meanings.get(word);
  }

  /** Cells by name. */
  static final class Cells implements ITypeConverter<CellKind> {
    @Override
    public CellKind convert(String word) {
      return choose(word, Map.of("gru", CellKind.GRU, "lstm", CellKind.LSTM, "rnn", CellKind.RNN));
    }
  }

  /** Transforms by name. */
  static final class Transforms implements ITypeConverter<ValueTransform> {
    @Override
    public ValueTransform convert(String word) {
      return choose(
          word,
          Map.of(
              "none", ValueTransform.IDENTITY,
              "log", ValueTransform.LOG,
              "log1p", ValueTransform.LOG1P));
    }
  }
}
