/**
 * What every backend must do, as tests: extend {@link dev.recurve.conformance.BackendConformance},
 * say how the backend is opened, and JUnit runs the whole contract of {@link
 * dev.recurve.spi.Backend} against it. Beside it stand tools that other tests use as well: {@link
 * dev.recurve.conformance.Tolerance}, {@link dev.recurve.conformance.Matrices}, and {@link
 * dev.recurve.conformance.DeferredBackend}, which behaves like a device without being one.
 */
package dev.recurve.conformance;
