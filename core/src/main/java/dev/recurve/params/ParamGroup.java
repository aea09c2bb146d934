package dev.recurve.params;

/**
 * Parameters that are trained alike.
 *
 * @param name for schedules and messages
 * @param rateFactor factor on the learning rate
 */
public record ParamGroup(String name, double rateFactor) {
  /** The group of all parameters that no other was named for. */
  public static final ParamGroup DEFAULT = new ParamGroup("default", 1);

  /** Checks the factor. */
  public ParamGroup {
    if (!(rateFactor >= 0)) {
      throw new IllegalArgumentException(
          "Group %s: a learning-rate factor is 0 or more, received %s".formatted(name, rateFactor));
    }
  }
}
