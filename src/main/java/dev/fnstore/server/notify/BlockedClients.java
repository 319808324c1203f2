package dev.fnstore.server.notify;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.keyspace.KeyListener;
import dev.fnstore.keyspace.KeyWait;
import dev.fnstore.resp.Reply;
import dev.fnstore.server.dispatch.Client;
import dev.fnstore.server.dispatch.PendingWait;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Clients that wait for keys: who waits for which, and until when. What changes a key while a
 * request runs is only noted; {@link #serve}, at the end of the request, runs what has waited for
 * it again, first come first served.
 *
 * <p>For who runs commands, but for what says otherwise.
 */
public final class BlockedClients implements KeyListener {
  private static final Comparator<Blocked> BY_END =
      Comparator.comparingLong((Blocked blocked) -> blocked.untilMs()).thenComparing(Blocked::id);

  private static final long NEVER = Long.MAX_VALUE;

  private final Readiness readiness;
  private final Map<Key, Set<Blocked>> byKey = new HashMap<>();
  private final NavigableSet<Blocked> byEnd = new TreeSet<>(BY_END);

  /** Asked by who has not entered too, while others change {@link #byEnd}. */
  private volatile long nextEndMs = NEVER;

  /** Asked by other threads too. */
  private final Map<Client, Blocked> byClient = new ConcurrentHashMap<>();

  private Set<Key> ready = new LinkedHashSet<>();

  private record Key(int database, Bytes name) {}

  /** The keyspace, as far as it is asked whether a key is what a call waits for. */
  public interface Readiness {
    boolean isReady(int database, Bytes key, KeyWait wait, long nowMs);
  }

  /** The connection of a client that waits. */
  public interface Waiter {
    /**
     * A key is ready: runs the call again.
     *
     * @return false if it has to wait on
     */
    boolean runAgain();

    /** The wait is over with this reply. */
    void giveUp(Reply reply);
  }

  private record Blocked(PendingWait pending, Waiter waiter, List<Key> keys) {
    long untilMs() {
      return pending.keyWait().untilMs();
    }

    long id() {
      return pending.client().id();
    }

    /** Each is another, whatever it holds. */
    @Override
    public boolean equals(@Nullable Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }
  }

  /** Nobody waits. */
  public BlockedClients(Readiness readiness) {
    this.readiness = readiness;
  }

  /** A client begins to wait; it does not wait yet. */
  public void add(PendingWait pending, Waiter waiter) {
    List<Key> keys =
        pending.keyWait().keys().stream()
            .map(name -> new Key(pending.database(), name))
            .distinct()
            .toList();
    Blocked blocked = new Blocked(pending, waiter, keys);
    byClient.put(pending.client(), blocked);
    queue(blocked);
    if (!pending.keyWait().isForever()) {
      byEnd.add(blocked);
      noteNextEnd();
    }
  }

  /** Puts it behind all others that wait for its keys. */
  private void queue(Blocked blocked) {
    for (Key key : blocked.keys()) {
      byKey.computeIfAbsent(key, any -> new LinkedHashSet<>()).add(blocked);
    }
  }

  private void dequeue(Blocked blocked) {
    for (Key key : blocked.keys()) {
      Set<Blocked> waiting = byKey.get(key);
      if (waiting != null && waiting.remove(blocked) && waiting.isEmpty()) {
        byKey.remove(key);
      }
    }
  }

  /** The client waits no more, or has gone. */
  public void forget(Client client) {
    Blocked blocked = byClient.remove(client);
    if (blocked != null) {
      dequeue(blocked);
      if (byEnd.remove(blocked)) {
        noteNextEnd();
      }
    }
  }

  private void noteNextEnd() {
    nextEndMs = byEnd.isEmpty() ? NEVER : byEnd.first().untilMs();
  }

  /** At the end of a request: runs what has waited for the keys that it made ready. */
  public void serve(long nowMs) {
    while (!ready.isEmpty()) { // what is run may make others ready
      Set<Key> keys = ready;
      ready = new LinkedHashSet<>();
      for (Key key : keys) {
        for (Blocked blocked : List.copyOf(byKey.getOrDefault(key, Set.of()))) {
          serve(blocked, key, nowMs);
        }
      }
    }
  }

  private void serve(Blocked blocked, Key key, long nowMs) {
    boolean waits = blocked.equals(byClient.get(blocked.pending().client()));
    if (waits
        && readiness.isReady(key.database(), key.name(), blocked.pending().keyWait(), nowMs)) {
      if (blocked.waiter().runAgain()) {
        forget(blocked.pending().client());
      } else {
        dequeue(blocked);
        queue(blocked);
      }
    }
  }

  /** Ends the waits whose time is over. */
  public void timeOut(long nowMs) {
    while (!byEnd.isEmpty() && byEnd.first().untilMs() < nowMs) {
      end(byEnd.first(), Reply.NULL_ARRAY);
    }
  }

  /** Ends the wait of a client; false if it does not wait. */
  public boolean unblock(Client client, Reply reply) {
    Blocked blocked = byClient.get(client);
    if (blocked != null) {
      end(blocked, reply);
    }
    return blocked != null;
  }

  private void end(Blocked blocked, Reply reply) {
    forget(blocked.pending().client());
    blocked.waiter().giveUp(reply);
  }

  /** From any thread: when the next wait is over, in ms since 1970; empty if none ever is. */
  public OptionalLong nextEndMs() {
    long endMs = nextEndMs;
    return endMs == NEVER ? OptionalLong.empty() : OptionalLong.of(endMs);
  }

  /** Whether somebody has to be served; cheap. */
  public boolean hasReady() {
    return !ready.isEmpty();
  }

  /** From any thread. */
  public boolean isBlocked(Client client) {
    return byClient.containsKey(client);
  }

  /** From any thread: how many clients wait. */
  public int clients() {
    return byClient.size();
  }

  /** How many of them wait until some time. */
  public int clientsWithEnd() {
    return byEnd.size();
  }

  /** How many keys are waited for. */
  public int keys() {
    return byKey.size();
  }

  /** How many keys are waited for by who is to be told that they have gone, too. */
  public long keysEvenIfGone() {
    return byKey.values().stream()
        .filter(all -> all.stream().anyMatch(each -> each.pending().keyWait().evenIfGone()))
        .count();
  }

  @Override
  public void changed(int database, Bytes name) {
    if (!byKey.isEmpty()) {
      Key key = new Key(database, name);
      if (byKey.containsKey(key)) {
        ready.add(key);
      }
    }
  }

  @Override
  public void ready(int database, Bytes name) {
    changed(database, name);
  }

  @Override
  public void expired(int database, Bytes name) {
    changed(database, name);
  }

  @Override
  public void replaced(int firstDatabase, int lastDatabase) {}

  @Override
  public void replaced(int database, Predicate<Bytes> isConcerned) {
    for (Key key : new ArrayList<>(byKey.keySet())) {
      if (key.database() == database && isConcerned.test(key.name())) {
        ready.add(key);
      }
    }
  }
}
