package io.kurier.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.agroal.api.AgroalDataSource;
import io.kurier.support.TestDatabase;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * A database whose default is serializable, as an administrator may have set it. (Its conflicts
 * were taken for an outage.)
 */
@QuarkusTest
@TestProfile(IsolationTest.Serializable.class)
class IsolationTest {

  private static final String SHOW = "show transaction_isolation";

  @Inject Pool pool;
  @Inject OwnConnections connections;
  @Inject AgroalDataSource dataSource;

  @Test
  void theDefaultOfTheDatabaseIsSerializable() throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(Serializable.url, "postgres", "unused");
        Statement statement = connection.createStatement();
        ResultSet shown = statement.executeQuery(SHOW)) {
      shown.next();
      assertEquals("serializable", shown.getString(1));
    }
  }

  @Test
  void everyStatementOfThePoolSeesWhatWasCommittedBeforeIt() {
    assertEquals(
        "read committed",
        pool.withTransaction(connection -> connection.query(SHOW).execute())
            .await()
            .atMost(Duration.ofSeconds(10))
            .iterator()
            .next()
            .getString(0));
  }

  @Test
  void soDoesAConnectionOutsideOfIt() throws Exception {
    assertEquals(
        "read committed",
        connections
            .connect()
            .compose(
                connection ->
                    connection
                        .query(SHOW)
                        .execute()
                        .map(rows -> rows.iterator().next().getString(0))
                        .onComplete(any -> connection.close()))
            .toCompletionStage()
            .toCompletableFuture()
            .get(10, TimeUnit.SECONDS));
  }

  @Test
  void soDoTheMigrations() throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      assertEquals(Connection.TRANSACTION_READ_COMMITTED, connection.getTransactionIsolation());
    }
  }

  /** A service whose database has another default than PostgreSQL. */
  public static class Serializable implements QuarkusTestProfile {

    private static String url = "";

    @Override
    public List<TestResourceEntry> testResources() {
      return List.of(new TestResourceEntry(SerializableDatabase.class));
    }

    @Override
    public boolean disableGlobalTestResources() {
      return true;
    }
  }

  /** A database with that default. */
  public static class SerializableDatabase extends TestDatabase {

    @Override
    public Map<String, String> start() {
      Map<String, String> properties = super.start();
      String url = Objects.requireNonNull(properties.get("quarkus.datasource.jdbc.url"));
      try (Connection connection = DriverManager.getConnection(url, "postgres", "unused");
          Statement statement = connection.createStatement()) {
        statement.execute(
            "alter database postgres set default_transaction_isolation = 'serializable'");
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
      Serializable.url = url;
      return properties;
    }
  }
}
