/**
 * Optimisers, what is done to gradients before and to weights after their step, and the step that
 * applies all of it without waiting for the device.
 */
package dev.recurve.optim;
