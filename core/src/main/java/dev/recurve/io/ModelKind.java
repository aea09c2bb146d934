package dev.recurve.io;

import dev.recurve.BundleException;
import java.util.Map;

/**
 * What a bundle says of its model.
 *
 * @param kind what a factory calls it
 * @param artifact the jar that brings that factory
 */
record ModelKind(String kind, String artifact) {
  ModelKind {
    if (kind.isBlank() || artifact.isBlank()) {
      throw new IllegalArgumentException(
          "A bundle names a kind of model and the jar that brings it, received \"%s\" and \"%s\""
              .formatted(kind, artifact));
    }
  }

  static ModelKind in(Archive archive) {
    var properties = archive.members(Bundle.KIND).properties();
    if (properties.get("kind") instanceof JsonValue.Text(var kind)
        && properties.get("artifact") instanceof JsonValue.Text(var artifact)
        && !kind.isBlank()
        && !artifact.isBlank()) {
      return new ModelKind(kind, artifact);
    }
    throw new BundleException(
        "%s does not say which kind of model it holds".formatted(archive.path()));
  }

  Map<String, String> toMap() {
    return Map.of("kind", kind, "artifact", artifact);
  }
}
