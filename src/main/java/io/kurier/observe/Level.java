package io.kurier.observe;

/** What has a bound, and is exported as it is now. */
public enum Level {
  BUFFERED_DELIVERIES("kurier.buffered.deliveries", "Deliveries that this node holds in memory"),
  BUFFERED_BYTES("kurier.buffered.bytes", "Memory that they take, about"),
  REQUESTS_IN_FLIGHT("kurier.requests.in.flight", "Requests to receivers that are on the way"),
  RECEIVER_CONNECTIONS("kurier.receiver.connections", "Open connections to receivers"),
  UNRECORDED_DELIVERIES(
      "kurier.unrecorded.deliveries", "Deliveries whose outcome is not yet recorded"),
  WAITING_EVENTS("kurier.waiting.events", "Events that wait to be committed"),
  WAITING_REQUESTS("kurier.waiting.requests", "Long requests that wait to be read"),
  INTAKE_BYTES("kurier.intake.bytes", "Bytes of requests that are being taken in"),
  UNREADABLE_WEBHOOKS(
      "kurier.unreadable.webhooks",
      "Webhooks that take deliveries and can't be sent to: this node's keys do not open their secrets"),
  PARTITION_DAYS_AHEAD(
      "kurier.partition.days.ahead",
      "Days from tomorrow on for which events and attempts have a place; -1: not even for today");

  private final String metric;
  private final String description;

  Level(String metric, String description) {
    this.metric = metric;
    this.description = description;
  }

  String metric() {
    return metric;
  }

  String description() {
    return description;
  }
}
