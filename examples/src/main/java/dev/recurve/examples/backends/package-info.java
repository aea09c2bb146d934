/** The command that lists the backends of this machine. */
package dev.recurve.examples.backends;
