/**
 * The weights of a model: where constructors get them, how they lie in memory for training, and
 * immutable snapshots of them for serving.
 */
package dev.recurve.params;
