package io.kurier.real;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.http.vertx.VertxMessageFactory;
import io.cloudevents.jackson.JsonFormat;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Java: HttpClient, which asks for HTTP/2 unless it is told not to, and the CloudEvents SDK. */
final class JavaProducers {

  private final Sink sink;
  private final List<Sent> sent = new ArrayList<>();

  private JavaProducers(Sink sink) {
    this.sink = sink;
  }

  static List<Sent> post(Sink sink) {
    JavaProducers producers = new JavaProducers(sink);
    try (HttpClient client = HttpClient.newBuilder().sslContext(producers.trusting()).build()) {
      producers.withHttpClient(client);
    }
    producers.withSdk();
    return producers.sent;
  }

  private void withHttpClient(HttpClient client) {
    String plain = sink.plain();
    json("java", client, plain, Version.HTTP_2, false, false);
    json("java-again", client, plain, Version.HTTP_2, false, false);
    json("java-1.1", client, plain, Version.HTTP_1_1, false, false);
    json("java-1.1-expect", client, plain, Version.HTTP_1_1, true, false);
    json("java-1.1-stream", client, plain, Version.HTTP_1_1, false, true);
    json("java-tls", client, sink.secure(), Version.HTTP_2, false, false);
    json("java-tls-stream", client, sink.secure(), Version.HTTP_2, false, true);
  }

  private void json(
      String name,
      HttpClient client,
      String url,
      Version version,
      boolean expects,
      boolean streams) {
    String event =
        "{\"type\": \"contact_added\", \"n\": \"%s\", \"text\": \"Grüße 😀\", \"x\": 1.50}"
            .formatted(name);
    byte[] bytes = event.getBytes(StandardCharsets.UTF_8);
    BodyPublisher body =
        streams
            ? BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes))
            : BodyPublishers.ofByteArray(bytes);
    java.net.http.HttpRequest request =
        java.net.http.HttpRequest.newBuilder(URI.create(url))
            .version(version)
            .expectContinue(expects)
            .header("Authorization", "Bearer " + sink.key())
            .header("Content-Type", "application/json")
            .POST(body)
            .build();
    try {
      java.net.http.HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
      String status = Integer.toString(answer.statusCode());
      // Without TLS the client only wishes to change to HTTP/2, which Kurier ignores.
      Version expected = url.startsWith("https:") ? version : Version.HTTP_1_1;
      sent.add(
          new Sent(
              name,
              answer.version() == expected ? status : status + " over " + answer.version(),
              true,
              event));
    } catch (IOException e) {
      throw new UncheckedIOException(name, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private void withSdk() {
    Vertx vertx = Vertx.vertx();
    WebClient client = WebClient.create(vertx);
    try {
      // The SDK does not percent-encode what it writes into headers.
      CloudEvent binary =
          CloudEventBuilder.v1(cloudEvent("java-sdk-binary")).withSubject("a \"b\" c").build();
      add("java-sdk-binary", send(client, binary, false), false, data("java-sdk-binary"));
      CloudEvent structured = cloudEvent("java-sdk-structured");
      add("java-sdk-structured", send(client, structured, true), true, text(structured));
      sendBatch(client, "java-sdk-batch-1", "java-sdk-batch-2");
    } finally {
      client.close();
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
  }

  private int send(WebClient client, CloudEvent event, boolean structured) {
    var writer = VertxMessageFactory.createWriter(request(client));
    Future<HttpResponse<Buffer>> answer =
        structured ? writer.writeStructured(event, new JsonFormat()) : writer.writeBinary(event);
    return status(answer);
  }

  /** The SDK writes no batches: its events, between brackets. */
  private void sendBatch(WebClient client, String... names) {
    List<String> events = Stream.of(names).map(name -> text(cloudEvent(name))).toList();
    int status =
        status(
            request(client)
                .putHeader("Content-Type", "application/cloudevents-batch+json")
                .sendBuffer(Buffer.buffer("[" + String.join(",", events) + "]")));
    for (int i = 0; i < names.length; i++) {
      add(names[i], status, true, events.get(i));
    }
  }

  private HttpRequest<Buffer> request(WebClient client) {
    return client.postAbs(sink.plain()).putHeader("Authorization", "Bearer " + sink.key());
  }

  private void add(String name, int status, boolean whole, String text) {
    sent.add(new Sent(name, Integer.toString(status), whole, text));
  }

  private static int status(Future<HttpResponse<Buffer>> answer) {
    return answer.toCompletionStage().toCompletableFuture().join().statusCode();
  }

  private static String text(CloudEvent event) {
    return new String(new JsonFormat().serialize(event), StandardCharsets.UTF_8);
  }

  private static String data(String name) {
    return "{\"n\": \"%s\", \"text\": \"Grüße 😀\", \"x\": 1.50}".formatted(name);
  }

  private static CloudEvent cloudEvent(String name) {
    return CloudEventBuilder.v1()
        .withId(name)
        .withSource(URI.create("/producers/java"))
        .withType("contact_added")
        .withSubject("Grüße 😀 100%")
        .withTime(OffsetDateTime.parse("2026-03-02T10:00:00.123+01:00"))
        .withData("application/json", data(name).getBytes(StandardCharsets.UTF_8))
        .build();
  }

  private SSLContext trusting() {
    try {
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(
          KeyStore.getInstance(
              sink.keyStore().path().toFile(), sink.keyStore().password().toCharArray()));
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
