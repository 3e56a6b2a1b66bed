package io.kurier.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataDirTest {

  private static final int NOBODY = 65_534;

  @TempDir Path parent;

  private Path directory(int mode) throws IOException {
    Path path = Files.createDirectory(parent.resolve("data"));
    Files.setAttribute(path, "unix:mode", mode);
    return path;
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
  void aVolumeThatIsOpenToOthersIsRefused() throws IOException {
    Path path = directory(02775);
    SettingError refused = assertThrows(SettingError.class, () -> DataDir.take(path));
    assertTrue(
        String.valueOf(refused.getMessage()).endsWith("chmod o-rwx " + path), refused.getMessage());
  }

  @Test
  void aDirectoryOfAnotherUserIsRefused() throws IOException {
    Path path = directory(0700);
    assumeTrue((int) Files.getAttribute(path, "unix:uid") == 0, "only root gives files away");
    Files.setAttribute(path, "unix:uid", NOBODY);
    SettingError refused = assertThrows(SettingError.class, () -> DataDir.take(path));
    assertTrue(
        String.valueOf(refused.getMessage()).contains("belongs to another user"),
        refused.getMessage());
  }
}
