package dev.recurve.spi;

/**
 * What a backend is opened with.
 *
 * @param workers the process's threads; a backend starts none of its own
 */
public record BackendConfig(Workers workers) {}
