package io.kurier.logs;

import io.kurier.problem.DomainError;
import io.kurier.problem.Faults;
import io.kurier.problem.JsonBody;
import io.kurier.problem.Members;
import java.util.Objects;
import java.util.Set;

/**
 * The level that a request asks for.
 *
 * @param level one of {@link #LEVELS}
 */
record LogLevelRequest(String level) {

  /** TRACE is not among them: what would be said there is not built in. */
  private static final Set<String> LEVELS = Set.of("OFF", "ERROR", "WARN", "INFO", "DEBUG");

  /**
   * What Kurier itself says never holds a secret, at no level. Nobody promises that of a library.
   */
  private static final String OWN = "io.kurier";

  private static final int MOST_KIB = 1;

  /**
   * Reads and checks the body of a request.
   *
   * @param category the level is to be of
   * @throws DomainError 400 or 413 if it can't be read, 422 if it is no level, or DEBUG for what is
   *     not Kurier's own
   */
  static LogLevelRequest of(String category, byte[] body) {
    Faults faults = new Faults();
    Members members = new Members(JsonBody.read(body, MOST_KIB), "", faults);
    String level = members.requiredString("level");
    if (level != null && !LEVELS.contains(level)) {
      faults.add(members.pointer("level"), "must be OFF, ERROR, WARN, INFO or DEBUG");
    }
    if ("DEBUG".equals(level) && !isOwn(category)) {
      faults.add(
          members.pointer("level"),
          "must not be DEBUG outside of io.kurier: libraries may write secrets then");
    }
    members.rejectUnknown();
    faults.throwIfAny();
    return new LogLevelRequest(Objects.requireNonNull(level));
  }

  private static boolean isOwn(String category) {
    return category.equals(OWN) || category.startsWith(OWN + ".");
  }
}
