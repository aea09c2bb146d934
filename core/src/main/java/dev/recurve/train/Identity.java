package dev.recurve.train;

import dev.recurve.BundleException;
import dev.recurve.data.Batches;
import dev.recurve.optim.GradientNoise;
import dev.recurve.optim.WeightAverage;
import dev.recurve.params.ParameterBlock;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a run must have in common with the one that wrote a checkpoint, so that going on gives what
 * the first run would have given: everything but the number of epochs.
 */
final class Identity {
  /** The name that the JVM gives to a lambda; it changes from one process to the next. */
  private static final String LAMBDA = "\\$\\$Lambda\\S*";

  private Identity() {}

  static <I, Y> Map<String, String> of(
      Setup<I, ?, Y> setup, Batches<I, Y> train, Optional<Batches<I, Y>> valid) {
    var identity = new LinkedHashMap<String, String>();
    identity.put("model", setup.net().describe().replaceAll(LAMBDA, " function"));
    identity.put(
        "parameter groups",
        setup.store().seal().stream().map(Identity::group).collect(Collectors.joining(", ")));
    identity.put("float type", setup.store().type().name());
    identity.put("loss", setup.loss().describe());
    identity.put("metrics", setup.metrics().toString());
    identity.put(
        "optimiser", setup.optimizer().name() + " " + new TreeMap<>(setup.optimizer().settings()));
    identity.put("batches for each step of the optimiser", Integer.toString(setup.accumulated()));
    identity.put("workers", Integer.toString(setup.workers()));
    identity.put("learning-rate schedule", setup.schedule().describe(setup.length(train)));
    identity.put("clipping", setup.clipping().toString());
    identity.put("gradient noise", setup.noise().map(GradientNoise::toString).orElse("none"));
    identity.put("average of weights", setup.average().map(WeightAverage::toString).orElse("none"));
    identity.put(
        "early stopping", setup.earlyStopping().map(EarlyStopping::toString).orElse("none"));
    identity.put("seed", Long.toString(setup.seed()));
    identity.put("training data", data(train));
    identity.put("validation data", valid.map(Identity::data).orElse("none"));
    return identity;
  }

  private static String group(ParameterBlock block) {
    return "%s%s with %d weights in %d parameters"
        .formatted(
            block.group().name(),
            block.isTrainable() ? " (%s)".formatted(block.group().describe()) : " frozen",
            block.values().shape().size(),
            block.layout().size());
  }

  private static String data(Batches<?, ?> data) {
    return "%d batches, fingerprint %016x".formatted(data.count(), data.fingerprint());
  }

  /** What to warn of when a run goes on with another backend, or the same with other settings. */
  static Optional<String> otherBackend(Path path, String here, String there) {
    return here.equals(there)
        ? Optional.empty()
        : Optional.of(
            "%s was written on %s and goes on on %s: the results will differ in their last bits from those of a run that was never interrupted"
                .formatted(path, there, here));
  }

  /**
   * Compares.
   *
   * @param firstParameter that differs, as a part of a message
   * @throws BundleException at the first difference, naming it
   */
  static void requireSame(
      Path path,
      Map<String, String> here,
      Map<String, String> there,
      Optional<String> firstParameter) {
    here.forEach(
        (what, value) -> {
          String other = there.getOrDefault(what, "unknown");
          if (!other.equals(value)) {
            throw new BundleException(
                "%s belongs to another run: its %s is %s, here it is %s.%s Resume with what the run began with, or begin a new one"
                    .formatted(
                        path,
                        what,
                        other,
                        value,
                        firstParameter
                            .map(" The first parameter that differs is %s."::formatted)
                            .orElse("")));
          }
        });
  }
}
