package dev.recurve.benchmarks.cold;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.reader.CsvReader;
import dev.recurve.Sequence;
import dev.recurve.benchmarks.contest.BenchmarkException;
import dev.recurve.io.Bundle;
import dev.recurve.io.Provenance;
import dev.recurve.runtime.Device;
import dev.recurve.spi.BackendProvider;
import dev.recurve.timeseries.Split;
import dev.recurve.timeseries.forecast.CellKind;
import dev.recurve.timeseries.forecast.Forecaster;
import dev.recurve.timeseries.forecast.ForecasterConfig;
import dev.recurve.timeseries.forecast.ForecasterConfig.Network;
import dev.recurve.timeseries.forecast.ForecasterConfig.Span;
import dev.recurve.timeseries.forecast.ForecasterTraining;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.ServiceLoader.Provider;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a server would hold: a trained model, a table, the jars that a program which forecasts
 * needs, and the program.
 *
 * @param folder all of it
 * @param model the trained model
 * @param table the series that the model was trained on, as CSV
 * @param classPath jars only, since archives of classes hold those of jars alone
 */
record Site(Path folder, Path model, Path table, String classPath) {
  private static final int CONTEXT = 24;
  private static final int HORIZON = 12;

  /** Trains and packs. */
  static Site build(Path folder) {
    try {
      Files.createDirectories(folder);
      var model = folder.resolve("model.rnn");
      train(model);
      return new Site(folder, model, table(folder), classPath(folder));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A few epochs of a GRU, since only the start is measured. */
  private static void train(Path model) {
    var series = FirstForecast.series();
    var config =
        ForecasterConfig.of("demand", CONTEXT, HORIZON)
            .with(Span.direct(CONTEXT, HORIZON))
            .with(Network.of(CellKind.GRU, 16));
    var device = Device.standard();
    ForecasterTraining.of(
            series.split(Split.rows(84, 24, 36)),
            config,
            new ForecasterTraining.Options(5, 16, 0.01, 5, 1, 7),
            device)
        .fit()
        .save(
            model,
            true,
            new Provenance(
                Map.of(), 7, device.backend().fingerprint(), Map.of(), "1970-01-01T00:00:00Z"));
  }

  private static Path table(Path folder) throws IOException {
    var lines = new ArrayList<String>(List.of("demand"));
    for (double value : FirstForecast.series().column("demand")) {
      lines.add(Double.toString(value));
    }
    return Files.write(folder.resolve("demand.csv"), lines);
  }

  private static String classPath(Path folder) throws IOException {
    var program = folder.resolve("program.jar");
    jar(
        program,
        classes(FirstForecast.class),
        FirstForecast.class.getName().replace('.', '/') + ".class");
    // A backend's own jar, and that of what it is built on.
    var backends =
        Stream.<Class<?>>iterate(
            Device.standard().backend().getClass(), type -> type != null, Class::getSuperclass);
    var providers = ServiceLoader.load(BackendProvider.class).stream().map(Provider::type);
    var libraries =
        Stream.of(
            Sequence.class,
            Bundle.class,
            Forecaster.class,
            CsvReader.class,
            ObjectMapper.class,
            JsonFactory.class,
            JsonProperty.class);
    var places =
        Stream.of(libraries, providers, backends.filter(type -> type != Object.class))
            .<Class<?>>flatMap(types -> types)
            .map(Site::classes)
            .distinct()
            .toList();
    var jars = new ArrayList<Path>(List.of(program));
    for (var place : places) {
      if (Files.isDirectory(place)) {
        var jar = folder.resolve("module-%d.jar".formatted(jars.size()));
        jar(jar, place, ".");
        jars.add(jar);
      } else {
        jars.add(
            Files.copy(
                place, folder.resolve(place.getFileName()), StandardCopyOption.REPLACE_EXISTING));
      }
    }
    return jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }

  /** The jar or folder that a class comes from. */
  private static Path classes(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new BenchmarkException("The place of %s is unknown".formatted(type), e);
    }
  }

  private static void jar(Path jar, Path classes, String what) {
    int exit =
        ToolProvider.findFirst("jar")
            .orElseThrow(() -> new BenchmarkException("This JDK has no jar tool"))
            .run(
                System.err,
                System.err,
                "--create",
                "--file=" + jar,
                "-C",
                classes.toString(),
                what);
    if (exit != 0) {
      throw new BenchmarkException("%s could not be made from %s".formatted(jar, classes));
    }
  }
}
