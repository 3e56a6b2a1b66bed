package io.kurier.event;

import io.kurier.problem.DomainError;
import io.kurier.problem.Fault;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What can be kept of a request.
 *
 * @param good the events with their accounts, in the order in which they came
 * @param broken lines that could not be read
 * @param refused lines that were read, and are none for their account
 */
record Checked(
    EventRequest.Shape shape,
    List<Ingest.Addressed> good,
    BrokenLines broken,
    BrokenLines refused) {

  private static final int MAX_SHOWN_IN_PROBLEM = 100;

  /** How many lines can't be kept; null where the request is no NDJSON. */
  @Nullable Integer rejected() {
    return shape == EventRequest.Shape.LINES ? broken.count() + refused.count() : null;
  }

  /** What is wrong with the first lines. */
  List<EventsAccepted.LineFault> faults() {
    return broken.shownWith(refused);
  }

  /**
   * Refuses a request of which nothing can be kept; one that brings nothing is fine.
   *
   * @throws DomainError 422 with what is wrong with the first lines
   */
  void requireAny() {
    if (good.isEmpty() && broken.count() + refused.count() > 0) {
      throw DomainError.invalid(
          faults().stream()
              .limit(MAX_SHOWN_IN_PROBLEM)
              .map(
                  fault ->
                      new Fault(fault.pointer(), "line " + fault.line() + ": " + fault.detail()))
              .toList());
    }
  }
}
