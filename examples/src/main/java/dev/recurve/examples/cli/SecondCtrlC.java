package dev.recurve.examples.cli;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Once the JVM is ending it takes no further notice of Ctrl-C, however long the end takes. This
 * gives the signal back to the operating system, which ends the process.
 */
final class SecondCtrlC {
  private static final int SIGINT = 2;

  private SecondCtrlC() {}

  /** Calls C's {@code signal(SIGINT, SIG_DFL)}; where that cannot be done, nothing changes. */
  @SuppressWarnings("restricted")
  static void endsAtOnce() {
    if (!SecondCtrlC.class.getModule().isNativeAccessEnabled()) {
      return;
    }
    var linker = Linker.nativeLinker();
    var type =
        FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_INT, ValueLayout.ADDRESS);
    try {
      var signal = linker.downcallHandle(linker.defaultLookup().findOrThrow("signal"), type);
      var _ = (MemorySegment) signal.invokeExact(SIGINT, MemorySegment.NULL);
    } catch (Throwable _) {
      return; // the first Ctrl-C still ends the run after its step
    }
  }
}
