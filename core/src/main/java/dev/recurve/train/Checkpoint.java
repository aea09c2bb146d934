package dev.recurve.train;

import dev.recurve.io.Archive;
import dev.recurve.io.Json;
import dev.recurve.io.Safetensors;
import dev.recurve.params.HostArray;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that a run needs to go on as if it had never stopped, as one file.
 *
 * @param state where it stands
 * @param weights as they are
 * @param slots what the optimiser remembers
 * @param average the averaged weights, if there are
 * @param gradients that wait for the optimiser's next step, if there are
 * @param states of the model, that the next window of a stream begins with; empty where it begins
 *     anew
 * @param best the weights of the best epoch, if early stopping will need them
 */
record Checkpoint(
    RunState state,
    Map<String, HostArray> weights,
    Map<String, HostArray> slots,
    Optional<Map<String, HostArray>> average,
    Optional<Map<String, HostArray>> gradients,
    Map<String, HostArray> states,
    Optional<Map<String, HostArray>> best) {
  static final Archive.Format FORMAT = new Archive.Format("recurve-checkpoint", 1);

  private static final String STATE = "state.json";
  private static final String WEIGHTS = "weights.safetensors";
  private static final String SLOTS = "optimizer.safetensors";
  private static final String AVERAGE = "average.safetensors";
  private static final String GRADIENTS = "gradients.safetensors";
  private static final String STATES = "states.safetensors";
  private static final String BEST = "best.safetensors";

  void write(Path path) {
    var entries = new LinkedHashMap<String, byte[]>();
    entries.put(STATE, Json.write(state));
    entries.put(WEIGHTS, Safetensors.encode(weights, Map.of()));
    entries.put(SLOTS, Safetensors.encode(slots, Map.of()));
    average.ifPresent(arrays -> entries.put(AVERAGE, Safetensors.encode(arrays, Map.of())));
    gradients.ifPresent(arrays -> entries.put(GRADIENTS, Safetensors.encode(arrays, Map.of())));
    if (!states.isEmpty()) {
      entries.put(STATES, Safetensors.encode(states, Map.of()));
    }
    best.ifPresent(arrays -> entries.put(BEST, Safetensors.encode(arrays, Map.of())));
    Archive.write(path, FORMAT, entries, true);
  }

  static Checkpoint read(Path path) {
    var archive = Archive.read(path, FORMAT);
    return new Checkpoint(
        archive.json(STATE, RunState.class),
        archive.arrays(WEIGHTS).arrays(),
        archive.arrays(SLOTS).arrays(),
        arrays(archive, AVERAGE),
        arrays(archive, GRADIENTS),
        arrays(archive, STATES).orElse(Map.of()),
        arrays(archive, BEST));
  }

  private static Optional<Map<String, HostArray>> arrays(Archive archive, String entry) {
    return archive.has(entry) ? Optional.of(archive.arrays(entry).arrays()) : Optional.empty();
  }
}
