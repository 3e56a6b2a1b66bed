package io.kurier.delivery;

import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.util.concurrent.Future;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Finds every address of a name, without blocking and with the caching that the name's owner asked
 * for. It is Vert.x's own resolver; its public interface gives one address only, and the guard must
 * see all.
 */
@ApplicationScoped
class NameResolver {

  private final VertxInternal vertx;
  private final AddressResolverGroup<InetSocketAddress> resolvers;

  NameResolver(Vertx vertx) {
    this.vertx = (VertxInternal) vertx;
    this.resolvers = this.vertx.nettyAddressResolverGroup();
  }

  /** Every address; fails with {@link java.net.UnknownHostException} where there is none. */
  CompletionStage<List<InetAddress>> resolve(String host) {
    CompletableFuture<List<InetAddress>> found = new CompletableFuture<>();
    String literal = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    try {
      found.complete(List.of(InetAddress.ofLiteral(literal)));
      return found;
    } catch (IllegalArgumentException e) {
      // A name, then.
    }
    ContextInternal context = vertx.getOrCreateContext();
    AddressResolver<InetSocketAddress> resolver = resolvers.getResolver(context.nettyEventLoop());
    Future<List<InetSocketAddress>> asked =
        resolver.resolveAll(InetSocketAddress.createUnresolved(host, 0));
    asked.addListener(
        (Future<List<InetSocketAddress>> answer) -> {
          if (answer.isSuccess()) {
            found.complete(answer.getNow().stream().map(InetSocketAddress::getAddress).toList());
          } else {
            found.completeExceptionally(answer.cause());
          }
        });
    return found;
  }
}
