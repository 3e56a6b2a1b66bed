package io.kurier.support;

import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Asks the database how it would answer a query. */
public final class Plans {

  private static final Pattern PARAMETER = Pattern.compile("\\$[0-9]+");

  private Plans() {}

  /**
   * The plan for any values: what a prepared statement may get after its fifth use. PostgreSQL 15
   * does not explain it without a statement that is prepared.
   *
   * @param connection one, and not a pool
   */
  public static String ofAnyValues(SqlClient connection, String sql) {
    long values = PARAMETER.matcher(sql).results().map(MatchResult::group).distinct().count();
    String nulls = Stream.generate(() -> "null").limit(values).collect(Collectors.joining(", "));
    run(connection, "begin");
    run(connection, "set local plan_cache_mode = force_generic_plan");
    // No partition holds null: all would be left out when the statement begins.
    run(connection, "set local enable_partition_pruning = off");
    run(connection, "prepare generic as " + sql);
    try {
      return text(run(connection, "explain (costs off) execute generic(" + nulls + ")"));
    } finally {
      run(connection, "rollback");
      run(connection, "deallocate generic");
    }
  }

  /** The lines of a plan. */
  public static String text(RowSet<Row> plan) {
    return plan.stream().map(row -> row.getString(0)).collect(Collectors.joining("\n"));
  }

  private static RowSet<Row> run(SqlClient connection, String sql) {
    return connection.query(sql).executeAndAwait();
  }
}
