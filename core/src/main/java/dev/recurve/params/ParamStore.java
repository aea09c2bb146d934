package dev.recurve.params;

import dev.recurve.BundleException;
import dev.recurve.Init;
import dev.recurve.ModelBuffer;
import dev.recurve.Parameter;
import dev.recurve.Params;
import dev.recurve.RecurveException;
import dev.recurve.Shape;
import dev.recurve.autodiff.DeviceTensor;
import dev.recurve.autodiff.Tensors;
import dev.recurve.runtime.Device;
import dev.recurve.spi.DType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Records every parameter that a model's constructors ask for. The same constructors serve for
 * training anew and from a file: what differs is where this store takes the values from.
 *
 * <p>{@link #seal} ends construction: the parameters of each group then lie end to end, and get
 * gradients. Used by one thread; other threads are given a {@link #snapshot}.
 */
public final class ParamStore implements Params {
  private final Device device;
  private final Source source;
  private final Map<String, StoredParameter> parameters = new LinkedHashMap<>();
  private final List<Beginning> beginnings = new ArrayList<>();
  private final List<GroupRule> groupRules = new ArrayList<>();
  private final List<Predicate<String>> frozen = new ArrayList<>();
  private Optional<List<ParameterBlock>> blocks = Optional.empty();

  private record GroupRule(Predicate<String> matches, ParamGroup group) {}

  private record Beginning(String glob, Predicate<String> matches, Init init) {}

  private ParamStore(Device device, Source source) {
    this.device = device;
    this.source = source;
  }

  /** A store on the default device, with fresh values drawn from a seed. */
  public static ParamStore fresh(long seed) {
    return fresh(seed, Device.standard());
  }

  /** A store on a device, with fresh values drawn from a seed. */
  public static ParamStore fresh(long seed, Device device) {
    return new ParamStore(device, new Source.Fresh(seed));
  }

  /** A store on the default device with values from a file, to go on training them. */
  public static ParamStore from(Map<String, HostArray> arrays) {
    return from(arrays, Device.standard());
  }

  /** A store on a device with values from a file, to go on training them. */
  public static ParamStore from(Map<String, HostArray> arrays, Device device) {
    return new ParamStore(device, new Source.Loaded(arrays));
  }

  @Override
  public Parameter get(String name, Shape shape, Init init) {
    return create(Segments.join("", name), shape, init, true);
  }

  @Override
  public ModelBuffer buffer(String name, Shape shape, Init init) {
    return create(Segments.join("", name), shape, init, false);
  }

  @Override
  public Params child(String name) {
    return new Branch(this::create, Segments.join("", name));
  }

  @Override
  public String path() {
    return "";
  }

  private StoredParameter create(String path, Shape shape, Init init, boolean isTrained) {
    if (blocks.isPresent()) {
      throw new RecurveException(
          "The parameter %s was asked for after training had begun; build the whole model first"
              .formatted(path));
    }
    if (parameters.containsKey(path)) {
      throw new RecurveException(
          "The parameter %s was asked for twice; give the layers different names, or pass the Parameter itself to tie them"
              .formatted(path));
    }
    var begins = isTrained ? beginning(path).orElse(init) : init;
    double[] values = source.values(path, shape, begins);
    var own = DeviceTensor.owning(device, device.floatType(), shape);
    device.backend().copy(Tensors.of(device, shape, values).mat(), own.mat());
    var parameter = new StoredParameter(path, own, isTrained);
    parameters.put(path, parameter);
    return parameter;
  }

  /**
   * Has fresh parameters begin otherwise than their layers would have them; to be said before the
   * layers are built. Where several globs match, the last one counts. Buffers, and values from a
   * file, are as they are.
   *
   * @param glob a path in which {@code *} stands for any characters, for example {@code
   *     *.weight_hh*}
   * @throws RecurveException if parameters were asked for before
   */
  public ParamStore initialize(String glob, Init init) {
    if (!parameters.isEmpty()) {
      throw new RecurveException(
          "%s: how parameters begin is settled before layers are built, but there is %s already"
              .formatted(glob, parameters.keySet().iterator().next()));
    }
    beginnings.add(new Beginning(glob, matcher(glob), init));
    return this;
  }

  private Optional<Init> beginning(String path) {
    return beginnings.reversed().stream()
        .filter(beginning -> beginning.matches().test(path))
        .map(Beginning::init)
        .findFirst();
  }

  /** The device that the values lie on. */
  public Device device() {
    return device;
  }

  /** All parameters, without the buffers, in the order in which they were asked for. */
  public List<Parameter> parameters() {
    return parameters.values().stream()
        .filter(StoredParameter::isTrained)
        .<Parameter>map(parameter -> parameter)
        .toList();
  }

  /** All buffers in the order in which they were asked for. */
  public List<ModelBuffer> buffers() {
    return parameters.values().stream()
        .filter(parameter -> !parameter.isTrained())
        .<ModelBuffer>map(buffer -> buffer)
        .toList();
  }

  /** Number of weights in all; buffers do not count. */
  public long count() {
    return parameters().stream().mapToLong(p -> p.shape().size()).sum();
  }

  /**
   * Keeps parameters from being trained, and buffers from following the batches.
   *
   * @param glob a path in which {@code *} stands for any characters, for example {@code embed.*}
   * @throws RecurveException if no parameter matches, or training has begun
   */
  public ParamStore freeze(String glob) {
    frozen.add(requireMatch(glob));
    return this;
  }

  /**
   * Trains parameters with settings of their own; where several globs match, the last one counts.
   *
   * @throws RecurveException if no parameter matches, or training has begun
   */
  public ParamStore group(String glob, ParamGroup group) {
    groupRules.add(new GroupRule(requireMatch(glob), group));
    return this;
  }

  private Predicate<String> requireMatch(String glob) {
    if (blocks.isPresent()) {
      throw new RecurveException(
          "%s: groups and freezing are settled before training begins".formatted(glob));
    }
    var matches = matcher(glob);
    if (parameters.keySet().stream().noneMatch(matches)) {
      throw new RecurveException(
          "No parameter matches %s; there are %s".formatted(glob, parameters.keySet()));
    }
    return matches;
  }

  private static Predicate<String> matcher(String glob) {
    String regex =
        Pattern.compile("\\*")
            .splitAsStream(glob + "\0")
            .map(Pattern::quote)
            .reduce((a, b) -> a + ".*" + b)
            .orElseThrow();
    var pattern = Pattern.compile(regex);
    return name -> pattern.matcher(name + "\0").matches();
  }

  /**
   * Ends construction and lays the parameters of each group end to end. May be called again.
   *
   * @throws BundleException if the file has parameters that the model never asked for
   * @throws RecurveException if {@link #initialize} named parameters that there are not
   */
  public List<ParameterBlock> seal() {
    if (blocks.isEmpty()) {
      requireAllUsed();
      if (!parameters.isEmpty()) {
        beginnings.forEach(beginning -> requireMatch(beginning.glob()));
      }
      record Kind(ParamGroup group, boolean trainable) {}
      var kinds = new LinkedHashMap<Kind, List<StoredParameter>>();
      for (var parameter : parameters.values()) {
        boolean isFrozen = frozen.stream().anyMatch(f -> f.test(parameter.name()));
        boolean trainable = parameter.isTrained() && !isFrozen;
        if (isFrozen) {
          parameter.freeze();
        }
        kinds
            .computeIfAbsent(
                new Kind(groupOf(parameter.name()), trainable), kind -> new ArrayList<>())
            .add(parameter);
      }
      var sealed = new ArrayList<ParameterBlock>();
      kinds.forEach(
          (kind, members) ->
              sealed.add(new ParameterBlock(device, kind.group(), kind.trainable(), members)));
      blocks = Optional.of(List.copyOf(sealed));
    }
    return blocks.get();
  }

  private ParamGroup groupOf(String name) {
    return groupRules.reversed().stream()
        .filter(rule -> rule.matches().test(name))
        .map(GroupRule::group)
        .findFirst()
        .orElse(ParamGroup.DEFAULT);
  }

  /**
   * Checks that a loaded model has asked for all that the file holds.
   *
   * @throws BundleException if not
   */
  public void requireAllUsed() {
    if (source instanceof Source.Loaded loaded && !loaded.unused().isEmpty()) {
      throw new BundleException(
          "The file has parameters that the model does not ask for: "
              + loaded.unused().stream().sorted().toList());
    }
  }

  /** Copies all values out by name; waits for the device. */
  public Map<String, HostArray> values() {
    return HostArrays.download(tensors());
  }

  /**
   * Overwrites all values.
   *
   * @throws BundleException if names or shapes differ, naming the first that does
   */
  public void restore(Map<String, HostArray> values) {
    HostArrays.upload("The checkpoint is of another model", values, tensors());
    parameters.values().forEach(StoredParameter::changed);
  }

  /**
   * The first parameter that other values do not fit, as a part of a message, for example {@code
   * head.weight, here [1, 6], there missing}; empty if all fit.
   */
  public Optional<String> firstDifference(Map<String, HostArray> values) {
    return HostArrays.firstDifference(values, tensors());
  }

  private Map<String, DeviceTensor> tensors() {
    var tensors = new LinkedHashMap<String, DeviceTensor>();
    parameters.forEach((name, parameter) -> tensors.put(name, parameter.value()));
    return tensors;
  }

  /** The values as they are now, immutable and safe to share: what serving reads. */
  public Snapshot snapshot() {
    return Snapshot.of(device, values());
  }

  /** The float type of the values. */
  public DType type() {
    return device.floatType();
  }
}
