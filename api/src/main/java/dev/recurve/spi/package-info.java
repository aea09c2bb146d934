/**
 * The seam between Recurve and a compute backend. Core checks every argument before it calls, owns
 * every destination, and knows nothing of a backend's memory; a backend knows nothing of tensors,
 * layers or gradients. This package depends on no other.
 */
package dev.recurve.spi;
