package dev.recurve.cpu;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas_nolapack;

/** Finds the library in the jar of this platform, which JavaCPP unpacks into its cache. */
final class OpenBlasLibrary {
  /**
   * What JavaCPP calls the library on Linux, macOS and Windows when it unpacks it for this binding.
   */
  private static final List<String> NAMES =
      List.of(
          "libopenblas_nolapack.so.0", "libopenblas_nolapack.0.dylib", "libopenblas_nolapack.dll");

  private OpenBlasLibrary() {}

  /**
   * Loads OpenBLAS and what it needs, and says where it lies.
   *
   * @throws UnsatisfiedLinkError if there is none for this platform, or it cannot be unpacked or
   *     loaded
   */
  static Path path() {
    var binding = Loader.load(openblas_nolapack.class);
    if (binding == null) {
      throw new UnsatisfiedLinkError("JavaCPP found no OpenBLAS for " + Loader.getPlatform());
    }
    var folder = new File(binding).toPath().getParent();
    for (String name : NAMES) {
      var library = folder.resolve(name);
      if (Files.exists(library)) {
        return library;
      }
    }
    throw new UnsatisfiedLinkError("JavaCPP unpacked no OpenBLAS into " + folder);
  }

  /** The platform's name in the classifiers of bytedeco's jars. */
  static String platform() {
    return Loader.getPlatform();
  }
}
