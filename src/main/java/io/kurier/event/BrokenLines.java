package io.kurier.event;

import io.kurier.problem.Fault;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Lines of NDJSON that are not kept: how many, and what is wrong with the first of them. */
final class BrokenLines {

  /** So many entries are kept and shown; whoever sends more broken lines needs no longer list. */
  static final int MAX_SHOWN = 1_000;

  private final List<EventsAccepted.LineFault> shown = new ArrayList<>();
  private int count;

  /** Notes a line; lines come in their order. */
  void add(int line, List<Fault> faults) {
    count++;
    for (Fault fault : faults) {
      if (shown.size() == MAX_SHOWN) {
        return;
      }
      shown.add(EventsAccepted.LineFault.of(line, fault));
    }
  }

  int count() {
    return count;
  }

  /** The first faults by line, of these lines and of others. */
  List<EventsAccepted.LineFault> shownWith(BrokenLines others) {
    List<EventsAccepted.LineFault> all = new ArrayList<>(shown);
    all.addAll(others.shown);
    all.sort(Comparator.comparingInt(EventsAccepted.LineFault::line));
    return List.copyOf(all.subList(0, Math.min(all.size(), MAX_SHOWN)));
  }
}
