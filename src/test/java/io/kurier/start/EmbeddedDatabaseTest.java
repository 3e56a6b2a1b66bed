package io.kurier.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDatabaseTest {

  /** One for all tests: making a database takes seconds, and each test leaves it stopped. */
  @TempDir static Path temp;

  @Test
  void whatIsWrittenIsDurableGuardedAndThereAfterARestart() throws SQLException, IOException {
    int port;
    try (DataDir dir = DataDir.take(temp.resolve("data"));
        EmbeddedDatabase database = EmbeddedDatabase.start(dir)) {
      port = database.url().port();
      assertEquals("on", ask(database, "show fsync"));
      assertEquals("on", ask(database, "show synchronous_commit"));
      assertEquals("on", ask(database, "show full_page_writes"));
      assertEquals("127.0.0.1", ask(database, "show listen_addresses"));
      assertEquals("", ask(database, "show unix_socket_directories"));
      assertEquals("2GB", ask(database, "show max_wal_size"));
      assertEquals("18", ask(database, "show server_version").split("\\.", 2)[0]);
      SQLException refusal =
          assertThrows(SQLException.class, () -> connect(database, "guessed").close());
      assertEquals("28P01", refusal.getSQLState());
      // Letters beyond ASCII are letters.
      assertEquals("ä", ask(database, "select lower('Ä')"));
      write(database);
    }
    assertEquals(
        "rw-------",
        PosixFilePermissions.toString(
            Files.getPosixFilePermissions(temp.resolve("data/database.password"))));
    assertEquals(
        "rwx------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(temp.resolve("data"))));

    try (DataDir dir = DataDir.take(temp.resolve("data"));
        EmbeddedDatabase database = EmbeddedDatabase.start(dir)) {
      assertEquals("there", ask(database, "select word from kept"));
      assertEquals(port, database.url().port());
    }
  }

  @Test
  void whatWasCommittedSurvivesTheDatabasesSuddenDeath() throws SQLException {
    try (DataDir dir = DataDir.take(temp.resolve("data"))) {
      EmbeddedDatabase killed = EmbeddedDatabase.start(dir);
      write(killed);
      ProcessHandle process = ProcessHandle.of(killed.pid()).orElseThrow();
      process.destroyForcibly();
      process.onExit().join();
      killed.close();
      assertTrue(Files.exists(dir.resolve("database/postmaster.pid")));

      try (EmbeddedDatabase again = EmbeddedDatabase.start(dir)) {
        assertEquals("there", ask(again, "select word from kept"));
      }
    }
  }

  @Test
  void theDatabaseThatAKilledServiceLeftRunningIsTakenOver() throws Exception {
    Process service = holder();
    long left = Long.parseLong(firstLine(service));
    service.destroyForcibly().waitFor();
    ProcessHandle postmaster = ProcessHandle.of(left).orElseThrow();
    assertTrue(postmaster.isAlive());

    try (DataDir dir = DataDir.take(temp.resolve("data"));
        EmbeddedDatabase database = EmbeddedDatabase.start(dir)) {
      assertEquals(left, database.pid());
      assertEquals("there", ask(database, "select word from kept"));
    }
    assertFalse(postmaster.isAlive());
  }

  /** Whoever could write there once had their program run as Kurier's user at the next start. */
  @Test
  void aProgramThatWasPutInPlaceOfPostgreSqlsIsNotRun() throws Exception {
    Path planted = temp.resolve("planted");
    Path ran = temp.resolve("ran");
    Process service = holder();
    long left = Long.parseLong(firstLine(service));
    Path programs = temp.resolve("data/postgresql/bin");
    for (String program : List.of("postgres", "pg_ctl", "initdb")) {
      Files.writeString(planted, "#!/bin/sh\ntouch " + ran + "\n");
      Files.setPosixFilePermissions(planted, PosixFilePermissions.fromString("rwx------"));
      Files.move(planted, programs.resolve(program), StandardCopyOption.REPLACE_EXISTING);
    }
    service.destroyForcibly().waitFor();

    try (DataDir dir = DataDir.take(temp.resolve("data"));
        EmbeddedDatabase database = EmbeddedDatabase.start(dir)) {
      assertEquals("there", ask(database, "select word from kept"));
      // What ran may have been started from other files than those that are there now.
      assertNotEquals(left, database.pid());
    }
    assertFalse(Files.exists(ran));
  }

  @Test
  void aSecondServiceOnTheDirectoryIsRefused() throws Exception {
    Process first = holder();
    firstLine(first);

    SettingError refusal =
        assertThrows(SettingError.class, () -> DataDir.take(temp.resolve("data")));
    String message = Objects.requireNonNull(refusal.getMessage());
    assertTrue(message.contains("in use by another Kurier, process " + first.pid()), message);

    first.getOutputStream().close();
    assertEquals(0, first.waitFor());
  }

  /** Another process that starts the database, and stops it when its input ends. */
  private Process holder() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Holder.class.getName(),
            temp.resolve("data").toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static String firstLine(Process process) throws IOException {
    BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
    String line = reader.readLine();
    while (line != null && !line.startsWith("postmaster=")) {
      line = reader.readLine();
    }
    return Objects.requireNonNull(line, "it ended").substring("postmaster=".length());
  }

  private static String ask(EmbeddedDatabase database, String question) throws SQLException {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery(question)) {
      assertTrue(answer.next());
      return answer.getString(1);
    }
  }

  private static void write(EmbeddedDatabase database) throws SQLException {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement()) {
      statement.execute("drop table if exists kept; create table kept as select 'there' as word");
    }
  }

  private static Connection connect(EmbeddedDatabase database) throws SQLException {
    return connect(database, Objects.requireNonNull(database.url().password()));
  }

  private static Connection connect(EmbeddedDatabase database, String password)
      throws SQLException {
    DatabaseUrl url = database.url();
    return DriverManager.getConnection(
        url.properties().get("quarkus.datasource.jdbc.url"), url.user(), password);
  }

  /** What a service does with its database. */
  static final class Holder {

    public static void main(String... args) throws Exception {
      try (DataDir dir = DataDir.take(Path.of(args[0]));
          EmbeddedDatabase database = EmbeddedDatabase.start(dir)) {
        write(database);
        System.out.println("postmaster=" + database.pid());
        while (System.in.read() != -1) {
          // Nothing comes but the end.
        }
      }
    }
  }
}
