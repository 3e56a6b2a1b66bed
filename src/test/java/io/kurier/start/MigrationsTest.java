package io.kurier.start;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class MigrationsTest {

  private static final String NEWER =
      """
      insert into flyway_schema_history
        (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)
      values (9999, '9999', 'of a newer version', 'SQL', 'V9999__of_a_newer_version.sql', 1, 'postgres', 1, true)
      """;

  @Inject Migrations migrations;
  @Inject Pool pool;

  @AfterEach
  void forget() {
    pool.query("delete from flyway_schema_history where installed_rank = 9999").executeAndAwait();
  }

  @Test
  void aNodeStartsBesideANewerVersionAndAfterIt() {
    pool.query(NEWER).executeAndAwait();

    assertDoesNotThrow(() -> migrations.run().await().indefinitely());
  }
}
