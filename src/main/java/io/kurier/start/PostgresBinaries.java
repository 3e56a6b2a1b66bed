package io.kurier.start;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * PostgreSQL's programs and what they read: the jar carries them as an archive, a directory holds
 * them unpacked, for its owner alone. They are run as this user, so they are compared with what the
 * archive holds before each start.
 */
final class PostgresBinaries {

  /**
   * The archives, each with the hash of what it holds ({@link #hash}). To unpack them for the
   * comparison would take longer than all the rest of the start. A hash that does not fit its
   * archive fails a test, and would cost that time.
   */
  static final Map<String, String> ARCHIVES =
      Map.of(
          "postgres-linux-x86_64.txz",
          "29c8ca55cf884a9f62da8410908a563fc5dfde194510bc13545a6a136407246b",
          "postgres-linux-arm_64.txz",
          "6913feb3f58a9b25eb03e7c748111d373dd1666b87422093d5ad4ccb2c60cba2",
          "postgres-darwin-arm_64.txz",
          "aba1baf02b46214dfc44d039422f46acbb946e3d804ab3e209eb94b145a49bc9");

  private static final Set<PosixFilePermission> EXECUTABLE =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> READABLE =
      PosixFilePermissions.fromString("rw-------");

  private static final FileAttribute<Set<PosixFilePermission>> AS_EXECUTABLE =
      PosixFilePermissions.asFileAttribute(EXECUTABLE);
  private static final FileAttribute<Set<PosixFilePermission>> AS_READABLE =
      PosixFilePermissions.asFileAttribute(READABLE);

  /** No path has it in it, so none can pose as several. */
  private static final String END = "\0";

  private final Path directory;
  private final String archive;

  private PostgresBinaries(Path directory, String archive) {
    this.directory = directory;
    this.archive = archive;
  }

  /**
   * Those for this machine.
   *
   * @param directory where they are, or will be
   * @throws SettingError if there are none for it
   */
  static PostgresBinaries in(Path directory) {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String machine = System.getProperty("os.arch");
    String archive =
        "postgres-%s-%s.txz"
            .formatted(
                system.startsWith("mac") ? "darwin" : system,
                switch (machine) {
                  case "amd64" -> "x86_64";
                  case "aarch64" -> "arm_64";
                  default -> machine;
                });
    if (!ARCHIVES.containsKey(archive)) {
      throw new SettingError(
          "There is no embedded PostgreSQL for %s on %s: set KURIER_DATABASE_URL."
              .formatted(system, machine));
    }
    return new PostgresBinaries(directory, archive);
  }

  /** One of them. */
  Path program(String name) {
    return directory.resolve("bin").resolve(name);
  }

  /** Whether there is anything at all where they should be. */
  boolean exist() {
    return Files.exists(directory, LinkOption.NOFOLLOW_LINKS);
  }

  /** Whether the directory holds what the archive holds, and nothing else, for its owner alone. */
  boolean areAsPackaged() throws IOException {
    return exist() && hash(directory).equals(ARCHIVES.get(archive));
  }

  /**
   * Unpacks them, in place of what is there. They are unpacked beside their place and then moved
   * there, so that whatever happens meanwhile leaves nothing that is half of them.
   */
  void unpack() throws IOException {
    Path unpacked = directory.resolveSibling(directory.getFileName() + ".new");
    DataDir.deleteAll(unpacked);
    try (InputStream packed =
        Objects.requireNonNull(
            PostgresBinaries.class.getClassLoader().getResourceAsStream(archive),
            "the service was packaged without " + archive)) {
      unpack(packed, unpacked);
    }
    DataDir.deleteAll(directory);
    Files.move(unpacked, directory);
  }

  /** Unpacks an archive into a directory that it makes. */
  static void unpack(InputStream archive, Path directory) throws IOException {
    try (TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(archive))) {
      Files.createDirectory(directory, AS_EXECUTABLE);
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path file = directory.resolve(entry.getName());
        Files.createDirectories(Objects.requireNonNull(file.getParent()), AS_EXECUTABLE);
        if (entry.isLink()) {
          throw new IOException("Hard links are not supported: " + entry.getName());
        } else if (entry.isSymbolicLink()) {
          Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
        } else if (entry.isDirectory()) {
          Files.createDirectories(file, AS_EXECUTABLE);
        } else {
          boolean program = (entry.getMode() & 0100) != 0;
          Files.createFile(file, program ? AS_EXECUTABLE : AS_READABLE);
          try (OutputStream out = Files.newOutputStream(file)) {
            tar.transferTo(out);
          }
        }
      }
    }
  }

  /**
   * SHA-256, in hexadecimal digits, of a directory and all that is below it: of an entry for each
   * file, sorted, with its path, its mode and the hash of its content, or where it leads.
   */
  static String hash(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      // Reading them is most of it, so it is done by all processors.
      List<Path> all = files.toList();
      String entries =
          all.parallelStream()
              .map(file -> entry(directory, file))
              .sorted()
              .collect(Collectors.joining());
      return HexFormat.of().formatHex(sha256().digest(entries.getBytes(StandardCharsets.UTF_8)));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static String entry(Path directory, Path file) {
    try {
      PosixFileAttributes is =
          Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      String what;
      if (is.isSymbolicLink()) {
        what = "to" + END + Files.readSymbolicLink(file);
      } else {
        what = PosixFilePermissions.toString(is.permissions());
        if (is.isRegularFile()) {
          what += END + hashOf(file);
        } else if (!is.isDirectory()) {
          what += END + "neither file nor directory";
        }
      }
      return directory.relativize(file) + END + what + END;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String hashOf(Path file) throws IOException {
    MessageDigest sha256 = sha256();
    try (InputStream content = new DigestInputStream(Files.newInputStream(file), sha256)) {
      content.transferTo(OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(sha256.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
