package io.kurier.start;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import io.kurier.support.Api;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

@QuarkusTest
class OpenApiTest {

  private static final Path FILE = Path.of("docs", "openapi.yaml");
  private static final String RENEW = "./mvnw test -Dtest=OpenApiTest -Dopenapi.write";

  private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete");

  private static final Set<String> MEDIA_TYPES =
      Set.of(
          "application/json",
          "application/merge-patch+json",
          "application/problem+json",
          "application/x-ndjson",
          "text/event-stream",
          "application/cloudevents+json",
          "application/cloudevents-batch+json");

  /** The webhook of the examples. */
  private static final String WEBHOOK = "0195f3a0-6c1e-7d2b-9a44-1c2d3e4f5a6b";

  private static final ObjectMapper JSON = new ObjectMapper();

  /** An operation, with the path and the method that call it. */
  private record Call(String path, String method, JsonNode operation) {

    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  @Test
  void theFileIsWhatIsServed() throws IOException {
    String served = given().get("/openapi.yaml").then().statusCode(200).extract().asString();
    if (System.getProperty("openapi.write") != null) {
      Files.writeString(FILE, served);
    }
    assertEquals(
        withoutVersion(Files.readString(FILE)),
        withoutVersion(served),
        () -> FILE + " is out of date. Renew it by " + RENEW);
  }

  /** A release changes the version, and nothing else. */
  private static String withoutVersion(String document) {
    return document.replaceFirst("(?m)^  version: .*$", "  version: any").strip();
  }

  @Test
  void theDocumentSaysWhatItIsOf() throws IOException {
    JsonNode document = document();
    assertTrue(document.path("openapi").asText().startsWith("3.1"));
    assertEquals("Kurier", document.at("/info/title").asText());
    assertEquals("Apache-2.0", document.at("/info/license/name").asText());
    assertEquals("http", document.at("/components/securitySchemes/apiKey/type").asText());
    assertEquals("bearer", document.at("/components/securitySchemes/apiKey/scheme").asText());
    document.path("tags").forEach(tag -> assertTrue(tag.has("description"), tag::toString));
    document
        .path("paths")
        .fieldNames()
        .forEachRemaining(path -> assertTrue(path.startsWith("/v1/"), path));
  }

  @Test
  void everyOperationIsComplete() throws IOException {
    JsonNode document = document();
    Set<String> ids = new HashSet<>();
    for (Call call : calls(document)) {
      JsonNode operation = call.operation();
      assertTrue(operation.hasNonNull("summary"), call + " has no summary");
      assertTrue(operation.hasNonNull("description"), call + " has no description");
      assertEquals(1, operation.path("tags").size(), call + " has not one tag");
      assertTrue(operation.at("/security/0").has("apiKey"), call + " needs no key");
      String id = operation.path("operationId").asText();
      assertTrue(id.matches("[a-z]+([A-Z][a-z]+)+"), call + " is called " + id);
      assertTrue(ids.add(id), call + " is called like another: " + id);
      for (String status : List.of("401", "422", "503")) {
        assertTrue(operation.path("responses").has(status), call + " never answers " + status);
      }
      assertEquals(
          call.path().contains("{"),
          operation.path("responses").has("404"),
          call + ": 404 where, and only where, the path names a thing");
      if (operation.has("requestBody")) {
        assertTrue(operation.path("responses").has("429"), call + " never has too much to read");
      }
    }
  }

  @Test
  void everyErrorIsAProblem() throws IOException {
    JsonNode document = document();
    for (Call call : calls(document)) {
      for (Map.Entry<String, JsonNode> each : call.operation().path("responses").properties()) {
        boolean failed = each.getKey().compareTo("400") >= 0;
        JsonNode content = resolved(document, each.getValue()).path("content");
        assertEquals(failed, content.has("application/problem+json"), call + " " + each.getKey());
      }
    }
  }

  @Test
  void everyReferenceLeadsSomewhere() throws IOException {
    JsonNode document = document();
    for (JsonNode reference : document.findValues("$ref")) {
      assertFalse(document.at(reference.asText().substring(1)).isMissingNode(), reference::asText);
    }
  }

  @Test
  void onlyExpectedMediaTypesOccur() throws IOException {
    for (JsonNode content : document().findValues("content")) {
      content.fieldNames().forEachRemaining(type -> assertTrue(MEDIA_TYPES.contains(type), type));
    }
  }

  @Test
  void nothingOfTheInsideShows() throws IOException {
    JsonNode document = document();
    document
        .at("/components/schemas")
        .fieldNames()
        .forEachRemaining(
            name -> assertFalse(name.matches(".*(Uni|RestResponse|JsonNode|\\.).*"), name));
    assertFalse(document.toString().contains("\"binary\""));
  }

  @Test
  void everyExampleFitsItsSchema() throws IOException {
    JsonNode document = document();
    for (Call call : calls(document)) {
      List<JsonNode> bodies = new ArrayList<>();
      bodies.add(call.operation().path("requestBody"));
      call.operation().path("responses").forEach(bodies::add);
      for (JsonNode body : bodies) {
        for (JsonNode content : resolved(document, body).path("content")) {
          for (JsonNode example : examples(document, content)) {
            assertFits(document, content, example, call);
          }
        }
      }
    }
  }

  /** And what is answered fits its schema. */
  @Test
  void everyExampleOfARequestIsTaken() throws IOException {
    JsonNode document = document();
    Api api = new Api();
    String webhook = api.webhook("http://127.0.0.1:1/nobody", "").id().toString();
    String event = api.post("{\"type\": \"contact_added\"}").path("events[0].id");
    for (Call call : calls(document)) {
      String path =
          call.path()
              .replace("{id}", call.path().startsWith("/v1/webhooks") ? webhook : event)
              .replace("{type}", "order_shipped")
              .replace("{category}", "io.kurier.example");
      JsonNode contents = resolved(document, call.operation().path("requestBody")).path("content");
      for (Map.Entry<String, JsonNode> content : contents.properties()) {
        for (JsonNode example : examples(document, content.getValue())) {
          String body = example.isTextual() ? example.asText() : example.toString();
          Response answer =
              api.request()
                  .contentType(content.getKey())
                  .body(body.replace(WEBHOOK, webhook))
                  .request(call.method().toUpperCase(Locale.ROOT), path);
          assertAnswers(document, call, answer);
        }
      }
    }
  }

  @Test
  void whatIsReadFitsItsSchema() throws IOException {
    JsonNode document = document();
    Api api = new Api();
    String webhook =
        api.webhook(
                "http://127.0.0.1:1/nobody",
                """
                , "headers": {"X-Tenant": "42"}, "delivery": {"retry": ["PT5S"]}""")
            .id()
            .toString();
    String event = api.post("{\"type\": \"contact_added\", \"id\": \"e1\"}").path("events[0].id");
    String attempt =
        api.request()
            .contentType("application/json")
            .body("{\"type\": \"contact_added\"}")
            .post("/v1/webhooks/" + webhook + "/test")
            .path("id");
    for (Call call : calls(document)) {
      // A stream has no end.
      if (call.method().equals("get") && !call.path().endsWith("/stream")) {
        String id =
            call.path().startsWith("/v1/webhooks")
                ? webhook
                : call.path().startsWith("/v1/attempts") ? attempt : event;
        String path = call.path().replace("{id}", id).replace("{type}", "contact_added");
        assertAnswers(document, call, api.request().get(path + query(call.path(), webhook)));
      }
    }
  }

  /** The parameters that a path needs. */
  private static String query(String path, String webhook) {
    return switch (path) {
      case "/v1/events" -> "?producerId=e1";
      case "/v1/statistics" -> "?webhookId=" + webhook;
      case "/v1/webhooks/{id}/statistics" -> "?period=PT24H";
      default -> "";
    };
  }

  private static void assertAnswers(JsonNode document, Call call, Response answer)
      throws IOException {
    String status = Integer.toString(answer.statusCode());
    assertTrue(status.startsWith("2"), () -> call + " " + status + ": " + answer.asString());
    JsonNode response = call.operation().path("responses").path(status);
    assertFalse(response.isMissingNode(), call + " answers " + status + " unannounced");
    JsonNode content = resolved(document, response).at("/content/application~1json");
    assertFits(document, content, JSON.readTree(answer.asString()), call);
  }

  private static void assertFits(JsonNode document, JsonNode content, JsonNode value, Call call) {
    ObjectNode schema = content.path("schema").deepCopy();
    schema.set("components", document.path("components"));
    var errors =
        SchemaRegistry.withDialect(Dialects.getDraft202012()).getSchema(schema).validate(value);
    assertTrue(errors.isEmpty(), () -> call + ": " + errors + " in " + value);
  }

  private static List<JsonNode> examples(JsonNode document, JsonNode content) {
    List<JsonNode> examples = new ArrayList<>();
    if (content.has("example")) {
      examples.add(content.get("example"));
    }
    content
        .path("examples")
        .forEach(example -> examples.add(resolved(document, example).path("value")));
    return examples;
  }

  private static List<Call> calls(JsonNode document) {
    List<Call> calls = new ArrayList<>();
    for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
      for (Map.Entry<String, JsonNode> member : path.getValue().properties()) {
        if (METHODS.contains(member.getKey())) {
          calls.add(new Call(path.getKey(), member.getKey(), member.getValue()));
        }
      }
    }
    assertFalse(calls.isEmpty());
    return calls;
  }

  private static JsonNode resolved(JsonNode document, JsonNode node) {
    return node.has("$ref") ? document.at(node.get("$ref").asText().substring(1)) : node;
  }

  private static JsonNode document() throws IOException {
    return JSON.readTree(given().get("/openapi.json").then().extract().asString());
  }
}
