package dev.recurve.train;

/** Why a run ended. */
public enum StopReason {
  /** All epochs that were asked for are done. */
  EPOCHS_DONE,
  /** The validation loss had not improved for long enough. */
  EARLY_STOPPING,
  /** Somebody asked for it through a {@link StopSignal}. */
  INTERRUPTED
}
