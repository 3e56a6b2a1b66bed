package io.kurier.delivery;

import io.kurier.batch.Batch;
import io.kurier.batch.Member;
import io.kurier.trace.TraceContext;
import io.kurier.trace.TraceSpan;
import io.kurier.trace.Tracing;
import io.kurier.webhook.Target;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Requests to receivers as spans, named as OpenTelemetry's conventions for HTTP clients and
 * messaging have it.
 */
@Singleton
class AttemptTraces {

  private final Tracing tracing;

  AttemptTraces(Tracing tracing) {
    this.tracing = tracing;
  }

  /**
   * Begins the span of a request.
   *
   * @return null where traces are off, or none of the events has one
   */
  @Nullable TraceSpan begin(Batch batch, Target target) {
    if (!tracing.isOn()) {
      return null;
    }
    TraceSpan span = tracing.attempt("POST", contexts(batch));
    return span == null ? null : describe(span, batch, target);
  }

  /** Ends it. */
  static void end(TraceSpan span, Attempt attempt) {
    Integer status = attempt.outcome().status();
    if (status != null) {
      span.with("http.response.status_code", status);
    }
    if (!(attempt.outcome() instanceof Outcome.Acknowledged)) {
      span.failed(
          status != null && status >= 400 ? Integer.toString(status) : attempt.outcome().wire());
    }
    span.with("kurier.delivery.id", attempt.deliveryId().toString())
        .with("kurier.request.id", attempt.id().toString())
        .with("kurier.outcome", attempt.outcome().wire())
        .end();
  }

  /** The requests that the events came in, each once. */
  private static Set<TraceContext> contexts(Batch batch) {
    Set<TraceContext> contexts = new LinkedHashSet<>();
    for (Member member : batch.members()) {
      TraceContext context = member.trace();
      if (context != null) {
        contexts.add(context);
      }
    }
    return contexts;
  }

  private static TraceSpan describe(TraceSpan span, Batch batch, Target target) {
    URI url = target.url();
    span.with("http.request.method", "POST")
        .with("url.full", withoutSecrets(url))
        .with("server.address", url.getHost())
        .with("server.port", HttpSender.port(url))
        .with("messaging.operation.type", "send")
        .with("messaging.batch.message_count", batch.members().size())
        .with("kurier.account", batch.accountId())
        .with("kurier.webhook.id", target.id().toString());
    return batch.attempts() == 0 ? span : span.with("http.request.resend_count", batch.attempts());
  }

  /** Without user and query, which often hold one. */
  private static String withoutSecrets(URI url) {
    String authority = url.getPort() < 0 ? url.getHost() : url.getHost() + ":" + url.getPort();
    String path = url.getRawPath();
    return url.getScheme() + "://" + authority + (path == null ? "" : path);
  }
}
