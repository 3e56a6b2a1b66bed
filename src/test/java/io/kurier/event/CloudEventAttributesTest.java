package io.kurier.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.jackson.JsonFormat;
import io.kurier.problem.Fault;
import io.kurier.problem.Faults;
import java.io.IOException;
import java.net.URI;
import java.time.OffsetDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CloudEventAttributesTest {

  @ParameterizedTest
  @CsvSource({
    "specversion, 1.0",
    "source, 1-555-123-4567",
    "source, mailto:cncf-wg-serverless@lists.cncf.io",
    "source, /cloudevents/spec/pull/123",
    "time, 2018-04-05T17:31:00Z",
    "time, 1996-12-19T16:39:57-08:00",
    "time, 1985-04-12t23:20:50.52z",
    "dataschema, urn:x:y",
    "datacontenttype, application/json; charset=utf-8",
    "datacontenttype, text/plain",
    "comexampleextension, ''",
  })
  void theseAreFine(String name, String value) {
    assertNull(CloudEventAttributes.fault(name, value));
  }

  @ParameterizedTest
  @CsvSource({
    "specversion, 1.1",
    "specversion, ''",
    "id, ''",
    "type, ''",
    "subject, ''",
    "source, ''",
    "source, a b",
    "time, 2018-04-05",
    "time, 2018-04-05T17:31Z",
    "time, 2018-04-05T17:31:00",
    "time, 2018-02-30T17:31:00Z",
    "dataschema, relative",
    "datacontenttype, json",
    "id, 'a\u0001'",
    "other, '\uFFFE'",
  })
  void theseAreNot(String name, String value) {
    assertNotNull(CloudEventAttributes.fault(name, value));
  }

  @Test
  void onlyLettersAndDigitsMakeAName() {
    assertTrue(CloudEventAttributes.isName("traceparent2"));
    assertFalse(CloudEventAttributes.isName("data"));
    assertFalse(CloudEventAttributes.isName("data_base64"));
    assertFalse(CloudEventAttributes.isName("Trace"));
    assertFalse(CloudEventAttributes.isName(""));
  }

  @Test
  void whatTheSdkWritesIsFine() throws IOException {
    byte[] event =
        new JsonFormat()
            .serialize(
                CloudEventBuilder.v1()
                    .withId("1")
                    .withSource(URI.create("/shop"))
                    .withType("order_shipped")
                    .withTime(OffsetDateTime.parse("2026-03-02T10:00:00+01:00"))
                    .withDataSchema(URI.create("urn:schema:1"))
                    .withExtension("count", 7)
                    .withExtension("last", true)
                    .withData("application/octet-stream", new byte[] {0, 1})
                    .build());
    Faults faults = new Faults();
    EventReader.read(parserOf(event), event, faults, "", true);
    assertEquals(List.of(), faults.list());
  }

  @Test
  void everyFaultOfAStructuredEventIsToldAtOnce() throws IOException {
    Faults faults = new Faults();
    byte[] event =
        """
        {"specversion": "2.0", "id": 7, "source": "", "subject": {"a": 1}, "time": null,
         "my_ext": "x", "big": 5000000000, "half": 0.5, "list": ["a"], "fine": true,
         "data": {"specversion": 1}, "data_base64": 1, "fine": true}
        """
            .getBytes(UTF_8);
    EventReader.read(parserOf(event), event, faults, "/3", true);
    assertEquals(
        List.of(
            "/3/specversion",
            "/3/id",
            "/3/source",
            "/3/subject",
            "/3/my_ext",
            "/3/big",
            "/3/half",
            "/3/list",
            "/3/data_base64",
            "/3/fine",
            "/3/type",
            "/3/data_base64"),
        faults.list().stream().map(Fault::pointer).toList());
  }

  private static JsonParser parserOf(byte[] event) throws IOException {
    JsonParser parser = new JsonFactory().createParser(event);
    parser.nextToken();
    return parser;
  }
}
