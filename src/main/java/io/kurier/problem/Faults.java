package io.kurier.problem;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with a request, so that it is told all at once. */
public final class Faults {

  private static final int MOST = 100;

  private final List<Fault> found = new ArrayList<>();

  /** Notes a fault; past the first hundred nothing is added, since nobody reads further. */
  public void add(String pointer, String detail) {
    if (found.size() < MOST) {
      found.add(new Fault(pointer, detail));
    }
  }

  public boolean isEmpty() {
    return found.isEmpty();
  }

  public List<Fault> list() {
    return List.copyOf(found);
  }

  /**
   * Ends the request if anything was wrong.
   *
   * @throws DomainError 422 with every fault
   */
  public void throwIfAny() {
    if (!found.isEmpty()) {
      throw DomainError.invalid(found);
    }
  }

  /** The pointer of a member below another; escapes as RFC 6901 says. */
  public static String below(String pointer, String member) {
    return pointer + "/" + member.replace("~", "~0").replace("/", "~1");
  }
}
