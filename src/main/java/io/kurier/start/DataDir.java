package io.kurier.start;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The directory below which lies everything that the service keeps on disk. One process holds it at
 * a time, and only its user may look in.
 */
final class DataDir implements AutoCloseable {

  private static final FileAttribute<Set<PosixFilePermission>> FOR_OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final FileAttribute<Set<PosixFilePermission>> SECRET =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final Path path;
  private final FileChannel lockFile;

  private DataDir(Path path, FileChannel lockFile) {
    this.path = path;
    this.lockFile = lockFile;
  }

  /**
   * Takes the directory, and makes it if there is none.
   *
   * @throws SettingError if another process has it, or it can't be written to
   */
  static DataDir take(Path relative) {
    Path path = relative.toAbsolutePath().normalize();
    try {
      if (!Files.isDirectory(path)) {
        Path parent = path.getParent();
        if (parent != null) {
          Files.createDirectories(parent);
        }
        Files.createDirectory(path, FOR_OWNER_ONLY);
      }
      return new DataDir(path, lock(path));
    } catch (IOException e) {
      throw new SettingError("KURIER_DATA_DIR " + path + " can't be used: " + e);
    }
  }

  Path resolve(String name) {
    return path.resolve(name);
  }

  /** What a file of the directory holds; where there is none, it is made and kept. */
  String kept(String name, Supplier<String> maker) {
    try {
      Path file = resolve(name);
      if (!Files.exists(file)) {
        keep(name, maker.get());
      }
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a file whole or not at all, to be read by this user only. */
  void keep(String name, String value) {
    try {
      Path written = resolve(name + ".new");
      Files.deleteIfExists(written);
      Files.createFile(written, SECRET);
      Files.writeString(written, value + "\n");
      try (FileChannel channel = FileChannel.open(written, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.move(written, resolve(name), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      lockFile.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return path.toString();
  }

  /** The system gives the lock back when the process ends, however it ends. */
  private static FileChannel lock(Path path) throws IOException {
    FileChannel channel =
        FileChannel.open(
            path.resolve("lock"),
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
            SECRET);
    FileLock lock = channel.tryLock();
    if (lock == null) {
      channel.close();
      throw new SettingError(
          "KURIER_DATA_DIR "
              + path
              + " is in use by another Kurier, process "
              + Files.readString(path.resolve("lock")).strip()
              + ". Stop it, or give this one a directory of its own.");
    }
    channel.truncate(0);
    channel.write(StandardCharsets.US_ASCII.encode(ProcessHandle.current().pid() + "\n"));
    return channel;
  }
}
