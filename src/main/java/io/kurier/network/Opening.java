package io.kurier.network;

import io.kurier.observe.Rejection;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.vertx.core.http.HttpServerOptions;

/**
 * Sees to it that a new connection comes to speak: its TLS handshake has its time, and then what
 * HTTP begins with, the head of a request or the preface of HTTP/2, from the end of the handshake
 * on, or from the accept without TLS. It stands behind TLS and before HTTP, and goes when the
 * preface is whole, or when it has put a {@link HeadDecoder} in the place of the platform's.
 */
final class Opening extends ChannelInboundHandlerAdapter {

  private static final String TLS = "ssl";
  private static final String HTTP = "handler";

  private final HttpServerOptions options;
  private final Deadline handshake;
  private final Deadline beginning;
  private final Preface preface = new Preface();
  private boolean isHandedOn;

  private Opening(Channel channel, HttpServerOptions options, Rejections rejections) {
    this.options = options;
    this.handshake = new Deadline(channel, Rejection.HANDSHAKE_TIME, rejections);
    this.beginning = new Deadline(channel, Rejection.HEAD_TIME, rejections);
  }

  /** Adds it to a pipeline that the platform has set up. */
  static void addTo(ChannelPipeline pipeline, HttpServerOptions options, Rejections rejections) {
    Opening opening = new Opening(pipeline.channel(), options, rejections);
    if (pipeline.get(TLS) != null) {
      pipeline.addAfter(TLS, null, opening);
      opening.handshake.start();
    } else {
      opening.beginning.start();
      pipeline.addLast(opening);
      opening.replaceDecoder(pipeline);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    // Hands it to the platform, which adds the handlers of the protocol that was agreed on.
    context.fireUserEventTriggered(event);
    if (event instanceof SslHandshakeCompletionEvent completion && completion.isSuccess()) {
      handshake.cancel();
      beginning.start();
      replaceDecoder(context.pipeline());
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object bytes) {
    ChannelPipeline pipeline = context.pipeline();
    if (pipeline.get(HTTP) instanceof Http2ConnectionHandler) {
      if (preface.isWholeWith((ByteBuf) bytes)) {
        pipeline.remove(this);
      }
    } else {
      replaceDecoder(pipeline);
    }
    context.fireChannelRead(bytes);
  }

  /** The platform's decoder, before a byte has come to it. */
  private void replaceDecoder(ChannelPipeline pipeline) {
    if (pipeline.get(HeadDecoder.NAME) != null) {
      isHandedOn = true;
      pipeline.replace(HeadDecoder.NAME, HeadDecoder.NAME, new HeadDecoder(options, beginning));
      pipeline.remove(this);
    }
  }

  /** Also where the connection has ended. */
  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    handshake.cancel();
    if (!isHandedOn) {
      beginning.cancel();
    }
  }
}
