package dev.recurve.benchmarks.contest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A program in a process of its own, run to its end. */
public final class ChildProcess {
  private ChildProcess() {}

  /**
   * Runs a program and waits.
   *
   * @param command the program and its arguments
   * @param environment what is added to the environment
   * @return what it wrote to standard output
   * @throws BenchmarkException if it did not end with 0; the message has its last words
   */
  public static String run(List<String> command, Map<String, String> environment) {
    try {
      var builder = new ProcessBuilder(command);
      builder.environment().putAll(environment);
      var process = builder.start();
      process.getOutputStream().close();
      var errors = new ArrayList<String>();
      var reader =
          Thread.ofVirtual()
              .start(
                  () -> process.errorReader(StandardCharsets.UTF_8).lines().forEach(errors::add));
      var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int exit = process.waitFor();
      reader.join();
      if (exit != 0) {
        throw new BenchmarkException(
            "The program %s ended with %d; its last words were:\n%s"
                .formatted(String.join(" ", command), exit, String.join("\n", errors)));
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchmarkException("The measurement was interrupted", e);
    }
  }
}
