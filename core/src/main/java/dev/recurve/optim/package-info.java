/** Optimisers, gradient clipping, and the step that applies them without waiting for the device. */
package dev.recurve.optim;
