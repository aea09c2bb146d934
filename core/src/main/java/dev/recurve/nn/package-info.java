/**
 * Layers: recurrent layers over any cell, and what stands before and after them. All of them are
 * immutable, honour lengths, and may be shared between threads.
 */
package dev.recurve.nn;
