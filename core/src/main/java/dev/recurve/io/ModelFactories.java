package dev.recurve.io;

import dev.recurve.BundleException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/**
 * The factories on the path.
 *
 * @param factories those that could be loaded
 * @param broken why others could not
 */
record ModelFactories(List<ModelFactory<?>> factories, List<String> broken) {

  static ModelFactories onPath(ClassLoader loader) {
    var factories = new ArrayList<ModelFactory<?>>();
    var broken = new ArrayList<String>();
    for (var services = ServiceLoader.load(ModelFactory.class, loader).iterator(); ; ) {
      try {
        if (!services.hasNext()) {
          return new ModelFactories(factories, broken);
        }
        factories.add(services.next());
      } catch (ServiceConfigurationError e) {
        broken.add(e.getMessage());
      }
    }
  }

  <M> ModelFactory<? extends M> find(Path path, ModelKind wanted, Class<M> type) {
    for (var factory : factories) {
      if (factory.kind().equals(wanted.kind())) {
        return typed(path, factory, type);
      }
    }
    throw unknown(path, wanted);
  }

  private static <M> ModelFactory<? extends M> typed(
      Path path, ModelFactory<?> factory, Class<M> type) {
    if (!type.isAssignableFrom(factory.type())) {
      throw new BundleException(
          "%s holds a %s, which is a %s; a %s was asked for"
              .formatted(
                  path, factory.kind(), factory.type().getSimpleName(), type.getSimpleName()));
    }
    @SuppressWarnings("unchecked") // its models are of a class that can be assigned to M
    var fitting = (ModelFactory<? extends M>) factory;
    return fitting;
  }

  private BundleException unknown(Path path, ModelKind wanted) {
    String known =
        factories.isEmpty()
            ? "none"
            : factories.stream().map(ModelFactory::kind).sorted().collect(Collectors.joining(", "));
    String failed = broken.isEmpty() ? "" : "; could not be loaded: " + String.join(", ", broken);
    return new BundleException(
        "%s holds a model of kind %s, which no jar on the path knows; add %s.jar. Known kinds: %s%s. Weights and config can be read without it"
            .formatted(path, wanted.kind(), wanted.artifact(), known, failed));
  }
}
