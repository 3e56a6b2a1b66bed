package io.kurier.network;

import io.kurier.observe.Rejection;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.AttributeKey;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Counts every socket as soon as it is accepted, before TLS and before the first byte, and closes
 * it at once where there is no room for it. It stands in the pipeline of the socket that listens.
 */
final class Acceptor extends ChannelInboundHandlerAdapter {

  private static final AttributeKey<Boolean> OF_TRUSTED_PROXY =
      AttributeKey.valueOf("kurier.of-trusted-proxy");

  private final Sockets sockets;
  private final TrustedProxies proxies;
  private final Rejections rejections;

  Acceptor(Sockets sockets, TrustedProxies proxies, Rejections rejections) {
    this.sockets = sockets;
    this.proxies = proxies;
    this.rejections = rejections;
  }

  /** Whether a connection comes from a proxy that is believed. */
  static boolean isOfTrustedProxy(Channel connection) {
    return connection.hasAttr(OF_TRUSTED_PROXY);
  }

  /** Who is at the other end; null of a socket that is of no network. */
  static @Nullable Peer peer(Channel connection) {
    InetAddress address = address(connection);
    return address == null ? null : Peer.of(address);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object accepted) {
    Channel socket = (Channel) accepted;
    InetAddress address = address(socket);
    boolean isOfTrustedProxy = address != null && proxies.include(address);
    Peer peer = address == null || isOfTrustedProxy ? null : Peer.of(address);
    Optional<Rejection> full = sockets.enter(peer);
    if (full.isPresent()) {
      // It belongs to no event loop yet.
      socket.unsafe().closeForcibly();
      rejections.add(full.get(), address == null ? null : Peer.of(address));
      return;
    }
    if (isOfTrustedProxy) {
      socket.attr(OF_TRUSTED_PROXY).set(true);
    }
    socket.closeFuture().addListener(closed -> sockets.leave(peer));
    context.fireChannelRead(socket);
  }

  private static @Nullable InetAddress address(Channel socket) {
    return socket.remoteAddress() instanceof InetSocketAddress peer ? peer.getAddress() : null;
  }
}
