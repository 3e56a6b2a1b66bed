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

  private static final String LOCK = "lock";

  /** What is made in the directory gets its group. */
  private static final int SET_GROUP = 02000;

  private final Path path;
  private final FileChannel lockFile;

  private DataDir(Path path, FileChannel lockFile) {
    this.path = path;
    this.lockFile = lockFile;
  }

  /**
   * Takes the directory, and makes it if there is none.
   *
   * @throws SettingError if another process has it, it can't be written to, or other users of the
   *     machine can get at it: what lies there is run
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
      return taken(path);
    } catch (IOException e) {
      throw new SettingError("KURIER_DATA_DIR " + path + " can't be used: " + e);
    }
  }

  private static DataDir taken(Path path) throws IOException {
    FileChannel lockFile = lock(path);
    DataDir dir = new DataDir(path, lockFile);
    try {
      dir.requireClosed();
      return dir;
    } catch (IOException | SettingError e) {
      dir.close();
      throw e;
    }
  }

  /**
   * Only this user may get at it; or, on a volume of Kubernetes, which belongs to the pod's group
   * ({@code fsGroup}), only that group. Such a volume is told by its bit that hands the group on.
   */
  private void requireClosed() throws IOException {
    if (!path.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      return;
    }
    int mode = unix(path, "mode");
    int groupAndOthers = mode & 0077;
    boolean ofGroup = (mode & SET_GROUP) != 0 && unix(path, "gid") == unix(resolve(LOCK), "gid");
    if (ofGroup ? (groupAndOthers & 0007) != 0 : groupAndOthers != 0) {
      throw new SettingError(
          "KURIER_DATA_DIR %s is open to other users, who could have Kurier run what they like. Close it: chmod %s %s"
              .formatted(path, ofGroup ? "o-rwx" : "700", path));
    }
    if (!ofGroup && unix(path, "uid") != unix(resolve(LOCK), "uid")) {
      throw new SettingError(
          "KURIER_DATA_DIR %s belongs to another user. Make it Kurier's: chown %s %s"
              .formatted(path, Files.getOwner(resolve(LOCK)).getName(), path));
    }
  }

  private static int unix(Path file, String attribute) throws IOException {
    return (int) Files.getAttribute(file, "unix:" + attribute);
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
            path.resolve(LOCK),
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
            SECRET);
    FileLock lock = channel.tryLock();
    if (lock == null) {
      channel.close();
      throw new SettingError(
          "KURIER_DATA_DIR "
              + path
              + " is in use by another Kurier, process "
              + Files.readString(path.resolve(LOCK)).strip()
              + ". Stop it, or give this one a directory of its own.");
    }
    channel.truncate(0);
    channel.write(StandardCharsets.US_ASCII.encode(ProcessHandle.current().pid() + "\n"));
    return channel;
  }
}
