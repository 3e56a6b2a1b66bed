package io.kurier.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataDirTest {

  private static final int NOBODY = 65_534;

  @TempDir Path temp;

  /** As the messages call it. */
  private Path parent;

  @BeforeEach
  void resolve() throws IOException {
    parent = temp.toRealPath();
  }

  private Path directory(int mode) throws IOException {
    Path path = Files.createDirectory(parent.resolve("data"));
    Files.setAttribute(path, "unix:mode", mode);
    return path;
  }

  private static void giveAway(Path file) throws IOException {
    assumeTrue((int) Files.getAttribute(file, "unix:uid") == 0, "only root gives files away");
    Files.setAttribute(file, "unix:uid", NOBODY);
  }

  private static void assertRefused(Path path, String reason) {
    SettingError refused = assertThrows(SettingError.class, () -> DataDir.take(path));
    assertTrue(String.valueOf(refused.getMessage()).contains(reason), refused.getMessage());
  }

  @Test
  void aNewDirectoryIsForItsUserAlone() throws IOException {
    Path path = parent.resolve("new").resolve("data");
    DataDir.take(path).close();
    assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
  }

  @ParameterizedTest
  @ValueSource(ints = {0755, 0750, 0701, 0777, 0710})
  void aDirectoryThatIsOpenIsRefusedWithTheCommandThatClosesIt(int mode) throws IOException {
    Path path = directory(mode);
    SettingError refused = assertThrows(SettingError.class, () -> DataDir.take(path));
    assertTrue(
        String.valueOf(refused.getMessage()).endsWith("chmod 700 " + path), refused.getMessage());
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
    DataDir.take(path).close();
  }

  /** As Kubernetes makes it for {@code fsGroup}. */
  @Test
  void aVolumeMayBelongToTheGroup() throws IOException {
    DataDir.take(directory(02770)).close();
  }

  @Test
  void aVolumeOfAnotherUserIsRefused() throws IOException {
    Path path = directory(02770);
    giveAway(path);
    assertRefused(path, "belongs to another user");
  }

  @Test
  void aVolumeThatIsOpenToOthersIsRefused() throws IOException {
    Path path = directory(02775);
    SettingError refused = assertThrows(SettingError.class, () -> DataDir.take(path));
    assertTrue(
        String.valueOf(refused.getMessage()).endsWith("chmod o-rwx " + path), refused.getMessage());
  }

  @Test
  void aDirectoryOfAnotherUserIsRefused() throws IOException {
    Path path = directory(0700);
    // It may be prepared to look like one that was used before.
    Files.createFile(path.resolve("lock"));
    giveAway(path.resolve("lock"));
    giveAway(path);
    assertRefused(path, "belongs to another user");
  }

  @Test
  void whatAnotherUserLeftInTheDirectoryIsRefused() throws IOException {
    Path path = directory(0700);
    Path left = Files.createDirectory(path.resolve("database"));
    giveAway(left);
    assertRefused(path, left + " belongs to another user");
    Files.delete(left);
    DataDir.take(path).close();
  }

  @Test
  void aDirectoryThatOthersMayReplaceIsRefused() throws IOException {
    Path open = Files.createDirectory(parent.resolve("open"));
    Files.setAttribute(open, "unix:mode", 0777);
    Path path = open.resolve("between").resolve("data");
    assertRefused(path, "can be replaced by another user, who can write to " + open);
    Files.setAttribute(open, "unix:mode", 01777);
    DataDir.take(path).close();
    giveAway(open);
    assertRefused(path, "can be replaced by another user, who can write to " + open);
  }

  @Test
  void aLinkInPlaceOfTheLockLeadsNowhere() throws IOException {
    Path path = directory(0777);
    Path precious = Files.writeString(parent.resolve("precious"), "kept");
    Files.createSymbolicLink(path.resolve("lock"), precious);
    assertThrows(SettingError.class, () -> DataDir.take(path));
    assertEquals("kept", Files.readString(precious));
  }

  @Test
  void nothingIsWrittenToADirectoryThatIsRefused() throws IOException {
    Path path = directory(0777);
    Path lock = Files.writeString(path.resolve("lock"), "before");
    assertThrows(SettingError.class, () -> DataDir.take(path));
    assertEquals("before", Files.readString(lock));
    try (Stream<Path> files = Files.list(path)) {
      assertEquals(List.of(lock), files.toList());
    }
  }

  @Test
  void theDirectoryMayBeALink() throws IOException {
    Path link = Files.createSymbolicLink(parent.resolve("link"), directory(0700));
    DataDir.take(link).close();
  }
}
