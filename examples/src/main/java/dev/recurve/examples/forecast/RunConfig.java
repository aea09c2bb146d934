package dev.recurve.examples.forecast;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.recurve.DataException;
import dev.recurve.examples.cli.Version;
import dev.recurve.runtime.Backends;
import dev.recurve.timeseries.forecast.ForecasterConfig;
import dev.recurve.timeseries.forecast.ForecasterTraining;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * All that decides a run, with nothing left to defaults, as it stands in {@code config.yaml}.
 *
 * @param task {@value #TASK}
 * @param data the file
 * @param parts where it is cut
 * @param forecaster the model
 * @param season rows of a season, for baselines and MASE
 * @param training how it learns
 * @param checkpointEvery steps between checkpoints
 * @param machine where the run began
 */
public record RunConfig(
    String task,
    DataFile data,
    Parts parts,
    ForecasterConfig forecaster,
    int season,
    ForecasterTraining.Options training,
    long checkpointEvery,
    Machine machine) {
  private static final String TASK = "forecast";

  /** It is meant for programmers. */
  private static final String JACKSONS_ADVICE = "(?s) \\(index \\d+\\); `DeserializationFeature.*";

  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  /**
   * What the bits of a result depend on besides data and settings.
   *
   * @param recurve its version
   * @param java the runtime
   * @param backend the backend's id
   * @param fingerprint the backend's name, version, width and threads
   * @param threads that were kept busy
   */
  public record Machine(
      String recurve, String java, String backend, String fingerprint, int threads) {
    /** This machine with the backend in use. */
    public static Machine here() {
      var backend = Backends.standard();
      return new Machine(
          Version.recurve(),
          Version.java(),
          backend.id(),
          backend.fingerprint(),
          Backends.workers().threads());
    }
  }

  /** A run of a forecaster on this machine. */
  public static RunConfig of(
      DataFile data,
      Parts parts,
      ForecasterConfig forecaster,
      int season,
      ForecasterTraining.Options training,
      long checkpointEvery) {
    return new RunConfig(
        TASK, data, parts, forecaster, season, training, checkpointEvery, Machine.here());
  }

  /** Writes it as YAML. */
  void write(Path file) {
    try {
      Files.writeString(file, YAML.writeValueAsString(this));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads it.
   *
   * @throws DataException if it is not sound, or of another task
   */
  static RunConfig read(Path file) {
    try {
      var config = YAML.readValue(Files.readString(file), RunConfig.class);
      if (!config.task.equals(TASK)) {
        throw new DataException(
            "%s belongs to the task '%s'; expected '%s'".formatted(file, config.task, TASK));
      }
      return config;
    } catch (UnrecognizedPropertyException e) {
      throw unsound(
          file,
          e,
          "the key '%s' is unknown; known are %s"
              .formatted(e.getPropertyName(), e.getKnownPropertyIds()));
    } catch (JacksonException e) {
      throw unsound(file, e, e.getOriginalMessage().replaceFirst(JACKSONS_ADVICE, ""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static DataException unsound(Path file, JacksonException e, String what) {
    int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
    return new DataException("%s, line %d: %s".formatted(file, line, what), e);
  }
}
