package io.kurier.support;

import java.nio.file.Path;

/**
 * The virtual machine that these tests run in. Tests that mostly wait run in several of them beside
 * each other, each with files and ports of its own.
 */
public final class Fork {

  /** From one. */
  static final int NUMBER = Integer.getInteger("fork", 1);

  private Fork() {}

  /** A file or directory below {@code target} that no other fork uses. */
  public static Path path(String name) {
    return Path.of("target", "fork-" + NUMBER, name);
  }
}
