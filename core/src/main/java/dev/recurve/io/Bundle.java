package dev.recurve.io;

import dev.recurve.BundleException;
import dev.recurve.params.HostArray;
import dev.recurve.params.Snapshot;
import dev.recurve.runtime.Device;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * A trained model as one file: its kind, a typed config, where it comes from, the weights, and how
 * its input is prepared. What the kind means is known by a {@link ModelFactory}, found as a
 * service; without one, everything but {@link #model} works.
 *
 * <p>Immutable and safe to share between threads.
 */
public final class Bundle {
  /** What the files are. */
  static final Archive.Format FORMAT = new Archive.Format("recurve-bundle", 1);

  static final String KIND = "kind.json";
  static final String CONFIG = "config.json";
  static final String PROVENANCE = "provenance.json";
  static final String WEIGHTS = "weights.safetensors";
  static final String PREPROCESSING = "preprocessing.json";

  private final Archive archive;
  private final ModelKind kind;

  private Bundle(Archive archive) {
    this.archive = archive;
    this.kind = ModelKind.in(archive);
  }

  /**
   * Begins a bundle.
   *
   * @param kind what a {@link ModelFactory} calls its models
   * @param artifact the jar that brings that factory, for example {@code
   *     recurve-models-timeseries}: for the error where it is missing
   */
  public static Writer writer(String kind, String artifact) {
    return new Writer(kind, artifact);
  }

  /**
   * Opens a file and checks all of it.
   *
   * @throws BundleException if there is no such file; if it is cut short, damaged, not a bundle, or
   *     of a newer version
   */
  public static Bundle open(Path path) {
    return new Bundle(Archive.read(path, FORMAT));
  }

  /** The kind of model. */
  public String kind() {
    return kind.kind();
  }

  /** The jar that brings the model's factory. */
  public String artifact() {
    return kind.artifact();
  }

  /**
   * The model's settings.
   *
   * @param type a record with exactly the properties that were written
   * @throws BundleException if they do not fit
   */
  public <C> C config(Class<C> type) {
    return archive.json(CONFIG, type);
  }

  /**
   * The model's settings, read by hand: {@link #config(Class)} is shorter to write, but loads a
   * library of several hundred classes, which is most of the start of a process that serves a small
   * model.
   *
   * @param reader asks for every property that was written
   * @throws BundleException if they do not fit
   */
  public <C> C config(Function<JsonObject, C> reader) {
    return archive.json(CONFIG, reader);
  }

  /** The model's settings as they stand in the file, JSON. */
  public String configText() {
    return new String(archive.entry(CONFIG), StandardCharsets.UTF_8);
  }

  /** Where the model comes from. */
  public Provenance provenance() {
    return archive.json(PROVENANCE, Provenance.class);
  }

  /** The weights by name. */
  public Map<String, HostArray> weights() {
    return archive.arrays(WEIGHTS).arrays();
  }

  /**
   * How input is prepared: scalers, vocabularies, label names.
   *
   * @param type a record with exactly the properties that were written
   * @throws BundleException if they do not fit, or the model needs none
   */
  public <P> P preprocessing(Class<P> type) {
    return archive.json(PREPROCESSING, type);
  }

  /**
   * How input is prepared, read by hand, as {@link #config(Function)}.
   *
   * @param reader asks for every property that was written
   * @throws BundleException if they do not fit, or the model needs none
   */
  public <P> P preprocessing(Function<JsonObject, P> reader) {
    return archive.json(PREPROCESSING, reader);
  }

  /** Whether there is an entry of this name, preprocessing or a further one. */
  public boolean has(String entry) {
    return archive.has(entry);
  }

  /**
   * A further entry's contents.
   *
   * @throws BundleException if there is none of this name
   */
  public byte[] entry(String name) {
    return archive.entry(name);
  }

  /** The names of all entries. */
  public Set<String> entries() {
    return archive.names();
  }

  /**
   * The model on the process's default device, with weights that never change.
   *
   * @throws BundleException if no jar on the path knows the kind, naming the one that does; if the
   *     kind's models are of another class; or if config and weights do not fit
   */
  public <M> M model(Class<M> type) {
    return model(type, Device.standard());
  }

  /** The model on a device, {@link #model(Class)}. */
  public <M> M model(Class<M> type, Device device) {
    var factory = ModelFactories.onPath(type.getClassLoader()).find(archive.path(), kind, type);
    return factory.create(this, Snapshot.of(device, weights()));
  }

  @Override
  public String toString() {
    return "Bundle of a %s, %s".formatted(kind(), archive.path());
  }

  /** Gathers what goes into a bundle. */
  public static final class Writer {
    private final Map<String, byte[]> entries = new LinkedHashMap<>();

    private Writer(String kind, String artifact) {
      entries.put(KIND, Json.write(new ModelKind(kind, artifact).toMap()));
    }

    /** The model's settings, a record. */
    public Writer config(Object config) {
      entries.put(CONFIG, Json.write(config));
      return this;
    }

    /** Where the model comes from. */
    public Writer provenance(Provenance provenance) {
      entries.put(PROVENANCE, Json.write(provenance));
      return this;
    }

    /** The weights by name. */
    public Writer weights(Map<String, HostArray> weights) {
      entries.put(WEIGHTS, Safetensors.encode(weights, Map.of("format", "recurve")));
      return this;
    }

    /** How input is prepared, a record; a model may need nothing. */
    public Writer preprocessing(Object preprocessing) {
      entries.put(PREPROCESSING, Json.write(preprocessing));
      return this;
    }

    /**
     * Anything else.
     *
     * @throws IllegalArgumentException if the name is taken
     */
    public Writer entry(String name, byte[] contents) {
      if (Set.of(KIND, CONFIG, PROVENANCE, WEIGHTS, PREPROCESSING).contains(name)
          || entries.putIfAbsent(name, contents.clone()) != null) {
        throw new IllegalArgumentException("A bundle has one entry %s".formatted(name));
      }
      return this;
    }

    /**
     * Writes the file whole or not at all; missing folders are made.
     *
     * @param overwrite whether a file that is there is replaced
     * @throws IllegalStateException if config, provenance or weights were not given
     * @throws BundleException if it is there and may not be replaced, or cannot be written
     */
    public void write(Path path, boolean overwrite) {
      for (String needed : Set.of(CONFIG, PROVENANCE, WEIGHTS)) {
        if (!entries.containsKey(needed)) {
          throw new IllegalStateException("A bundle needs %s".formatted(needed));
        }
      }
      Archive.write(path, FORMAT, entries, overwrite);
    }
  }
}
