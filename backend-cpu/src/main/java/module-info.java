/** The backend {@code cpu}: products by OpenBLAS, everything else in plain Java. */
module dev.recurve.cpu {
  requires dev.recurve.api;
  requires dev.recurve.host;
  requires org.bytedeco.javacpp;
  requires org.bytedeco.openblas;

  provides dev.recurve.spi.BackendProvider with
      dev.recurve.cpu.CpuProvider;
}
