package io.kurier.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

@QuarkusTest
class NameResolverTest {

  @Inject NameResolver names;
  @Inject Vertx vertx;

  /** Vert.x's other resolver asks the JDK, on the event loop. */
  @Test
  void namesAreLookedUpWithoutBlocking() {
    String resolver =
        ((VertxInternal) vertx)
            .nettyAddressResolverGroup()
            .getClass()
            .getEnclosingClass()
            .getName();

    assertEquals("io.vertx.core.impl.resolver.DnsResolverProvider", resolver);
  }

  @Test
  void theHostsFileCounts() throws Exception {
    List<InetAddress> found = resolve("localhost");

    assertFalse(found.isEmpty());
    assertTrue(found.stream().allMatch(InetAddress::isLoopbackAddress), found.toString());
  }

  @Test
  void anAddressNeedsNoLookUp() throws Exception {
    assertEquals(List.of(InetAddress.ofLiteral("::1")), resolve("[::1]"));
  }

  @Test
  void aNameThatDoesNotExistFails() {
    ExecutionException failure =
        assertThrows(ExecutionException.class, () -> resolve("no-such-host.invalid"));

    assertInstanceOf(UnknownHostException.class, failure.getCause());
  }

  private List<InetAddress> resolve(String host) throws Exception {
    return names.resolve(host).toCompletableFuture().get(20, TimeUnit.SECONDS);
  }
}
