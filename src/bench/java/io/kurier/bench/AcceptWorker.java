package io.kurier.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Limit 1: takes the same requests, parses them, and answers as the service does, with no database
 * behind. A plain Vert.x server: what a framework adds is the service's cost and not the machine's.
 */
final class AcceptWorker {

  private static final JsonFactory JSON = new JsonFactory();

  private AcceptWorker() {}

  public static void main(String[] args) throws Exception {
    HttpServer server =
        Vertx.vertx()
            .createHttpServer()
            .requestHandler(AcceptWorker::onRequest)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    Commands.serve(Map.of("port", order -> server.actualPort()));
  }

  private static void onRequest(HttpServerRequest request) {
    request
        .body()
        .onSuccess(
            body ->
                request
                    .response()
                    .setStatusCode(202)
                    .putHeader("Content-Type", "application/json")
                    .end(answer(body.getBytes())));
  }

  private static Buffer answer(byte[] body) {
    try (JsonParser parser = JSON.createParser(body)) {
      int events = 0;
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.START_OBJECT) {
          events += event(parser);
        }
      }
      return accepted(events);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int event(JsonParser parser) throws IOException {
    int types = 0;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      boolean isType = parser.currentName().equals("type");
      parser.nextToken();
      if (isType && !parser.getText().isEmpty()) {
        types++;
      }
      parser.skipChildren();
    }
    return types;
  }

  private static Buffer accepted(int events) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(40 + 64 * events);
    try (JsonGenerator answer = JSON.createGenerator(bytes)) {
      answer.writeStartObject();
      answer.writeNumberField("accepted", events);
      answer.writeArrayFieldStart("events");
      ThreadLocalRandom random = ThreadLocalRandom.current();
      for (int i = 0; i < events; i++) {
        answer.writeStartObject();
        answer.writeStringField("id", new UUID(random.nextLong(), random.nextLong()).toString());
        answer.writeNumberField("deliveries", 1);
        answer.writeEndObject();
      }
      answer.writeEndArray();
      answer.writeEndObject();
    }
    return Buffer.buffer(bytes.toByteArray());
  }
}
