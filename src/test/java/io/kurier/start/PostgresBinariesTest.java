package io.kurier.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class PostgresBinariesTest {

  /** One for all tests: each leaves it as it was unpacked. */
  @TempDir static Path temp;

  private static PostgresBinaries binaries;

  @BeforeAll
  static void unpack() throws IOException {
    binaries = PostgresBinaries.in(temp.resolve("postgresql"));
    binaries.unpack();
  }

  static Stream<String> archives() {
    return PostgresBinaries.ARCHIVES.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("archives")
  void theHashOfEachArchiveIsKnown(String archive) throws IOException {
    Path directory = temp.resolve(archive);
    try (InputStream packed =
        Objects.requireNonNull(getClass().getClassLoader().getResourceAsStream(archive))) {
      PostgresBinaries.unpack(packed, directory);
      assertEquals(PostgresBinaries.ARCHIVES.get(archive), PostgresBinaries.hash(directory));
    } finally {
      DataDir.deleteAll(directory);
    }
  }

  @Test
  void whatIsUnpackedIsForItsOwnerAlone() throws IOException {
    try (Stream<Path> files = Files.walk(temp.resolve("postgresql"))) {
      for (Path file : files.filter(each -> !Files.isSymbolicLink(each)).toList()) {
        String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
        assertTrue(mode.matches("rw[x-]------"), file + " " + mode);
      }
    }
    assertTrue(Files.isExecutable(binaries.program("postgres")));
  }

  /** What somebody may do to them. */
  enum Change {
    CONTENT {
      @Override
      void apply(Path directory) throws IOException {
        Path program = directory.resolve("bin/postgres");
        FileTime modified = Files.getLastModifiedTime(program);
        byte[] bytes = Files.readAllBytes(program);
        bytes[0] = (byte) ~bytes[0];
        Files.write(program, bytes);
        Files.setLastModifiedTime(program, modified);
      }
    },
    ANOTHER_PROGRAM {
      @Override
      void apply(Path directory) throws IOException {
        Files.delete(directory.resolve("bin/postgres"));
        Files.createSymbolicLink(directory.resolve("bin/postgres"), Path.of("/bin/true"));
      }
    },
    MISSING {
      @Override
      void apply(Path directory) throws IOException {
        Files.delete(directory.resolve("share/postgresql/postgres.bki"));
      }
    },
    ADDITIONAL {
      @Override
      void apply(Path directory) throws IOException {
        Files.writeString(directory.resolve("lib/more.so"), "");
      }
    },
    OPEN {
      @Override
      void apply(Path directory) throws IOException {
        Files.setPosixFilePermissions(
            directory.resolve("bin/postgres"), PosixFilePermissions.fromString("rwxrwxrwx"));
      }
    },
    OPEN_DIRECTORY {
      @Override
      void apply(Path directory) throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
      }
    },
    CUT_OFF {
      @Override
      void apply(Path directory) throws IOException {
        Files.write(
            directory.resolve("bin/initdb"), new byte[0], StandardOpenOption.TRUNCATE_EXISTING);
      }
    },
    ANOTHER_KIND {
      @Override
      void apply(Path directory) throws IOException {
        Files.delete(directory.resolve("bin/initdb"));
        Files.createDirectory(directory.resolve("bin/initdb"));
      }
    },
    GONE {
      @Override
      void apply(Path directory) throws IOException {
        DataDir.deleteAll(directory);
      }
    };

    abstract void apply(Path directory) throws IOException;
  }

  @ParameterizedTest
  @EnumSource
  void whatWasChangedIsFound(Change change) throws IOException {
    Path copy = temp.resolve("copy");
    copy(temp.resolve("postgresql"), copy);
    try {
      PostgresBinaries copied = PostgresBinaries.in(copy);
      assertTrue(copied.areAsPackaged());
      change.apply(copy);
      assertFalse(copied.areAsPackaged());
    } finally {
      DataDir.deleteAll(copy);
    }
  }

  @Test
  void whatWasChangedIsReplaced() throws IOException {
    for (Change change :
        List.of(
            Change.CONTENT,
            Change.MISSING,
            Change.ADDITIONAL,
            Change.ANOTHER_KIND,
            Change.OPEN,
            Change.ANOTHER_PROGRAM,
            Change.OPEN_DIRECTORY)) {
      change.apply(temp.resolve("postgresql"));
    }
    binaries.unpack();
    assertTrue(binaries.areAsPackaged());
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(
            file,
            to.resolve(from.relativize(file)),
            StandardCopyOption.COPY_ATTRIBUTES,
            LinkOption.NOFOLLOW_LINKS);
      }
    }
  }
}
