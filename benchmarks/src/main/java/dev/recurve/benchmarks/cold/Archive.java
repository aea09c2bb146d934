package dev.recurve.benchmarks.cold;

import java.nio.file.Path;
import java.util.List;

/** What the JVM finds prepared when it starts. */
public enum Archive {
  /** Nothing: every class is read from its jar. */
  NONE("none"),
  /** The archive of its own classes that every JDK brings. */
  JDK("the JDK's own"),
  /** An archive of the program's classes too, made when a first run ended. */
  APP_CDS("AppCDS"),
  /** The AOT cache of JDK 24 and later: classes loaded and linked, and profiles of a first run. */
  AOT("AOT cache");

  private final String words;

  Archive(String words) {
    this.words = words;
  }

  /** For tables. */
  public String words() {
    return words;
  }

  /** What a first run needs to leave the archive behind; nothing if there is none to make. */
  List<String> flagsToMake(Path file) {
    return switch (this) {
      case NONE, JDK -> List.of();
      case APP_CDS -> List.of("-XX:ArchiveClassesAtExit=" + file);
      case AOT -> List.of("-XX:AOTCacheOutput=" + file);
    };
  }

  /** What a run needs to use it. */
  List<String> flagsToUse(Path file) {
    return switch (this) {
      case NONE -> List.of("-Xshare:off");
      case JDK -> List.of();
      case APP_CDS -> List.of("-XX:SharedArchiveFile=" + file);
      case AOT -> List.of("-XX:AOTCache=" + file);
    };
  }
}
