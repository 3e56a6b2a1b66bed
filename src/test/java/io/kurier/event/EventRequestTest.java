package io.kurier.event;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.kurier.problem.DomainError;
import io.kurier.problem.Fault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
        "{\"type\":\"a\",\"id\":\"\\ud800\"}|/id",
        "{\"type\":\"a\",\"id\":\"x\\udc00y\"}|/id",
        "{\"type\":\"a\",\"id\":\"\\udc00\\ud800\"}|/id",
        "{\"type\":\"a\",\"type\":null}|/type",
        "{\"type\":\"a\",\"\\u0074ype\":\"a\"}|/type",
        "{\"type\":\"a\",\"id\":\"1\",\"\\u0069d\":\"1\"}|/id",
        "{\"type\":\"a\",\"id\":\"1\",\"id\":null}|/id",
        "{\"type\":\"a\",\"account\":null,\"account\":{\"accountId\":\"a\"}}|/account",
        "{\"type\":\"a\",\"account\":{\"accountId\":\"a\",\"accountId\":\"b\"}}|/account/accountId",
        "{\"type\":\"a\",\"account\":{\"accountId\":\"a\",\"accountId\":null}}|/account/accountId",
        "{\"type\":\"a\",\"account\":{\"accountId\":[],\"account\\u0049d\":{}}}|/account/accountId",
        "{\"type\":\"a\",\"event\":{},\"event\":7}|/event",
        "{\"type\":\"a\",\"event\":{\"occurredAt\":1,\"occurredAt\":2}}|/event/occurredAt",
        "{\"type\":\"a\",\"contact\":7,\"contact\":7}|/contact",
        "{\"type\":\"a\",\"contact\":{\"origin\":null,\"origin\":\"import\"}}|/contact/origin",
        "7|''"
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

  /** Each NUL of these is valid UTF-8. */
  @ParameterizedTest
  @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-16", "UTF-32LE", "UTF-32BE", "UTF-32"})
  void anotherEncodingIsMalformed(Charset charset) {
    for (String body :
        List.of("{\"type\":\"a\"}", " {\"type\":\"a\"}", "[{\"type\":\"a\"}]", "[]", "1")) {
      byte[] bytes = body.getBytes(charset);
      assertEquals(400, statusOf(() -> EventRequest.json(bytes, false)));
      assertEquals(400, statusOf(() -> EventRequest.cloudEvent(bytes)));
      assertEquals(400, statusOf(() -> EventRequest.cloudEvents(bytes)));
    }
  }

  /** What looks like UTF-32, and holds a code point that there is none of. */
  @Test
  void bytesThatAreNoCharacterAreMalformed() {
    byte[] body = {0, 0, 0, '{', 0x7F, 0x7F, 0x7F, 0x7F};
    assertEquals(400, statusOf(() -> EventRequest.json(body, false)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
  void aLineInAnotherEncodingDoesNotStopGoodOnes(Charset charset) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.write(bytes("{\"type\":\"a\"}\n"));
    body.write("{\"type\":\"b\"}".getBytes(charset));
    body.write(bytes("\n{\"type\":\"c\"}"));
    EventRequest request = EventRequest.lines(body.toByteArray());
    assertEquals(List.of(1, 3), request.events().stream().map(EventRequest.Placed::line).toList());
    assertEquals(1, request.broken().count());
  }

  private static int statusOf(Executable read) {
    return assertThrows(DomainError.class, read).status();
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
    assertEquals(2, request.broken().count());
    assertEquals(
        List.of(3, 4),
        request.broken().shownWith(new BrokenLines()).stream()
            .map(EventsAccepted.LineFault::line)
            .toList());
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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"type\":null|/type",
        "\"type\":\"b\"|/type",
        "\"id\":null|/id",
        "\"\\u0069d\":\"1\"|/id",
        "\"source\":null|/source",
        "\"specversion\":\"1.0\"|/specversion",
        "\"time\":null,\"time\":\"2026-03-02T10:00:00Z\"|/time",
        "\"subject\":\"a\",\"subject\":\"a\"|/subject",
        "\"myext\":null,\"myext\":null|/myext",
        "\"data\":{},\"data\":null|/data",
        "\"data\":null,\"data\":{\"account\":{}}|/data",
        "\"data\":{\"account\":{},\"account\":1}|/data/account",
        "\"data\":{\"account\":{\"accountId\":\"a\",\"accountId\":\"b\"}}|/data/account/accountId",
        "\"data\":{\"event\":{\"occurredAt\":1,\"occurredAt\":1}}|/data/event/occurredAt",
        "\"data\":{\"contact\":{\"origin\":1,\"origin\":1}}|/data/contact/origin",
        "\"subject\":\"\\ud800\"|/subject",
        "\"dataschema\":\"urn:\\ud800\"|/dataschema",
      })
  void aMemberThatOccursTwiceInACloudEventIsAFault(String more, String pointer) {
    String event =
        "{\"specversion\":\"1.0\",\"source\":\"/s\",\"type\":\"a\",\"id\":\"1\"," + more + "}";
    DomainError error =
        assertThrows(DomainError.class, () -> EventRequest.cloudEvent(bytes(event)));
    assertEquals(422, error.status());
    assertEquals(List.of(pointer), error.faults().stream().map(Fault::pointer).toList());
    String fine = event.replace("," + more, "");
    DomainError ofBatch =
        assertThrows(
            DomainError.class,
            () -> EventRequest.cloudEvents(bytes("[" + fine + "," + event + "]")));
    assertEquals(List.of("/1" + pointer), ofBatch.faults().stream().map(Fault::pointer).toList());
  }

  @ParameterizedTest
  @CsvSource({"source", "type", "id"})
  void halfASurrogatePairInACloudEventIsAFault(String attribute) {
    String event = "{\"specversion\":\"1.0\",\"source\":\"/s\",\"type\":\"a\",\"id\":\"1\"}";
    String broken = event.replaceFirst("\"" + attribute + "\":\"[^\"]*", "$0\\\\ud800");
    assertEquals(
        List.of("/" + attribute),
        assertThrows(DomainError.class, () -> EventRequest.cloudEvent(bytes(broken)))
            .faults()
            .stream()
            .map(Fault::pointer)
            .toList());
  }

  @Test
  void aPairIsACharacter() {
    assertEquals(
        "\ud83d\ude00",
        read("{\"type\":\"a\",\"id\":\"\\ud83d\\ude00\"}")
            .events()
            .getFirst()
            .incoming()
            .producerId());
  }

  @Test
  void whatIsTheProducersMayOccurTwice() {
    String text =
        "{\"type\":\"a\",\"x\":1,\"x\":2,\"y\":{\"id\":1,\"id\":2},\"data\":1,\"data\":2}";
    assertEquals(List.of(text), bodies(read(text)));
  }

  @Test
  void nothingSentIsNoFault() {
    assertEquals(List.of(), read("[ ]").events());
    assertEquals(List.of(), EventRequest.cloudEvents(bytes("[]")).events());
    assertEquals(List.of(), EventRequest.lines(bytes("\n \r\n")).events());
    assertEquals(List.of(), EventRequest.lines(new byte[0]).events());
  }

  @Test
  void linesAreCountedBeforeTheyAreRead() {
    String most = "x\n".repeat(50_000);
    assertEquals(50_000, EventRequest.lines(bytes(most + "\n \n")).broken().count());
    assertEquals(
        413, assertThrows(DomainError.class, () -> EventRequest.lines(bytes(most + "x"))).status());
  }

  @Test
  void ofManyBrokenLinesTheFirstThousandFaultsAreKept() {
    BrokenLines broken = EventRequest.lines(bytes("x\n".repeat(2_000))).broken();
    assertEquals(2_000, broken.count());
    BrokenLines refused = new BrokenLines();
    refused.add(0, List.of(new Fault("/type", "is not known")));
    List<EventsAccepted.LineFault> shown = broken.shownWith(refused);
    assertEquals(1_000, shown.size());
    assertEquals(0, shown.getFirst().line());
    assertEquals(999, shown.getLast().line());
  }

  @Test
  void anEventIsNotReadFurtherOnceItIsTooLarge() {
    StringBuilder event =
        new StringBuilder("{\"specversion\":\"1.0\",\"source\":\"/s\",\"type\":\"a\",\"id\":\"1\"");
    for (int i = 0; event.length() < 300_000; i++) {
      event.append(",\"x").append(i).append("\":1");
    }
    // The rest is no JSON, and is not reached.
    byte[] batch = bytes("[" + event + " nonsense");
    assertEquals(
        413, assertThrows(DomainError.class, () -> EventRequest.cloudEvents(batch)).status());
  }

  @Test
  void blanksAroundAnEventCount() {
    byte[] padded = bytes("{\"type\":\"a\"}" + " ".repeat(256 * 1_024));
    assertEquals(
        413, assertThrows(DomainError.class, () -> EventRequest.json(padded, false)).status());
  }

  @Test
  void theFaultsOfAnArrayAreBounded() {
    DomainError error =
        assertThrows(DomainError.class, () -> read("[" + "1,".repeat(500) + "{\"type\":\"a\"}]"));
    assertEquals(100, error.faults().size());
  }
}
