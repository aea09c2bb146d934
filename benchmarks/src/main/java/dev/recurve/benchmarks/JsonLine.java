package dev.recurve.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Map;

/** Figures as one line of JSON. */
final class JsonLine {
  private static final ObjectMapper JSON = new ObjectMapper();

  private JsonLine() {}

  /** The line; fields keep the order of the map. */
  static String of(Map<String, ?> fields) {
    try {
      return JSON.writeValueAsString(fields);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Numbers and words can always be written as JSON", e);
    }
  }

  /** Six significant digits. */
  static double rounded(double value) {
    return new BigDecimal(value).round(new MathContext(6)).doubleValue();
  }
}
