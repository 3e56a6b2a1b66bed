package io.kurier.start;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

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

  /** Only its owner, and that of the directory, may rename or delete a file in the directory. */
  private static final int STICKY = 01000;

  private static final int ROOT = 0;

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
      return taken(path.toRealPath());
    } catch (IOException e) {
      throw new SettingError("KURIER_DATA_DIR " + path + " can't be used: " + e);
    }
  }

  /** Until it is known who can get at it, nothing that lies there is changed. */
  private static DataDir taken(Path path) throws IOException {
    FileChannel lockFile = lock(path);
    try {
      requireClosed(path);
      lockFile.truncate(0);
      lockFile.write(StandardCharsets.US_ASCII.encode(ProcessHandle.current().pid() + "\n"));
      return new DataDir(path, lockFile);
    } catch (IOException | SettingError e) {
      lockFile.close();
      throw e;
    }
  }

  /**
   * Only this user may get at it; or, on a volume of Kubernetes, which belongs to root and the
   * pod's group ({@code fsGroup}), only that group. Such a volume is told by its bit that hands the
   * group on.
   */
  private static void requireClosed(Path path) throws IOException {
    if (!path.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      return;
    }
    // Whoever this process is: what it makes belongs to it.
    Path made = Files.createTempFile(path, "owner-", ".probe");
    try {
      int user = unix(made, "uid");
      String name = Files.getOwner(made).getName();
      int mode = unix(path, "mode");
      int groupAndOthers = mode & 0077;
      int owner = unix(path, "uid");
      boolean ofGroup = (mode & SET_GROUP) != 0 && (owner == ROOT || owner == user);
      if (!ofGroup && owner != user) {
        throw new SettingError(
            "KURIER_DATA_DIR %s belongs to another user. Make it Kurier's: chown %s %s"
                .formatted(path, name, path));
      }
      if (ofGroup ? (groupAndOthers & 0007) != 0 : groupAndOthers != 0) {
        throw new SettingError(
            "KURIER_DATA_DIR %s is open to other users, who could have Kurier run what they like. Close it: chmod %s %s"
                .formatted(path, ofGroup ? "o-rwx" : "700", path));
      }
      if (!ofGroup) {
        requireOwn(path, user, name);
      }
      requireKept(path, user);
    } finally {
      Files.delete(made);
    }
  }

  /** What others left in it while it was open. Below that nothing was ever open to them. */
  private static void requireOwn(Path path, int user, String name) throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      for (Path file : files.toList()) {
        int owner = unix(file, "uid");
        if (owner != user && owner != ROOT) {
          throw new SettingError(
              "%s belongs to another user, who could have Kurier run what they like. Look at it, and delete it or make it Kurier's: chown -R %s %s"
                  .formatted(file, name, file));
        }
      }
    }
  }

  /**
   * Nobody else may put another directory in its place: those above it belong to this user or to
   * root, and others can't write to them, or only where nobody can rename what is not theirs.
   */
  private static void requireKept(Path path, int user) throws IOException {
    for (Path above = path.getParent(); above != null; above = above.getParent()) {
      int mode = unix(above, "mode");
      int owner = unix(above, "uid");
      if ((owner != user && owner != ROOT) || ((mode & 0002) != 0 && (mode & STICKY) == 0)) {
        throw new SettingError(
            "KURIER_DATA_DIR %s can be replaced by another user, who can write to %s. Close that, or choose a directory elsewhere."
                .formatted(path, above));
      }
    }
  }

  private static int unix(Path file, String attribute) throws IOException {
    return (int) Files.getAttribute(file, "unix:" + attribute, LinkOption.NOFOLLOW_LINKS);
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

  /** Deletes a directory with all that is in it, if it is there; links are not followed. */
  static void deleteAll(Path directory) throws IOException {
    if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
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
            Set.of(
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS),
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
    return channel;
  }
}
