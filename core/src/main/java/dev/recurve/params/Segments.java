package dev.recurve.params;

/** Paths of parameters: segments joined by dots. */
final class Segments {
  private Segments() {}

  static String join(String path, String name) {
    if (name.isEmpty() || name.contains(".")) {
      throw new IllegalArgumentException(
          "A parameter's name is one segment without dots, received \"%s\"".formatted(name));
    }
    return path.isEmpty() ? name : path + "." + name;
  }
}
