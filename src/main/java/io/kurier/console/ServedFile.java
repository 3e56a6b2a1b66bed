package io.kurier.console;

import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.buffer.impl.BufferImpl;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * What is served from memory as it is.
 *
 * @param etag stands for the content
 */
record ServedFile(Buffer content, String etag) {

  static ServedFile of(byte[] content) {
    // Outside of the heap, so that the answers to however many slow readers share one copy.
    return new ServedFile(
        BufferImpl.buffer(Unpooled.directBuffer(content.length).writeBytes(content)),
        etag(content));
  }

  /** Answers GET and HEAD; whoever has this very content gets 304. */
  void send(RoutingContext request) {
    HttpServerResponse response = request.response();
    request.etag(etag);
    if (request.isFresh()) {
      response.setStatusCode(304).end();
    } else if (request.request().method().equals(HttpMethod.HEAD)) {
      response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(content.length())).end();
    } else {
      response.end(content);
    }
  }

  private static String etag(byte[] content) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
