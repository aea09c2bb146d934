package dev.recurve.benchmarks.contest;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.recurve.benchmarks.problem.Problem;
import java.util.Map;
import java.util.Optional;

/**
 * What the two processes tell each other, one line of JSON each. Lines without the mark are output
 * of native libraries and mean nothing.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "message")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Message.Prepare.class, name = "prepare"),
  @JsonSubTypes.Type(value = Message.Warm.class, name = "warm"),
  @JsonSubTypes.Type(value = Message.Time.class, name = "time"),
  @JsonSubTypes.Type(value = Message.Tell.class, name = "tell"),
  @JsonSubTypes.Type(value = Message.Ready.class, name = "ready"),
  @JsonSubTypes.Type(value = Message.Warmed.class, name = "warmed"),
  @JsonSubTypes.Type(value = Message.Timed.class, name = "timed"),
  @JsonSubTypes.Type(value = Message.Told.class, name = "told"),
  @JsonSubTypes.Type(value = Message.Failed.class, name = "failed")
})
sealed interface Message {
  /** Which contestant, on what. */
  record Prepare(String contestant, Problem problem, int threads) implements Message {}

  /** Run for a while, to no purpose but being warm. */
  record Warm(double seconds) implements Message {}

  /** Run for a while. */
  record Time(double seconds, double gapMillis) implements Message {}

  /** Show what comes out. */
  record Tell() implements Message {}

  /** The answer to {@link Prepare}. */
  record Ready(String version) implements Message {}

  /** The answer to {@link Warm}. */
  record Warmed() implements Message {}

  /** The answer to {@link Time}. */
  record Timed(long[] nanos) implements Message {}

  /** The answer to {@link Tell}. */
  record Told(Map<String, float[]> results) implements Message {}

  /** The answer to anything that went wrong. */
  record Failed(String reason) implements Message {}

  /** As a line. */
  default String line() {
    try {
      return Format.MARK + Format.JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new BenchmarkException("A message cannot be written: " + e.getMessage(), e);
    }
  }

  /** The message of a line, if it is one. */
  static Optional<Message> parse(String line) {
    if (!line.startsWith(Format.MARK)) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          Format.JSON.readValue(line.substring(Format.MARK.length()), Message.class));
    } catch (JsonProcessingException e) {
      throw new BenchmarkException(
          "The other process sent a message that cannot be read: " + e.getOriginalMessage(), e);
    }
  }

  /** How messages are written. */
  final class Format {
    private static final String MARK = "@bench ";
    private static final ObjectMapper JSON = new ObjectMapper();

    private Format() {}
  }
}
