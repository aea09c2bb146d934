/** Data sets, their order and their batches. */
package dev.recurve.data;
