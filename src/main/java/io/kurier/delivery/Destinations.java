package io.kurier.delivery;

import io.kurier.batch.FairQueue;
import io.kurier.share.Holder;
import io.kurier.share.SharedPool;
import jakarta.inject.Singleton;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * The requests in flight to each destination, an address and a port, over all accounts: a URL is
 * not proof that its host wants requests. A destination gets few at a time until it has
 * acknowledged one. Its places are shared by account, and by webhook, like all others of the node.
 */
@Singleton
class Destinations {

  /** Requests at a time to a destination that has acknowledged nothing yet. */
  static final int UNPROVEN = 16;

  /** What is remembered of destinations without requests; the one called longest ago goes first. */
  private static final int MOST_KNOWN = 10_000;

  private final int most;

  // All guarded by this.
  private final Map<InetSocketAddress, Busy> busy = new HashMap<>();
  private final Map<InetSocketAddress, Boolean> proven = new Recent<>();
  private final Map<Receiver, InetSocketAddress> addressOf = new Recent<>();
  private final Map<Receiver, Integer> inFlight = new HashMap<>();

  /**
   * @param most requests at a time to one destination
   */
  Destinations(
      @ConfigProperty(name = "kurier.requests-per-destination", defaultValue = "500") int most) {
    if (most < 1) {
      throw new IllegalArgumentException("kurier.requests-per-destination must be 1 or more.");
    }
    this.most = most;
  }

  private static final class Recent<K, V> extends LinkedHashMap<K, V> {

    private static final long serialVersionUID = 1L;

    Recent() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
      return size() > MOST_KNOWN;
    }
  }

  /** Host and port, as a URL has them. */
  private record Receiver(boolean secure, String authority) {
    static Receiver of(URI url) {
      return new Receiver(HttpSender.isSecure(url), url.getRawAuthority());
    }
  }

  private record Waiting(Holder holder, Runnable go) {}

  /** A destination with requests in flight. */
  private final class Busy {
    private final InetSocketAddress address;
    private final SharedPool places = new SharedPool(most);
    private final FairQueue<Waiting> queue = new FairQueue<>();
    private boolean hasAcknowledged;

    Busy(InetSocketAddress address) {
      this.address = address;
      this.hasAcknowledged = proven.containsKey(address);
    }

    boolean hasRoom(Holder holder) {
      return (hasAcknowledged || places.used() < UNPROVEN) && places.hasRoom(holder, 1);
    }

    boolean tryTake(Holder holder) {
      return hasRoom(holder) && places.tryTake(holder, 1);
    }
  }

  /**
   * Whether a request of a webhook would probably begin at once. It is asked before the name is
   * resolved, so that what has to wait waits in its buffer.
   */
  synchronized boolean mayStart(URI url, Holder holder) {
    Receiver receiver = Receiver.of(url);
    InetSocketAddress address = addressOf.get(receiver);
    if (address == null) {
      return inFlight.getOrDefault(receiver, 0) < UNPROVEN;
    }
    Busy destination = busy.get(address);
    return destination == null || destination.hasRoom(holder);
  }

  /**
   * A request begins, its address is not known yet.
   *
   * @return how many others are in flight to the same host and port
   */
  synchronized int onBegun(URI url) {
    return inFlight.merge(Receiver.of(url), 1, Integer::sum) - 1;
  }

  /** A request that had begun is over. */
  synchronized void onEnded(URI url) {
    inFlight.computeIfPresent(Receiver.of(url), (same, count) -> count == 1 ? null : count - 1);
  }

  /**
   * Takes a place at a destination, now or when one comes free.
   *
   * @param go runs where it has to wait, when it has the place: on any thread
   * @return whether it has the place now
   */
  synchronized boolean enter(URI url, InetSocketAddress address, Holder holder, Runnable go) {
    addressOf.put(Receiver.of(url), address);
    Busy destination = busy.computeIfAbsent(address, Busy::new);
    // Those who wait are beyond their shares.
    if (destination.tryTake(holder)) {
      return true;
    }
    destination.queue.add(holder.account(), new Waiting(holder, go));
    return false;
  }

  /**
   * Gives the place back.
   *
   * @param acknowledged whether the destination wants requests: it has acknowledged this one
   */
  void leave(InetSocketAddress address, Holder holder, boolean acknowledged) {
    List<Runnable> next;
    synchronized (this) {
      Busy destination = busy.get(address);
      if (destination == null) {
        throw new IllegalStateException("nobody is there");
      }
      destination.hasAcknowledged |= acknowledged;
      destination.places.giveBack(holder, 1);
      next = next(destination);
      if (destination.places.used() == 0 && destination.queue.isEmpty()) {
        rest(destination);
      }
    }
    next.forEach(Runnable::run);
  }

  private void rest(Busy destination) {
    busy.remove(destination.address);
    if (destination.hasAcknowledged) {
      proven.put(destination.address, true);
    }
  }

  private static List<Runnable> next(Busy destination) {
    if (destination.queue.isEmpty()) {
      return List.of();
    }
    List<Runnable> all = new ArrayList<>();
    for (Waiting next = poll(destination); next != null; next = poll(destination)) {
      all.add(next.go());
    }
    return all;
  }

  private static @Nullable Waiting poll(Busy destination) {
    return destination.queue.poll(
        account -> true, waiting -> destination.tryTake(waiting.holder()));
  }
}
