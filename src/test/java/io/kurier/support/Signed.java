package io.kurier.support;

import java.net.http.HttpHeaders;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Has signatures judged by others: the libraries of Standard Webhooks and of Svix. */
public final class Signed {

  private Signed() {}

  /** Throws unless both verify the request. */
  public static void verify(Receiver.Got got, String secret) {
    Map<String, List<String>> headers = new HashMap<>();
    for (String name : List.of("webhook-id", "webhook-timestamp", "webhook-signature")) {
      headers.put(name, List.of(got.header(name)));
    }
    HttpHeaders asReceived = HttpHeaders.of(headers, (name, value) -> true);
    try {
      new com.standardwebhooks.Webhook(secret).verify(got.text(), asReceived);
      new com.svix.Webhook(secret).verify(got.text(), asReceived);
    } catch (Exception e) {
      throw new AssertionError("the signature of " + got.headers() + " is wrong", e);
    }
  }
}
