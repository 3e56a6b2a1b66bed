package io.kurier.console;

import static org.awaitility.Awaitility.await;

import io.kurier.support.NodeProcess;
import io.kurier.support.Receiver;
import io.kurier.support.Receiver.Answer;
import io.kurier.support.ServerDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/** Webhooks as a customer might have them, after a day of traffic. */
final class SampleWebhooks {

  /**
   * Minutes and hours as the service would have counted them: more by day than by night, and two
   * hours in which the CRM was in trouble.
   */
  private static final List<String> STATISTICS =
      List.of(
          """
          insert into statistic_minute
          select webhook_id, at, good, bad, bad / 3, 0, 0, good * batch,
            array[0, 0, 0, 0, good / 20, good / 8, good / 4, good / 4, good / 8, good / 12, good / 20, good / 40, good / 90,
                  bad / 2, 0, 0, 0, 0, 0, 0, 0, bad / 3, 0, 0, 0, 0],
            case batch when 1 then array[good + bad, 0, 0, 0, 0, 0, 0, 0, 0, 0]
              else array[good / 40, good / 30, good / 20, good / 10, good / 5, good / 3, good / 4, 0, 0, 0] end
          from (
            select w.id as webhook_id, at, batch,
                   (rate * day * (0.8 + 0.4 * abs(sin(extract(epoch from at) / 977))))::bigint as good,
                   case when w.name = 'CRM sync' and ago between 5 and 7 then rate * day * 0.4
                     else rate * day * 0.01 end::bigint as bad
            from (values ('CRM sync', 90, 40), ('Data warehouse', 60, 40), ('Welcome mail', 130, 1),
                         ('Unsubscribes to chat', 25, 1)) as busy (name, rate, batch)
            join webhook w using (name)
            cross join generate_series(date_trunc('minute', now()) - interval '24 hours',
              date_trunc('minute', now()) - interval '1 minute', interval '1 minute') as at
            cross join lateral (select extract(epoch from now() - at) / 3600 as ago) as age
            cross join lateral (select 0.55 + 0.45 * cos(ago * pi() / 12) as day) as curve
          ) as counted
          on conflict do nothing
          """,
          """
          insert into statistic_hour
          select webhook_id, date_trunc('hour', at) as hour, sum(acknowledged), sum(refused), sum(timed_out),
            sum(unreachable), sum(blocked), sum(events), sum_counts(durations), sum_counts(sizes)
          from statistic_minute group by webhook_id, hour
          on conflict do nothing
          """,
          // Where they really send to is this machine.
          """
          update webhook set url = replace(url, substring(url from '^http://[^/]+'), case name
            when 'CRM sync' then 'https://crm.example.com'
            when 'Data warehouse' then 'https://ingest.example.net'
            when 'Unsubscribes to chat' then 'https://chat.example.org'
            else 'https://automation.example.com' end)
          where url like 'http://%'
          """);

  private static final String WAITING =
      """
      select count(*) from delivery d join webhook w on w.id = d.webhook_id where w.name <> 'Bounces'
      """;

  private SampleWebhooks() {}

  /**
   * What of them has a page of its own.
   *
   * @param webhook the id of the busiest one
   * @param event the id of an event that it got
   */
  record Created(String webhook, String event) {}

  /** Creates them, and sends each what it waits for. */
  static Created create(
      NodeProcess node, ServerDatabase database, String databaseName, Receiver receiver)
      throws IOException, InterruptedException, SQLException {
    receiver.answer(
        got ->
            got.path().startsWith("/bounces")
                ? Answer.of(503, "{\"error\": \"maintenance\"}")
                : Answer.of(200, "{\"status\":\"OK\"}"));
    String batching =
        "\"batching\": {\"enabled\": true, \"maxEvents\": 5, \"maxWait\": \"PT0.1S\"}";
    String crm =
        webhook(node, "CRM sync", receiver.url("/hooks/kurier?token=xyz"), "contact_*", batching);
    webhook(node, "Data warehouse", receiver.url("/v1/events"), "*", batching);
    webhook(node, "Welcome mail", receiver.url("/welcome"), "contact_added", "");
    webhook(node, "Unsubscribes to chat", receiver.url("/room/42"), "contact_removed_link", "");
    webhook(node, "Bounces", receiver.url("/bounces"), "contact_removed_bounce", "");
    webhook(
        node,
        "Import status",
        receiver.url("/imports?key=xyz"),
        "contacts_import_finished",
        "\"status\": \"inactive\"");
    String events = Files.readString(Path.of("docs", "sample-events.json"));
    String accepted = "";
    for (int i = 0; i < 6; i++) {
      accepted = node.post("/v1/events", events, 202);
    }
    await()
        .until(
            () ->
                !receiver.got("/bounces").isEmpty() && database.count(databaseName, WAITING) == 0);
    for (String statement : STATISTICS) {
      database.run(databaseName, statement);
    }
    return new Created(crm, firstId(accepted));
  }

  private static String webhook(
      NodeProcess node, String name, String url, String events, String more)
      throws InterruptedException {
    String created =
        node.post(
            "/v1/webhooks",
            "{\"name\": \"%s\", \"url\": \"%s\", \"events\": [\"%s\"]%s}"
                .formatted(name, url, events, more.isEmpty() ? "" : ", " + more),
            201);
    return firstId(created);
  }

  private static String firstId(String json) {
    return json.replaceFirst("(?s)^.*?\"id\":\"([^\"]+)\".*$", "$1");
  }
}
