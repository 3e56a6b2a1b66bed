package io.kurier.delivery;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.kurier.problem.ForeignJson;
import io.kurier.webhook.Acknowledgement;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What a receiver answered.
 *
 * @param status as it came, which may be no HTTP status
 * @param body at most the first 16 KiB of it, as it came
 * @param contentEncoding the header of that name, as it came
 * @param retryAfter the header of that name, as it came
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Answer(
    int status, byte[] body, @Nullable String contentEncoding, @Nullable String retryAfter) {

  /** Receivers may write what they like: a byte order mark, UTF-16. */
  private static final JsonFactory JSON =
      ForeignJson.factory().enable(JsonFactory.Feature.CHARSET_DETECTION).build();

  /** Judges whether it acknowledges. */
  Outcome judge(Acknowledgement acknowledgement) {
    byte[] plain = plainBody();
    if (!HttpStatus.isOne(status)) {
      return new Outcome.Refused(
          null, plain, retryAfter, HttpStatus.complaint(Integer.toString(status)));
    }
    boolean acknowledges =
        switch (acknowledgement) {
          case STATUS -> status >= 200 && status <= 299;
          case JSON_OK ->
              status == 204 || ((status == 200 || status == 201 || status == 202) && saysOk(plain));
        };
    return acknowledges
        ? new Outcome.Acknowledged(status, plain)
        : new Outcome.Refused(status, plain, retryAfter);
  }

  /** The status, where it is one: what may be shown and kept. */
  @Nullable Integer validStatus() {
    return HttpStatus.isOne(status) ? status : null;
  }

  /** The body without its content coding, at most 16 KiB of it. */
  byte[] plainBody() {
    return ContentCoding.decode(contentEncoding, body, Exchange.MOST_KEPT);
  }

  /**
   * A JSON object with {@code "status": "OK"}; what comes after that member does not matter, it may
   * be cut off.
   */
  private static boolean saysOk(byte[] body) {
    try (JsonParser parser = JSON.createParser(body)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return false;
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean isStatus = parser.currentName().equals("status");
        JsonToken value = parser.nextToken();
        if (isStatus && value == JsonToken.VALUE_STRING && parser.getText().equals("OK")) {
          return true;
        }
        parser.skipChildren();
      }
      return false;
    } catch (IOException e) {
      // It is no JSON, or not even text.
      return false;
    }
  }
}
