package io.kurier.delivery;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Follows an HTTP/2 connection: which request has which stream, and which answers are only interim
 * ones. Those are not passed on, since the client knows 100 and 103 alone (decision 22).
 */
final class AnswerFrames extends Http2FrameListenerDecorator {

  private static final int FIELD_OVERHEAD = 32;

  private final Http2Connection connection;
  private final Http2Connection.PropertyKey passages;
  private final long made = System.nanoTime();
  private @Nullable Passage beginning;
  private long goAwayCode = -1;

  private AnswerFrames(Http2ConnectionHandler handler) {
    super(handler.decoder().frameListener());
    this.connection = handler.connection();
    this.passages = connection.newKey();
    connection.addListener(
        new Http2ConnectionAdapter() {
          @Override
          public void onStreamAdded(Http2Stream stream) {
            onStream(stream);
          }

          @Override
          public void onGoAwayReceived(int lastStreamId, long errorCode, ByteBuf debugData) {
            goAwayCode = errorCode;
          }
        });
  }

  /** Follows the connection of a handler that has just been set up. */
  static AnswerFrames follow(Http2ConnectionHandler handler) {
    AnswerFrames frames = new AnswerFrames(handler);
    handler.decoder().frameListener(frames);
    return frames;
  }

  /** A request is about to be written: the next stream is its own. */
  Passage begin() {
    boolean isKept =
        connection.local().lastStreamCreated() > 0 || Passage.isKept(made, System.nanoTime());
    Passage passage = new Passage(isKept, this);
    beginning = passage;
    return passage;
  }

  boolean isGone() {
    return connection.goAwayReceived();
  }

  /**
   * Whether the receiver has gone without having processed a stream.
   *
   * @param stream its number; 0 of a request that never got one
   */
  boolean isGoneBefore(int stream) {
    return isGone() && (stream == 0 || stream > connection.local().lastStreamKnownByPeer());
  }

  /** What the receiver went away with; -1 as long as it is there. */
  long goAwayCode() {
    return goAwayCode;
  }

  private void onStream(Http2Stream stream) {
    Passage passage = beginning;
    if (passage != null && connection.local().isValidStreamId(stream.id())) {
      beginning = null;
      passage.onStream(stream.id());
      stream.setProperty(passages, passage);
    }
  }

  @Override
  public void onHeadersRead(
      ChannelHandlerContext context,
      int streamId,
      Http2Headers headers,
      int streamDependency,
      short weight,
      boolean exclusive,
      int padding,
      boolean endStream)
      throws Http2Exception {
    if (!isInterim(streamId, headers, endStream)) {
      super.onHeadersRead(
          context, streamId, headers, streamDependency, weight, exclusive, padding, endStream);
    }
  }

  @Override
  public void onHeadersRead(
      ChannelHandlerContext context,
      int streamId,
      Http2Headers headers,
      int padding,
      boolean endStream)
      throws Http2Exception {
    if (!isInterim(streamId, headers, endStream)) {
      super.onHeadersRead(context, streamId, headers, padding, endStream);
    }
  }

  private boolean isInterim(int streamId, Http2Headers headers, boolean endStream)
      throws Http2Exception {
    CharSequence status = headers.status();
    boolean interim =
        !endStream
            && status != null
            && status.length() == 3
            && status.charAt(0) == '1'
            && !"101".contentEquals(status);
    Http2Stream stream = connection.stream(streamId);
    if (stream != null && stream.getProperty(passages) instanceof Passage passage) {
      passage.onHeard();
      if (interim && passage.onInterim(size(headers)) > AnswerDecoder.MOST_HEAD) {
        throw Http2Exception.streamError(
            streamId, Http2Error.ENHANCE_YOUR_CALM, BrokenAnswer.tooManyInterim(), "interim");
      }
    }
    return interim;
  }

  /** As the bound of a single head counts it (RFC 9113 section 6.5.2). */
  private static int size(Http2Headers headers) {
    int size = 0;
    for (Map.Entry<CharSequence, CharSequence> field : headers) {
      size += field.getKey().length() + field.getValue().length() + FIELD_OVERHEAD;
    }
    return size;
  }
}
