package io.kurier.bench;

import java.util.List;

/**
 * A load and the webhooks that it goes to.
 *
 * @param producers connections; each waits for its answer before it sends again, unless there is a
 *     rate
 * @param perSecond requests a second; 0 for as many as are answered
 * @param types of the events, in turns
 * @param webhooks for each type
 * @param together events in a request to a receiver; 1 where batching is off
 * @param hanging whether the receiver of the first type hangs
 */
record Scenario(
    String name,
    String title,
    Payload.Shape shape,
    int eventsPerRequest,
    int producers,
    int perSecond,
    List<String> types,
    int webhooks,
    int together,
    boolean hanging) {

  static final List<String> ONE_TYPE = List.of("contact_opened_message");

  /** Single events in and out. */
  static Scenario singles(String name, String title, int producers) {
    return new Scenario(name, title, Payload.Shape.SINGLE, 1, producers, 0, ONE_TYPE, 1, 1, false);
  }

  /** Arrays in, batches of the same size out. */
  static Scenario arrays(String name, String title, int events) {
    return new Scenario(
        name, title, Payload.Shape.ARRAY, events, 32, 0, ONE_TYPE, 1, events, false);
  }

  Scenario called(String otherName, String otherTitle) {
    return new Scenario(
        otherName,
        otherTitle,
        shape,
        eventsPerRequest,
        producers,
        perSecond,
        types,
        webhooks,
        together,
        hanging);
  }

  /** Deliveries that are acknowledged for each event. */
  double deliveriesPerEvent() {
    return hanging ? webhooks * (types.size() - 1.0) / types.size() : webhooks;
  }
}
