package dev.recurve;

/**
 * How layers run one step at a time, before a session is opened. Comes from Recurve's own layers; a
 * layer made of others puts theirs together.
 */
public interface Streaming {
  /** These layers' steps, each followed by others'. */
  Streaming then(Streaming next);

  /** As {@link Streamable#open} says. */
  StepSession open(int batch);
}
