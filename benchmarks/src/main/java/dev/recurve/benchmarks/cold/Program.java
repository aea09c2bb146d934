package dev.recurve.benchmarks.cold;

import java.util.List;

/** What is started. */
public enum Program {
  /** {@link FirstForecast}, on the backend that is taken without a wish. */
  SERVICE("first forecast, backend as found", List.of("--add-modules=jdk.incubator.vector")),
  /** The same on the plain loops, without the module of the Vector API. */
  PLAIN_SERVICE("first forecast, java backend", List.of("-Drecurve.backend=java")),
  /** {@code recurve forecast predict}, by the launcher, shell and all. */
  COMMAND_LINE("recurve forecast predict", List.of());

  private final String words;
  private final List<String> flags;

  Program(String words, List<String> flags) {
    this.words = words;
    this.flags = flags;
  }

  /** For tables. */
  public String words() {
    return words;
  }

  /** The JVM's flags that every start has. */
  List<String> flags() {
    return flags;
  }
}
