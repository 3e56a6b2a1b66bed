package io.kurier.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class HeadCheckTest {

  @Test
  void oneHostAndChunksAreFine() {
    assertEquals(0, fault(List.of("a"), List.of()));
    assertEquals(0, fault(List.of(), List.of()));
    assertEquals(0, fault(List.of("a"), List.of("chunked")));
    assertEquals(0, fault(List.of("a"), List.of("Chunked ")));
  }

  @Test
  void twoHostsAreMalformed() {
    assertEquals(400, fault(List.of("a", "a"), List.of()));
  }

  @Test
  void anotherCodingIsNotImplemented() {
    assertEquals(501, fault(List.of("a"), List.of("gzip, chunked")));
    assertEquals(501, fault(List.of("a"), List.of("gzip", "chunked")));
    assertEquals(501, fault(List.of("a"), List.of("")));
  }

  private static int fault(List<String> hosts, List<String> codings) {
    return HeadCheck.fault(hosts, codings).map(DomainError::status).orElse(0);
  }
}
