package io.kurier.real;

/**
 * A place of a server that takes webhooks: one port, one protocol.
 *
 * @param name also the first segment of its paths
 * @param title of its row in the report
 * @param closesEach whether the server closes each connection after its answer
 */
record Site(String name, String title, String scheme, int port, boolean closesEach) {

  String path() {
    return "/" + name;
  }

  String url(String end) {
    return "%s://127.0.0.1:%d%s/%s".formatted(scheme, port, path(), end);
  }

  /** One that keeps connections. */
  static Site keeping(String name, String title, String scheme, int port) {
    return new Site(name, title, scheme, port, false);
  }
}
