package io.kurier.event;

import com.networknt.schema.Error;
import com.networknt.schema.ExecutionConfig;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.SchemaException;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the work of one check. A schema of a few hundred bytes can ask for exponentially much:
 * references that double at each level, alternatives that recurse. The validator itself has no
 * limit, but it tells its context of every keyword that it enters, and that is where it is stopped.
 * The limits are counts, so that the same event always gets the same answer; the clock is for what
 * is slow within a single keyword, such as {@code uniqueItems} of a huge array.
 */
final class SchemaEffort extends ExecutionContext {

  /** About 0.1 s, and some hundred times what a large event needs. */
  static final int EVENT = 20_000_000;

  /** A schema of 64 KiB checked against the schema of schemas. */
  static final int SCHEMA = 200_000_000;

  private static final int PER_KEYWORD = 100;

  /** An error has a text and is kept to the end: some thousand of an event are too many. */
  private static final int PER_ERROR = 2_000;

  private static final int DEEPEST = 1_000;
  private static final long LONGEST_NANOS = 1_000_000_000L;

  private static final ThreadLocal<@Nullable SchemaEffort> PRESENT = new ThreadLocal<>();

  private final long started = System.nanoTime();
  private final int limit;
  private final long nanos;
  private int left;
  private int depth;

  SchemaEffort(int limit) {
    this(limit, LONGEST_NANOS);
  }

  /**
   * @param nanos how long it may take
   */
  SchemaEffort(int limit, long nanos) {
    super(
        ExecutionConfig.builder()
            .locale(Locale.ENGLISH)
            .formatAssertionsEnabled(true)
            .annotationCollectionEnabled(false)
            .build());
    this.limit = limit;
    this.nanos = nanos;
    left = limit;
  }

  /** What was spent of the limit. */
  int spent() {
    return limit - left;
  }

  /** Runs a check whose patterns are charged to this. */
  <T> T with(Supplier<T> check) {
    PRESENT.set(this);
    try {
      return check.get();
    } finally {
      PRESENT.remove();
    }
  }

  static void chargePresent(int cost) {
    SchemaEffort present = PRESENT.get();
    if (present != null) {
      present.charge(cost);
    }
  }

  @Override
  public void evaluationPathAddLast(String token) {
    enter();
    super.evaluationPathAddLast(token);
  }

  @Override
  public void evaluationPathAddLast(int token) {
    enter();
    super.evaluationPathAddLast(token);
  }

  @Override
  public void addError(Error error) {
    charge(PER_ERROR);
    super.addError(error);
  }

  @Override
  public void evaluationPathRemoveLast() {
    depth--;
    super.evaluationPathRemoveLast();
  }

  private void enter() {
    charge(PER_KEYWORD);
    depth++;
    if (depth > DEEPEST || System.nanoTime() - started > nanos) {
      throw new TooMuch();
    }
  }

  private void charge(int cost) {
    left -= cost;
    if (left < 0) {
      throw new TooMuch();
    }
  }

  /**
   * The check was stopped: nothing is known of what it would have found. The validator lets this
   * kind of exception pass without a word in the log.
   */
  static final class TooMuch extends SchemaException {

    private static final long serialVersionUID = 1L;

    private TooMuch() {
      super("asks for too much work");
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
      return this;
    }
  }
}
