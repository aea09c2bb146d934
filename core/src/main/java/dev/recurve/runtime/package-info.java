/**
 * Where computation meets the machine: finding and opening a backend, and the reference backend
 * {@code java}, plain loops that are always there and that every other backend is held to.
 */
package dev.recurve.runtime;
