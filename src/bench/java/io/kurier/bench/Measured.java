package io.kurier.bench;

import java.util.Map;

/**
 * What was seen of a scenario in one round.
 *
 * @param accepted events a second that producers were answered 202 for
 * @param acknowledged deliveries a second that a receiver acknowledged
 * @param growth of what was accepted and not yet acknowledged, in parts of what was accepted
 * @param accept from sending to 202
 * @param acknowledge from sending to the receiver's answer, so the accepting is in it
 * @param cpu CPU seconds per million events, by process
 * @param cores that service and database took together
 * @param heap megabytes at the end, garbage included
 * @param resident megabytes at the end, of the service
 * @param statements of the database per event
 * @param walBytes per event
 * @param databaseBytes by which the database grew, per event
 * @param refused requests that were not answered 202, and those that failed
 * @param lost deliveries of accepted events that did not arrive, once all had ended
 */
record Measured(
    String scenario,
    int round,
    double accepted,
    double acknowledged,
    double growth,
    Latency.Percentiles accept,
    Latency.Percentiles acknowledge,
    Map<String, Double> cpu,
    double cores,
    double heap,
    double resident,
    double statements,
    double walBytes,
    double databaseBytes,
    long refused,
    long lost) {

  /** Deliveries a second that were both accepted and acknowledged. */
  double sustained(Scenario scenario) {
    return Math.min(accepted * scenario.deliveriesPerEvent(), acknowledged);
  }
}
