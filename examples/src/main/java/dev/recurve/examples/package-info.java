/** The {@code recurve} command line. */
package dev.recurve.examples;
