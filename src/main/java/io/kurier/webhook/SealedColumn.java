package io.kurier.webhook;

/** A column of {@code webhook} whose values are sealed. */
enum SealedColumn {
  URL_QUERY("url_query", "url"),
  HEADERS("headers", "headers"),
  SECRET("secret", "secret"),
  PREVIOUS_SECRET("previous_secret", "previous");

  private final String column;
  private final String member;

  SealedColumn(String column, String member) {
    this.column = column;
    this.member = member;
  }

  /** Its name in the table. Sealed values are bound to it: it can't be renamed. */
  String column() {
    return column;
  }

  /** The member of the API's JSON that is made of it. */
  String member() {
    return member;
  }
}
