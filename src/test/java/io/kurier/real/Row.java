package io.kurier.real;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

/**
 * What came of a site.
 *
 * @param events that were accepted; each should arrive once singly and once in a batch
 * @param unacknowledged what the attempts say that were not acknowledged
 * @param mostConnections that are few for so many requests
 */
record Row(
    Site site,
    int events,
    int receivedSingly,
    int receivedInBatches,
    List<String> unacknowledged,
    int duplicates,
    int requests,
    int connections,
    int mostConnections) {

  void check() {
    assertEquals(List.of(), unacknowledged, site.title() + ": attempts that were not acknowledged");
    assertEquals(events, receivedSingly, site.title() + ": received singly");
    assertEquals(events, receivedInBatches, site.title() + ": received in batches");
    assertEquals(0, duplicates, site.title() + ": duplicates");
    assertTrue(
        connections <= mostConnections,
        () ->
            "%s: %d connections for %d requests, at most %d are few"
                .formatted(site.title(), connections, requests, mostConnections));
  }
}
