package io.kurier.event;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.kurier.problem.DomainError;
import io.kurier.problem.Fault;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventRequestTest {

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static EventRequest read(String text) {
    return EventRequest.json(bytes(text), false);
  }

  private static List<String> bodies(EventRequest request) {
    return request.events().stream()
        .map(each -> new String(each.incoming().body(), StandardCharsets.UTF_8))
        .toList();
  }

  @Test
  void oneEventIsKeptByteForByte() {
    String text = " {\"type\" : \"a\", \"x\": [1.50, {\"type\": 1}] }\r\n";
    assertEquals(List.of(text), bodies(read(text)));
  }

  @Test
  void anArrayIsCutIntoWhatCame() {
    assertEquals(
        List.of("{\"type\":\"a\"}", "{ \"type\":\"ö\", \"n\":[[],{}] }", "{\"type\":\"c\"}"),
        bodies(read("[{\"type\":\"a\"} ,\n{ \"type\":\"ö\", \"n\":[[],{}] },{\"type\":\"c\"}]\n")));
  }

  @Test
  void whatKurierNeedsIsFound() {
    Incoming incoming =
        read("""
                {"id":"p1","type":"contact_added","account":{"x":1,"accountId":"acc"},
                 "event":{"occurredAt":"2021-04-27T12:56:00+02:00"},"contact":{"origin":"import","id":9}}""")
            .events()
            .getFirst()
            .incoming();
    assertEquals("contact_added", incoming.type());
    assertEquals("p1", incoming.producerId());
    assertEquals("acc", incoming.accountId());
    assertEquals(Instant.parse("2021-04-27T10:56:00Z"), incoming.occurredAt());
    assertEquals(true, incoming.imported());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|/type",
        "{\"type\":1}|/type",
        "{\"type\":null}|/type",
        "{\"type\":\"a\",\"type\":\"b\"}|/type",
        "{\"type\":\"a\",\"id\":1}|/id",
        "{\"type\":\"a\",\"id\":\"\"}|/id",
        "{\"type\":\"a\",\"id\":\"\\u0000\"}|/id",
        "{\"type\":\"a\",\"id\":\"1\",\"id\":\"2\"}|/id",
        "{\"type\":\"a\",\"account\":{},\"account\":{}}|/account",
        "[{\"type\":\"a\"},7]|/1",
        "[{\"type\":\"a\"},{}]|/1/type",
        "7|''",
        "[]|''"
      })
  void faultsAreToldWithTheirPlace(String body, String pointer) {
    DomainError error = assertThrows(DomainError.class, () -> read(body));
    assertEquals(422, error.status());
    assertEquals(List.of(pointer), error.faults().stream().map(Fault::pointer).distinct().toList());
  }

  @Test
  void everyFaultIsToldAtOnce() {
    DomainError error =
        assertThrows(DomainError.class, () -> read("[{}, 1, {\"type\":\"a\",\"id\":\"\"}]"));
    assertEquals(
        List.of("/0/type", "/1", "/2/id"), error.faults().stream().map(Fault::pointer).toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''",
        "{",
        "{\"type\":\"a\"}}",
        "{\"type\":\"a\"} {}",
        "[{\"type\":\"a\"}",
        "{type:1}",
        "nul"
      })
  void whatIsNoJsonIsMalformed(String body) {
    assertEquals(400, assertThrows(DomainError.class, () -> read(body)).status());
  }

  @Test
  void whatIsNotUtf8IsMalformed() {
    byte[] latin = "{\"type\":\"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1);
    assertEquals(
        400, assertThrows(DomainError.class, () -> EventRequest.json(latin, false)).status());
    byte[] overlong = bytes("{\"type\":\"..\"}");
    overlong[9] = (byte) 0xC0;
    overlong[10] = (byte) 0xAF;
    assertEquals(
        400, assertThrows(DomainError.class, () -> EventRequest.json(overlong, false)).status());
    assertEquals(
        400, assertThrows(DomainError.class, () -> read("\uFEFF{\"type\":\"a\"}")).status());
  }

  @Test
  void anEventThatIsTooLargeIsTold() {
    String fits = "{\"type\":\"a\",\"x\":\"" + "x".repeat(256 * 1_024 - 19) + "\"}";
    assertEquals(256 * 1_024, read(fits).events().getFirst().incoming().body().length);
    String larger = fits.replace("\"a\"", "\"ab\"");
    assertEquals(413, assertThrows(DomainError.class, () -> read(larger)).status());
    assertEquals(413, assertThrows(DomainError.class, () -> read("[" + larger + "]")).status());
  }

  @Test
  void anArrayHasAThousandEventsAtMost() {
    String thousand = "{\"type\":\"a\"}" + ",{\"type\":\"a\"}".repeat(999);
    assertEquals(1_000, read("[" + thousand + "]").events().size());
    assertEquals(
        422,
        assertThrows(DomainError.class, () -> read("[" + thousand + ",{\"type\":\"a\"}]"))
            .status());
  }

  @Test
  void badLinesDoNotStopGoodOnes() {
    EventRequest request =
        EventRequest.lines(
            bytes("{\"type\":\"a\"}\r\n\n{\"type\":}\n[{\"type\":\"a\"}]\n  {\"type\":\"b\"}"));
    assertEquals(List.of("{\"type\":\"a\"}", "  {\"type\":\"b\"}"), bodies(request));
    assertEquals(List.of(1, 5), request.events().stream().map(EventRequest.Placed::line).toList());
    assertEquals(
        List.of(3, 4), request.broken().stream().map(EventRequest.BrokenLine::line).toList());
  }

  @Test
  void aCloudEventIsKeptAsItCame() {
    byte[] body =
        bytes(
            "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/s\",\"type\":\"contact_added\",\"data\":{\"contact\":{\"origin\":\"import\"}}}");
    Incoming incoming = EventRequest.cloudEvent(body).events().getFirst().incoming();
    assertArrayEquals(body, incoming.body());
    assertEquals("/s", incoming.source());
    assertEquals(true, incoming.imported());
    assertEquals(
        List.of("/id", "/source", "/specversion"),
        assertThrows(DomainError.class, () -> EventRequest.cloudEvent(bytes("{\"type\":\"a\"}")))
            .faults()
            .stream()
            .map(Fault::pointer)
            .toList());
  }

  @Test
  void everyAttributeOfEveryCloudEventIsCheckedAndToldOnce() {
    String fine = "\"specversion\":\"1.0\",\"source\":\"/s\",\"type\":\"a\"";
    byte[] body =
        bytes(
            ("[{%s,\"id\":\"1\",\"time\":\"yesterday\"},{%s,\"id\":\"\"},{%s,\"id\":7},"
                    + "{%s,\"id\":\"1\",\"type\":\"b\"},{%s,\"id\":\"1\",\"my_ext\":1}]")
                .replace("%s", fine));
    assertEquals(
        List.of("/0/time", "/1/id", "/2/id", "/3/type", "/4/my_ext"),
        assertThrows(DomainError.class, () -> EventRequest.cloudEvents(body)).faults().stream()
            .map(Fault::pointer)
            .toList());
  }
}
