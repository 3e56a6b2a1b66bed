package io.kurier.delivery;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpHeadersFactory;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the answers of an HTTP/1.x connection (RFC 9112), one for each request. It takes what curl
 * takes, interim answers and bare line feeds among it, and passes only final answers on. It knows
 * whether anybody asked: what comes beyond an answer closes the connection, so that it never
 * becomes part of the next one.
 *
 * <p>It takes the place of Netty's decoder, which refuses bare line feeds in chunks, and of the
 * part of Vert.x that takes an interim answer for the final one (decision 22).
 */
final class AnswerDecoder extends ByteToMessageDecoder {

  /** 64 KiB of values, and room for their names. */
  static final int MOST_HEAD = 72 * 1_024;

  private static final HttpHeadersFactory HEADERS =
      DefaultHttpHeadersFactory.headersFactory().withValidation(false);

  private static final int LONGEST_CHUNK_LINE = 8 * 1_024;

  /** Digits of a chunk's length: more bytes than any answer has. */
  private static final int LONGEST_CHUNK_DIGITS = 15;

  /** Larger pieces are passed on in parts: whoever reads them may not want more. */
  private static final int PIECE = 16 * 1_024;

  private enum State {
    /** Nobody asked for anything. */
    IDLE,
    STATUS_LINE,
    HEADERS,
    FIXED,
    UNTIL_CLOSE,
    CHUNK_LINE,
    CHUNK,
    CHUNK_END,
    TRAILERS,
    /** Nothing more of this connection counts. */
    BROKEN
  }

  private State state = State.IDLE;
  private final long made = System.nanoTime();
  private boolean usedBefore;
  private Passage passage = new Passage(false, null);

  /** Bytes of the present line that were searched for its end. */
  private int searched;

  /** Bytes of the heads since the request; of the trailers, once they begin. */
  private int head;

  private boolean hasLeftovers;
  private StatusLine statusLine = new StatusLine(1, HttpStatus.NO_CONTENT);
  private HttpHeaders headers = noHeaders();
  private @Nullable String name;
  private String value = "";

  /** The value of a folded field; null as long as it has one line. */
  private @Nullable StringBuilder folded;

  private long left;

  /** A request is about to be written. */
  Passage begin() {
    passage = new Passage(usedBefore || Passage.isKept(made, System.nanoTime()), null);
    usedBefore = true;
    if (state == State.IDLE) {
      state = State.STATUS_LINE;
      head = 0;
      hasLeftovers = false;
    }
    return passage;
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    try {
      switch (state) {
        case IDLE, BROKEN -> {
          in.skipBytes(in.readableBytes());
          var _ = context.close();
        }
        case STATUS_LINE -> readStatusLine(in);
        case HEADERS -> readHeaders(in, out);
        case FIXED -> readFixed(in, out);
        case UNTIL_CLOSE -> readPiece(in, PIECE, out);
        case CHUNK_LINE -> readChunkLine(in);
        case CHUNK -> readChunk(in, out);
        case CHUNK_END -> readChunkEnd(in);
        case TRAILERS -> readTrailers(in, out);
      }
    } catch (BrokenAnswer broken) {
      state = State.BROKEN;
      in.skipBytes(in.readableBytes());
      DefaultLastHttpContent end = new DefaultLastHttpContent(Unpooled.EMPTY_BUFFER);
      end.setDecoderResult(DecoderResult.failure(broken));
      out.add(end);
    }
  }

  @Override
  protected void decodeLast(ChannelHandlerContext context, ByteBuf in, List<Object> out)
      throws Exception {
    super.decodeLast(context, in, out);
    if (state == State.UNTIL_CLOSE) {
      end(LastHttpContent.EMPTY_LAST_CONTENT, in, out);
    }
  }

  private void readStatusLine(ByteBuf in) throws BrokenAnswer {
    if (in.getByte(in.readerIndex()) == 'H') {
      passage.onHeard();
    }
    String line = headLine(in);
    // Some servers send an empty line after a body.
    if (line == null || line.isEmpty()) {
      return;
    }
    if (passage.isOnKeptConnection() && !passage.isHeard()) {
      // The rest of an earlier answer, which came late; the request's own may follow on the line.
      hasLeftovers = true;
      int start = line.indexOf(StatusLine.BEGINNING);
      if (start < 0) {
        return;
      }
      line = line.substring(start);
    }
    statusLine = StatusLine.parse(line);
    passage.onHeard();
    headers = noHeaders();
    state = State.HEADERS;
  }

  private void readHeaders(ByteBuf in, List<Object> out) throws BrokenAnswer {
    String line = headLine(in);
    if (line == null) {
      return;
    }
    if (!line.isEmpty()) {
      readField(line);
      return;
    }
    addField();
    int status = statusLine.status();
    if (HttpStatus.isInterim(status)) {
      state = State.STATUS_LINE;
      return;
    }
    if (status == HttpStatus.SWITCHING_PROTOCOLS) {
      throw new BrokenAnswer(
          "The receiver switched protocols, which Kurier did not ask for.", status);
    }
    if (status == HttpStatus.REQUEST_TIMEOUT && passage.isOnKeptConnection()) {
      // Meant for the time that the connection was idle (RFC 9110 section 15.5.9).
      passage.onRefused();
      throw new BrokenAnswer("The receiver answered before it had read the request.", status);
    }
    BodyFraming framing = BodyFraming.of(status, headers);
    settleConnection(framing);
    out.add(
        new DefaultHttpResponse(
            statusLine.minor() == 0 ? HttpVersion.HTTP_1_0 : HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(status),
            headers));
    switch (framing) {
      case BodyFraming.Fixed fixed -> {
        left = fixed.length();
        state = State.FIXED;
        if (left == 0) {
          end(LastHttpContent.EMPTY_LAST_CONTENT, in, out);
        }
      }
      case BodyFraming.Chunked chunked -> state = State.CHUNK_LINE;
      case BodyFraming.UntilClose untilClose -> state = State.UNTIL_CLOSE;
    }
  }

  /** The client looks for exactly "close" or "keep-alive", which may be one of several options. */
  private void settleConnection(BodyFraming framing) {
    List<String> options =
        headers.contains(HttpHeaderNames.CONNECTION)
            ? BodyFraming.tokens(headers, HttpHeaderNames.CONNECTION)
            : List.of();
    if (hasLeftovers
        || options.contains("close")
        || framing instanceof BodyFraming.UntilClose
        || BodyFraming.isAmbiguous(statusLine.status(), headers)) {
      closeAfterwards();
    } else if (options.contains("keep-alive")) {
      headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
    }
  }

  /** The client reads this header when the answer ends. */
  private void closeAfterwards() {
    headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
  }

  private void readField(String line) throws BrokenAnswer {
    char first = line.charAt(0);
    if ((first == ' ' || first == '\t') && name != null) {
      // Folded (RFC 9112 section 5.2).
      folded = folded == null ? new StringBuilder(value) : folded;
      folded.append(' ').append(line.strip());
      return;
    }
    addField();
    int colon = line.indexOf(':');
    if (colon < 0) {
      throw new BrokenAnswer("A header line of the answer has no colon.", statusLine.status());
    }
    if (line.indexOf(0) >= 0) {
      throw new BrokenAnswer("A header of the answer contains a NUL byte.", statusLine.status());
    }
    name = line.substring(0, colon).strip();
    value = line.substring(colon + 1).strip();
  }

  private void addField() {
    if (name != null && !name.isEmpty()) {
      headers.add(name, folded == null ? value : folded.toString());
    }
    name = null;
    folded = null;
  }

  private void readFixed(ByteBuf in, List<Object> out) {
    left -= readPiece(in, (int) Math.min(left, PIECE), out);
    if (left == 0) {
      end(LastHttpContent.EMPTY_LAST_CONTENT, in, out);
    }
  }

  private void readChunkLine(ByteBuf in) throws BrokenAnswer {
    String line = line(in, LONGEST_CHUNK_LINE);
    if (line == null) {
      return;
    }
    int digits = 0;
    while (digits < line.length() && Character.digit(line.charAt(digits), 16) >= 0) {
      digits++;
    }
    String rest = line.substring(digits).strip();
    if (digits == 0 || digits > LONGEST_CHUNK_DIGITS || !(rest.isEmpty() || rest.startsWith(";"))) {
      throw brokenChunks();
    }
    left = Long.parseLong(line.substring(0, digits), 16);
    head = 0;
    state = left == 0 ? State.TRAILERS : State.CHUNK;
  }

  private void readChunk(ByteBuf in, List<Object> out) {
    left -= readPiece(in, (int) Math.min(left, PIECE), out);
    if (left == 0) {
      state = State.CHUNK_END;
    }
  }

  private void readChunkEnd(ByteBuf in) throws BrokenAnswer {
    String line = line(in, 1);
    if (line == null) {
      return;
    }
    if (!line.isEmpty()) {
      throw brokenChunks();
    }
    state = State.CHUNK_LINE;
  }

  private void readTrailers(ByteBuf in, List<Object> out) throws BrokenAnswer {
    String line = headLine(in);
    if (line != null && line.isEmpty()) {
      end(LastHttpContent.EMPTY_LAST_CONTENT, in, out);
    }
  }

  private int readPiece(ByteBuf in, int most, List<Object> out) {
    int length = Math.min(in.readableBytes(), most);
    out.add(new DefaultHttpContent(in.readRetainedSlice(length)));
    return length;
  }

  private void end(LastHttpContent last, ByteBuf in, List<Object> out) {
    if (in.isReadable()) {
      closeAfterwards();
    }
    state = State.IDLE;
    out.add(last);
  }

  private BrokenAnswer brokenChunks() {
    return new BrokenAnswer("The chunked body of the answer is malformed.", statusLine.status());
  }

  /** The next line of a head or of trailers, which have a bound together. */
  private @Nullable String headLine(ByteBuf in) throws BrokenAnswer {
    int before = in.readableBytes();
    String line = line(in, MOST_HEAD - head);
    head += before - in.readableBytes();
    return line;
  }

  /**
   * The next line without its end, CR LF or LF (RFC 9112 section 2.2); null if its end has not
   * come.
   */
  private @Nullable String line(ByteBuf in, int longest) throws BrokenAnswer {
    int start = in.readerIndex();
    int end = in.indexOf(start + searched, in.writerIndex(), (byte) '\n');
    int length = (end < 0 ? in.writerIndex() : end) - start;
    if (length > longest) {
      throw tooLong();
    }
    if (end < 0) {
      searched = length;
      return null;
    }
    searched = 0;
    int text = length > 0 && in.getByte(end - 1) == '\r' ? length - 1 : length;
    String line = in.toString(start, text, StandardCharsets.ISO_8859_1);
    in.readerIndex(end + 1);
    return line;
  }

  private BrokenAnswer tooLong() {
    return switch (state) {
      case STATUS_LINE ->
          passage.isHeard()
              ? BrokenAnswer.tooManyInterim()
              : BrokenAnswer.startless("The answer does not start with an HTTP/1.1 status line.");
      case CHUNK_LINE, CHUNK_END -> brokenChunks();
      default ->
          new BrokenAnswer(
              "The headers of the answer are larger than 64 KiB.", statusLine.status());
    };
  }

  private static HttpHeaders noHeaders() {
    return HEADERS.newHeaders();
  }
}
