/** The {@code recurve} command line and its demonstrations. */
module dev.recurve.examples {
  requires com.fasterxml.jackson.databind;
  requires com.fasterxml.jackson.dataformat.yaml;
  requires dev.recurve.timeseries;
  requires info.picocli;
  requires java.desktop;
  requires java.logging;

  opens dev.recurve.examples to
      info.picocli;
  opens dev.recurve.examples.backends to
      info.picocli;
  opens dev.recurve.examples.cli to
      info.picocli;
  opens dev.recurve.examples.demo to
      info.picocli;
  opens dev.recurve.examples.forecast to
      com.fasterxml.jackson.databind,
      info.picocli;
}
