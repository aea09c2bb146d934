package dev.recurve.examples.cli;

import dev.recurve.RecurveException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns whatever goes wrong into a sentence on standard error and an exit code. */
public final class Failures implements IParameterExceptionHandler, IExecutionExceptionHandler {
  private final Settings settings;

  /** Shows stack traces if these settings ask for them. */
  public Failures(Settings settings) {
    this.settings = settings;
  }

  /** A command without any argument, where it needs some, shows its help. */
  @Override
  public int handleParseException(ParameterException e, String[] args) {
    var command = e.getCommandLine();
    var err = command.getErr();
    if (args.length == 0 || args[args.length - 1].equals(command.getCommandName())) {
      command.usage(err);
      return ExitCode.USAGE;
    }
    var told = unknownBeforeMissing(e);
    say(err, told.getMessage());
    UnmatchedArgumentException.printSuggestions(told, err);
    err.printf("See '%s --help'.%n", command.getCommandSpec().qualifiedName());
    return ExitCode.USAGE;
  }

  /** A misspelt option is missing under its right name, too: the misspelling is the news. */
  private static ParameterException unknownBeforeMissing(ParameterException e) {
    var unknown = e.getCommandLine().getUnmatchedArguments();
    return e instanceof MissingParameterException && !unknown.isEmpty()
        ? new UnmatchedArgumentException(e.getCommandLine(), unknown)
        : e;
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
    return report(e, command);
  }

  /** Reports what ended a command, and returns the exit code. */
  public int report(Throwable e, CommandLine command) {
    say(command.getErr(), sentence(e));
    if (settings.debug()) {
      e.printStackTrace(command.getErr());
    }
    return e instanceof BadUsageException ? ExitCode.USAGE : ExitCode.SOFTWARE;
  }

  private static void say(PrintWriter err, String sentence) {
    err.println("recurve: " + sentence);
  }

  private static String sentence(Throwable e) {
    return switch (e) {
      case RecurveException told -> told.getMessage();
      case UncheckedIOException unchecked -> sentence(unchecked.getCause());
      case NoSuchFileException missing -> "there is no file " + missing.getFile();
      case AccessDeniedException denied -> "access to %s is denied".formatted(denied.getFile());
      case FileSystemException failed ->
          "%s: %s"
              .formatted(
                  failed.getFile(),
                  Optional.ofNullable(failed.getReason())
                      .orElse(failed.getClass().getSimpleName()));
      case IOException failed -> "a file cannot be read or written: " + failed.getMessage();
      case OutOfMemoryError _ ->
          ("out of memory: the JVM has %d MiB; give it more with RECURVE_JAVA_OPTS=-Xmx8g, or"
                  + " choose a smaller model or batch")
              .formatted(Runtime.getRuntime().maxMemory() >> 20);
      default ->
          "unexpected %s: %s (run with --debug for the stack trace)"
              .formatted(e.getClass().getSimpleName(), e.getMessage());
    };
  }
}
