/**
 * What backends share whose memory is the Java heap: moves, element-wise loops, and the engine that
 * runs recurrent layers. Each brings its own arithmetic.
 */
module dev.recurve.host {
  requires transitive dev.recurve.api;

  exports dev.recurve.host to
      dev.recurve.cpu,
      dev.recurve.simd;
}
