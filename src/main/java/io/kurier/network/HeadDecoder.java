package io.kurier.network;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;
import java.util.List;

/**
 * The platform's decoder of HTTP/1.1, which gives each head its time from its first byte on. A head
 * that comes whole costs no timer.
 */
final class HeadDecoder extends VertxHttpRequestDecoder {

  /** The name that the platform's has in the pipeline. */
  static final String NAME = "httpDecoder";

  private final Deadline deadline;

  /** A request line has come, and the end of its head has not. */
  private boolean isInHead;

  /** A head has come, and the end of its body has not. */
  private boolean isInBody;

  /** What is read now has the end of a request in it. */
  private boolean hasEnded;

  HeadDecoder(HttpServerOptions options, Deadline deadline) {
    super(options);
    this.deadline = deadline;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object bytes) throws Exception {
    hasEnded = false;
    super.channelRead(context, bytes);
    if (context.isRemoved() || isInBody || (hasEnded && !isInHead && actualReadableBytes() == 0)) {
      deadline.cancel();
    } else {
      // Empty lines before a head count as its beginning, or they would keep a connection open.
      deadline.start();
    }
  }

  @Override
  protected HttpMessage createMessage(String[] initialLine) {
    isInHead = true;
    return super.createMessage(initialLine);
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf bytes, List<Object> decoded)
      throws Exception {
    int before = decoded.size();
    super.decode(context, bytes, decoded);
    for (int i = before; i < decoded.size(); i++) {
      Object part = decoded.get(i);
      if (part instanceof HttpMessage) {
        isInHead = false;
        isInBody = true;
        deadline.cancel();
      }
      if (part instanceof LastHttpContent) {
        isInBody = false;
        hasEnded = true;
      }
    }
  }

  @Override
  protected void handlerRemoved0(ChannelHandlerContext context) throws Exception {
    deadline.cancel();
    super.handlerRemoved0(context);
  }
}
