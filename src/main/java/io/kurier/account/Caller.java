package io.kurier.account;

import jakarta.enterprise.context.RequestScoped;

/**
 * On whose behalf the present request acts; the key's check sets it before any resource is called.
 */
@RequestScoped
public class Caller {

  private static final String EVERY_ACCOUNT = "*";

  private String accountId = "";

  /** The account that the request acts for; see {@link #isEveryAccount}. */
  public String accountId() {
    return accountId;
  }

  /** An admin key with {@code Kurier-Account: *}: each event says for which account it is. */
  public static boolean isEveryAccount(String accountId) {
    return EVERY_ACCOUNT.equals(accountId);
  }

  void actFor(String accountId) {
    this.accountId = accountId;
  }
}
