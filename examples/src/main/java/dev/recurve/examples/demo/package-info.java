/** Demonstrations that need nothing: data and settings are built in. */
package dev.recurve.examples.demo;
