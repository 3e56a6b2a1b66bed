package io.kurier.start;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kurier.support.ServerDatabase;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The version before a migration runs beside it, in a rolling update and when that is taken back: a
 * migration adds, and takes nothing away that was there.
 */
class SchemaTest {

  @RegisterExtension
  static final ServerDatabase DATABASE =
      new ServerDatabase(Path.of("target", "schema-database"), Map.of());

  /** Columns, and whether an insert must name them. */
  private static final String COLUMNS =
      """
      select c.table_name || '.' || c.column_name || ' ' || c.udt_name
      from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
      where c.table_schema = 'public' and t.table_name !~ '_[0-9]{8}$'
      """;

  private static final String NEEDED =
      COLUMNS + " and c.is_nullable = 'NO' and c.column_default is null and c.is_identity = 'NO'";

  private static final String FUNCTIONS =
      """
      select p.proname || '(' || pg_get_function_arguments(p.oid) || ') ' || pg_get_function_result(p.oid)
      from pg_proc p where p.pronamespace = 'public'::regnamespace
      """;

  private static final String TABLES =
      "select table_name from information_schema.tables where table_schema = 'public'";

  @Test
  void aMigrationAddsAndTakesNothingAway() throws Exception {
    DATABASE.create("schema");
    Flyway all = flyway("schema", "latest");
    Set<String> columns = Set.of();
    Set<String> functions = Set.of();
    Set<String> needed = Set.of();
    Set<String> tables = Set.of();
    int migrations = 0;
    for (MigrationInfo next : all.info().pending()) {
      flyway("schema", next.getVersion().getVersion()).migrate();
      String script = next.getScript();
      assertEquals(Set.of(), without(columns, COLUMNS), script + " took columns away");
      assertEquals(Set.of(), without(functions, FUNCTIONS), script + " took functions away");
      Set<String> newlyNeeded = DATABASE.texts("schema", NEEDED);
      newlyNeeded.removeAll(needed);
      Set<String> before = tables;
      newlyNeeded.removeIf(column -> !before.contains(column.substring(0, column.indexOf('.'))));
      assertEquals(Set.of(), newlyNeeded, script + " needs values that nobody gives yet");
      columns = DATABASE.texts("schema", COLUMNS);
      functions = DATABASE.texts("schema", FUNCTIONS);
      needed = DATABASE.texts("schema", NEEDED);
      tables = DATABASE.texts("schema", TABLES);
      migrations++;
    }
    assertEquals(migrations, all.info().applied().length);
    assertEquals(0, all.info().pending().length);
  }

  /**
   * A new database has nothing to wait for; the upgrade of one that is in use may be taken back.
   */
  @ParameterizedTest
  @CsvSource({"0, 2", "1, 1"})
  void onlyADatabaseThatIsInUseKeepsTheFormatThatItsNodesRead(int nodes, int format)
      throws Exception {
    String database = "sealing_" + nodes;
    DATABASE.create(database);
    flyway(database, "4").migrate();
    for (int i = 0; i < nodes; i++) {
      // As the version before does.
      DATABASE.run(
          database, "insert into node (id, name, version) values (gen_random_uuid(), 'n', 'v')");
    }
    flyway(database, "5").migrate();

    assertEquals(format, DATABASE.count(database, "select format from sealing"));
  }

  private static Set<String> without(Set<String> before, String query) throws Exception {
    Set<String> gone = new HashSet<>(before);
    gone.removeAll(DATABASE.texts("schema", query));
    return gone;
  }

  private static Flyway flyway(String database, String target) {
    String address = ServerDatabase.url(database, DATABASE.port());
    return Flyway.configure()
        .dataSource(
            "jdbc:postgresql://" + address.substring(address.indexOf('@') + 1),
            "postgres",
            "unused")
        .target(target)
        .load();
  }
}
