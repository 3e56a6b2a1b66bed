package io.kurier.delivery;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kurier.cluster.Node;
import io.kurier.support.Api;
import io.kurier.support.Receiver;
import io.kurier.time.Ids;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ReconcilerTest {

  @Inject Reconciler reconciler;
  @Inject Node node;
  @Inject Pool pool;
  @Inject Clock clock;

  /** As after a commit whose answer was lost: the table says that it is this node's. */
  @Test
  void aRowThatThisNodeOwnsAndHasForgottenIsSentAllTheSame() {
    try (Receiver receiver = Receiver.willing()) {
      Api api = new Api();
      UUID webhook = api.webhook(receiver.url("/forgotten"), "").id();
      UUID event = Ids.next(clock);
      pool.preparedQuery(
              """
              insert into event (id, received_at, account_id, type, webhook_ids, body)
              values ($1, now(), $2, 'contact_added', array[$3::uuid], $4)
              """)
          .executeAndAwait(Tuple.of(event, api.account(), webhook, Buffer.buffer("{}")));
      pool.preparedQuery(
              """
              insert into delivery (id, webhook_id, owner, due_at, attempts, tries, size, account_id, event_ids)
              values ($1, $2, $3, now(), 0, 0, 2, $4, array[$5::uuid])
              """)
          .executeAndAwait(
              Tuple.of(Ids.ofDelivery(webhook, event), webhook, node.id(), api.account(), event));

      reconciler.want();

      await().atMost(Duration.ofSeconds(30)).until(() -> receiver.got("/forgotten").size() == 1);
      await()
          .until(
              () ->
                  pool.query("select count(*) from delivery where webhook_id = '" + webhook + "'")
                          .executeAndAwait()
                          .iterator()
                          .next()
                          .getInteger(0)
                      == 0);
      assertEquals(1, receiver.got().size());
    }
  }
}
