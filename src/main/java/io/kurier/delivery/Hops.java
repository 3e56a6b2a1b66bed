package io.kurier.delivery;

import io.kurier.problem.DomainError;
import io.kurier.problem.Fault;
import org.jspecify.annotations.Nullable;

/**
 * How many requests of Kurier an event came through on its way here, told from one installation to
 * the next in a header, so that webhooks which lead back to where their events come from end.
 */
public final class Hops {

  /** The header. */
  public static final String HEADER = "Kurier-Hops";

  /** So many are taken: a relay that is meant has one or two. */
  public static final int MOST = 5;

  private static final String TOO_MANY = "too_many_hops";

  /** The number with leading zeros cut off has more digits than any that is taken. */
  private static final int DIGITS = 9;

  private Hops() {}

  /**
   * The hops of what a request brings; 0 without the header.
   *
   * @param header several fields of the name joined with commas, which is malformed
   * @throws DomainError 422 if it is no number, or more than are taken
   */
  public static int read(@Nullable String header) {
    if (header == null) {
      return 0;
    }
    String digits = header.strip();
    if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw DomainError.invalid(HEADER, "must be one number, which Kurier itself writes");
    }
    String number = digits.replaceFirst("^0+(?=.)", "");
    if (number.length() > DIGITS || Integer.parseInt(number) > MOST) {
      throw DomainError.invalid(
          new Fault(
              HEADER,
              "The events came through more than "
                  + MOST
                  + " webhooks on their way here, so they probably go round in a loop: a webhook"
                  + " sends them to an address that posts them to Kurier again.",
              TOO_MANY));
    }
    return Integer.parseInt(number);
  }
}
