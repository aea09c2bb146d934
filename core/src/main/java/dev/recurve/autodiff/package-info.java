/**
 * Tensors on a device and the tape that carries gradients back through what was computed with them.
 */
package dev.recurve.autodiff;
