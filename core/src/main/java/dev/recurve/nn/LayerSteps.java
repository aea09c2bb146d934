package dev.recurve.nn;

import dev.recurve.RecurveException;
import dev.recurve.StepSession;
import dev.recurve.Streaming;
import dev.recurve.autodiff.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The steps of Recurve's own layers, one after another. */
record LayerSteps(List<Stage.Plan> plans) implements Streaming {
  LayerSteps {
    plans = List.copyOf(plans);
  }

  static LayerSteps of(Stage.Plan plan) {
    return new LayerSteps(List.of(plan));
  }

  @Override
  public Streaming then(Streaming next) {
    if (!(next instanceof LayerSteps(var more))) {
      throw new IllegalArgumentException(
          "Steps come from Recurve's layers; received a " + next.getClass().getName());
    }
    var all = new ArrayList<>(plans);
    all.addAll(more);
    return new LayerSteps(all);
  }

  @Override
  public StepSession open(int batch) {
    if (batch < 1) {
      throw new IllegalArgumentException(
          "A session takes at least one stream, received a batch of " + batch);
    }
    if (plans.isEmpty() || plans.getFirst().input().isEmpty()) {
      throw new RecurveException(
          "%s does not say how many features a step brings; let the session begin with an embedding, a recurrent or a linear layer"
              .formatted(plans.isEmpty() ? "A layer that does nothing" : plans.getFirst().name()));
    }
    var device =
        plans.stream()
            .map(Stage.Plan::device)
            .flatMap(Optional::stream)
            .findFirst()
            .orElseGet(Scope::device);
    return new OpenSession(device, batch, plans);
  }
}
