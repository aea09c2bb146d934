/** The backend {@code simd}: pure Java on the Vector API. */
module dev.recurve.simd {
  requires dev.recurve.api;
  requires dev.recurve.host;
  requires jdk.incubator.vector;

  provides dev.recurve.spi.BackendProvider with
      dev.recurve.simd.SimdProvider;
}
