package dev.recurve.examples.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** Which Recurve this is; the build writes it into a resource. */
public final class Version implements IVersionProvider {
  private static final String RESOURCE = "/dev/recurve/examples/version.properties";

  /** The version, as {@code 0.1.0}. */
  public static String recurve() {
    var properties = new Properties();
    try (var in = Version.class.getResourceAsStream(RESOURCE)) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version");
  }

  /** The Java runtime, as {@code 25.0.1+8 (Eclipse Adoptium)}. */
  public static String java() {
    return "%s (%s)".formatted(Runtime.version(), System.getProperty("java.vendor"));
  }

  @Override
  public String[] getVersion() {
    return new String[] {"recurve " + recurve(), "Java " + java()};
  }
}
