package io.kurier.delivery;

/**
 * What an account will be told of failed deliveries: a row of {@code operational_event} per webhook
 * and minute. It is part of the statement that ends them, so that it is true whatever happens.
 */
public final class FailureCountStore {

  /**
   * Counts the rows of {@code failed (webhook_id)}, a query of the same statement.
   *
   * <p>The minute is that of the statement, by the database's clock: what a node records late,
   * after an outage, is counted then, and not to a minute that was told already. A statement is
   * given up after 10 s, so 15 s after its minute a row changes no more; and if it did, there would
   * be a second event with the rest. The rows are locked in the order of their webhooks, so that
   * two nodes which count at the same time wait for each other in one direction only. A webhook
   * that its customer deleted is no news.
   */
  public static final String COUNT =
      """
      insert into operational_event (webhook_id, type, at, account_id, due_at, count)
      select w.id, 'kurier.deliveries.failed', m.at, w.account_id, m.at + interval '75 seconds', f.count
      from (select webhook_id, count(*)::integer as count from failed group by webhook_id) as f
        join webhook w on w.id = f.webhook_id and w.deleted_at is null
        cross join (select date_trunc('minute', now(), 'UTC')) as m (at)
      order by w.id
      on conflict (webhook_id, type, at) do update set count = operational_event.count + excluded.count
      """;

  private FailureCountStore() {}
}
