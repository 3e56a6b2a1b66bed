package io.kurier.support;

import java.nio.file.Path;

/**
 * The virtual machine that these tests run in. Tests that mostly wait run in several of them beside
 * each other, each with files and ports of its own.
 */
public final class Fork {

  private static final String NAME = System.getProperty("fork", "fork-1");

  /** From one. */
  static final int NUMBER = Integer.parseInt(NAME.substring("fork-".length()));

  private Fork() {}

  /** A file or directory below {@code target} that no other fork uses. */
  public static Path path(String name) {
    return Path.of("target", NAME, name);
  }
}
