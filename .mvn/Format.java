import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.spi.ToolProvider;

/**
 * Runs google-java-format over every Java file below the working directory: {@code check} names the
 * files that are not formatted and fails, {@code apply} formats them.
 */
class Format {
  private static final Set<String> SKIPPED = Set.of(".git", "target");

  public static void main(String[] args) throws IOException {
    var formatter = ToolProvider.findFirst("google-java-format").orElseThrow();
    var mode = args.length == 1 ? args[0] : "";
    System.exit(
        switch (mode) {
          case "check" -> check(formatter);
          case "apply" -> formatter.run(System.out, System.err, arguments("--replace"));
          default -> {
            System.err.println("-Dformat is check or apply, received \"" + mode + "\".");
            yield 2;
          }
        });
  }

  private static int check(ToolProvider formatter) throws IOException {
    var found = new StringWriter();
    var out = new PrintWriter(found);
    var err = new PrintWriter(System.err, true);
    if (formatter.run(out, err, arguments("--dry-run", "--set-exit-if-changed")) == 0) {
      return 0;
    }
    System.err.print(found);
    System.err.println(
        "Java files are not formatted (listed above if they parse): "
            + "run `mvn -q -N verify -Dformat=apply`.");
    return 1;
  }

  private static String[] arguments(String... options) throws IOException {
    var arguments = new ArrayList<>(List.of(options));
    Files.walkFileTree(
        Path.of(""),
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return SKIPPED.contains(folder.getFileName().toString())
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(".java")) {
              arguments.add(file.toString());
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return arguments.toArray(String[]::new);
  }
}
