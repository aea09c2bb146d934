/** What all commands share: global options, output, errors, interruption. */
package dev.recurve.examples.cli;
