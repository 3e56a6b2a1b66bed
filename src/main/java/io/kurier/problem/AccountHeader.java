package io.kurier.problem;

/** The header that says for which account a request is. */
public final class AccountHeader {

  public static final String NAME = "Kurier-Account";

  /** The account of a request without the header. */
  public static final String DEFAULT = "default";

  private AccountHeader() {}
}
