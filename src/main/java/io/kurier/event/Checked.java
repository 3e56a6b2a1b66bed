package io.kurier.event;

import io.kurier.problem.DomainError;
import io.kurier.problem.Fault;
import java.util.ArrayList;
import java.util.List;

/**
 * What can be kept of a request.
 *
 * @param placed the events, in the order in which they came
 * @param good the same with their accounts
 * @param broken lines that could not be read
 * @param refused lines that were read, and are none for their account
 */
record Checked(
    EventRequest.Shape shape,
    List<EventRequest.Placed> placed,
    List<Ingest.Addressed> good,
    BrokenLines broken,
    BrokenLines refused) {

  private static final int MAX_SHOWN_IN_PROBLEM = 100;

  int brokenLines() {
    return broken.count() + refused.count();
  }

  /**
   * Refuses a request of which nothing can be kept; one that brings nothing is fine.
   *
   * @throws DomainError 422 with what is wrong with the first lines
   */
  void requireAny() {
    if (good.isEmpty() && brokenLines() > 0) {
      throw DomainError.invalid(
          broken.shownWith(refused).stream()
              .limit(MAX_SHOWN_IN_PROBLEM)
              .map(
                  fault ->
                      new Fault(fault.pointer(), "line " + fault.line() + ": " + fault.detail()))
              .toList());
    }
  }

  /**
   * The answer.
   *
   * @param kept what became of the events, in their order
   */
  EventsAccepted accepted(List<Submission.Kept> kept) {
    boolean lines = shape == EventRequest.Shape.LINES;
    List<EventsAccepted.EventAccepted> events = new ArrayList<>(kept.size());
    for (int i = 0; i < kept.size(); i++) {
      events.add(
          new EventsAccepted.EventAccepted(
              lines ? placed.get(i).line() : null, kept.get(i).id(), kept.get(i).deliveries()));
    }
    return lines
        ? new EventsAccepted(events.size(), brokenLines(), events, broken.shownWith(refused))
        : new EventsAccepted(events.size(), null, events, null);
  }
}
