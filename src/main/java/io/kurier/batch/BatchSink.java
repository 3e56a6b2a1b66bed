package io.kurier.batch;

import io.kurier.share.Holder;
import io.smallrye.mutiny.Uni;
import java.util.UUID;

/** Where batches go. */
public interface BatchSink {

  /**
   * Takes a batch over, whatever becomes of it. Never fails: an outcome is a value, and a failure
   * would end the stream of a webhook. The item comes when the receiver has answered, or will not.
   */
  Uni<Void> send(Batch batch);

  /**
   * Whether a request of a webhook may begin, as far as that is not a matter of places: not while
   * too much of the account is unrecorded, or too much is on its way to the receiver; ends with
   * {@link BatchBuffers#resume()}.
   */
  boolean mayStart(Holder webhook);

  /**
   * Whether this node sends as much of an account as it can: more is sent later, however fast the
   * receivers are.
   */
  boolean isBusy(String accountId);

  /**
   * How long to wait before the next request of a webhook, whose receiver asked for less; zero
   * where it may begin at once.
   */
  long nanosToWait(UUID webhookId);

  /** Whether rows of the webhook wait in the table, to be claimed. */
  boolean isBehind(UUID webhookId);
}
