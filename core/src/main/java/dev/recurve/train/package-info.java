/**
 * Training: the loop, its schedule, early stopping, checkpoints, progress, and what it leaves
 * behind.
 */
package dev.recurve.train;
