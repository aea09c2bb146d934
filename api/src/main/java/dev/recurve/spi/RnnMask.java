package dev.recurve.spi;

/** The masks that a recurrent layer may need beyond its lengths. */
public enum RnnMask {
  /** Multiplies the input, one mask for all steps (Gal and Ghahramani 2016). */
  INPUT,
  /** Multiplies the previous output before the recurrent product, one mask for all steps. */
  HIDDEN,
  /** Lets single units keep their previous state (Zoneout, Krueger et al. 2017). */
  ZONEOUT
}
