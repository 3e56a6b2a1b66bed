package io.kurier.delivery;

import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.DefaultHostsFileEntriesResolver;
import io.netty.resolver.ResolvedAddressTypes;
import io.netty.util.concurrent.Future;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/**
 * Finds every address of a name, without blocking and with the caching that the name's owner asked
 * for. It is Vert.x's own resolver; its public interface gives one address only, and the guard must
 * see all. Names are asked for as they stand. What the hosts file says counts only where {@code
 * KURIER_TARGETS_ALLOW} names the address.
 */
@ApplicationScoped
class NameResolver {

  private final VertxInternal vertx;
  private final AddressResolverGroup<InetSocketAddress> resolvers;
  private final DefaultHostsFileEntriesResolver hosts = new DefaultHostsFileEntriesResolver();

  /** What localhost means (RFC 6761 section 6.3), as far as it may be called. */
  private final List<InetAddress> loopback;

  private final TargetGuard guard;

  NameResolver(Vertx vertx, TargetsConfig targets) {
    this.guard = targets.guard();
    List<InetAddress> both = Stream.of("127.0.0.1", "::1").map(InetAddress::ofLiteral).toList();
    List<InetAddress> allowed = both.stream().filter(guard::isAllowed).toList();
    // The name is never asked for, and what it means is refused where it is not allowed.
    this.loopback = allowed.isEmpty() ? both : allowed;
    this.vertx = (VertxInternal) vertx;
    this.resolvers = this.vertx.nettyAddressResolverGroup();
  }

  /** Every address; fails with {@link java.net.UnknownHostException} where there is none. */
  CompletionStage<List<InetAddress>> resolve(String host) {
    CompletableFuture<List<InetAddress>> found = new CompletableFuture<>();
    String name = withoutBrackets(host);
    if (isAddress(name)) {
      found.complete(List.of(InetAddress.ofLiteral(name)));
      return found;
    }
    List<InetAddress> ofThisMachine = withoutQuestion(name);
    if (!ofThisMachine.isEmpty()) {
      found.complete(ofThisMachine);
      return found;
    }
    ContextInternal context = vertx.getOrCreateContext();
    AddressResolver<InetSocketAddress> resolver = resolvers.getResolver(context.nettyEventLoop());
    Future<List<InetSocketAddress>> asked =
        resolver.resolveAll(InetSocketAddress.createUnresolved(asItStands(name), 0));
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

  private List<InetAddress> withoutQuestion(String name) {
    Set<InetAddress> known = new LinkedHashSet<>();
    List<InetAddress> inFile = hosts.addresses(name, ResolvedAddressTypes.IPV4_PREFERRED);
    if (inFile != null) {
      inFile.stream().filter(guard::isAllowed).forEach(known::add);
    }
    if (name.equalsIgnoreCase("localhost")) {
      known.addAll(loopback);
    }
    return List.copyOf(known);
  }

  /**
   * With the dot of the root: neither the search list nor the hosts file is looked at, whose names
   * are the inside's.
   */
  private static String asItStands(String name) {
    return name.endsWith(".") ? name : name + ".";
  }

  /** Whether a URL's host, without brackets, is an address. */
  static boolean isAddress(String host) {
    // No name ends in a digit and none has a colon; the JDK is asked only where it may be one.
    char last = host.isEmpty() ? 'x' : host.charAt(host.length() - 1);
    if (host.indexOf(':') < 0 && (last < '0' || last > '9')) {
      return false;
    }
    try {
      InetAddress.ofLiteral(host);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** A URL's host; an address of IPv6 is written in brackets there. */
  static String withoutBrackets(String host) {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }
}
