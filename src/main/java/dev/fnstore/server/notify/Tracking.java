package dev.fnstore.server.notify;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.command.CommandFlag;
import dev.fnstore.command.Keys;
import dev.fnstore.keyspace.KeyListener;
import dev.fnstore.resp.Protocol;
import dev.fnstore.resp.Reply;
import dev.fnstore.server.dispatch.Call;
import dev.fnstore.server.dispatch.CallObserver;
import dev.fnstore.server.dispatch.Client;
import dev.fnstore.server.dispatch.Clients;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * CLIENT TRACKING: who has read which key, and is told once it changes, so that clients can cache
 * what they read. As in Valkey keys of all databases are one; each read is told of once.
 */
public final class Tracking implements CallObserver, KeyListener {
  private static final int READERS_NOT_LOOKED_AT = 16;
  private static final Reply INVALIDATE = Reply.bulk("invalidate");
  private static final Bytes CHANNEL = Bytes.of("__redis__:invalidate");

  private final Clients clients;
  private final Subscriptions subscriptions;
  private final LongSupplier mostKeys;
  private final Map<Client, State> states = new LinkedHashMap<>();
  private final Map<Bytes, Set<Long>> readers = new LinkedHashMap<>();
  private volatile boolean used;

  /** Who runs now: it is not told of its own changes where it does not want to be. */
  private volatile @Nullable Client running;

  /** Whose transaction runs now: CLIENT CACHING holds for all of it. */
  private @Nullable Client executing;

  /** What is known of one client that tracks. */
  private static final class State {
    private final TrackingMode mode;

    /** Keys to tell of at the end of the turn, by prefix. */
    private final Map<Bytes, Set<Bytes>> broadcast = new LinkedHashMap<>();

    private boolean cachingGiven;
    private boolean brokenRedirect;

    State(TrackingMode mode) {
      this.mode = mode;
    }
  }

  /**
   * Nobody tracks.
   *
   * @param mostKeys how many keys may be remembered; beyond, readers are told early. 0: no limit
   */
  public Tracking(Clients clients, Subscriptions subscriptions, LongSupplier mostKeys) {
    this.clients = clients;
    this.subscriptions = subscriptions;
    this.mostKeys = mostKeys;
  }

  /** Begins to track, or changes how. */
  public synchronized void track(Client client, TrackingMode mode) {
    states.put(client, new State(mode));
    used = true;
  }

  /** The client no longer tracks, or has gone. */
  public synchronized void forget(Client client) {
    states.remove(client);
    if (states.isEmpty()) {
      readers.clear();
      used = false;
    }
  }

  /** How the client tracks; empty if it does not. */
  public synchronized Optional<TrackingMode> mode(Client client) {
    return Optional.ofNullable(states.get(client)).map(state -> state.mode);
  }

  /** CLIENT CACHING: holds for the client's next command. */
  public synchronized void caching(Client client) {
    State state = states.get(client);
    if (state != null) {
      state.cachingGiven = true;
    }
  }

  public synchronized boolean isCachingGiven(Client client) {
    State state = states.get(client);
    return state != null && state.cachingGiven;
  }

  public synchronized boolean isRedirectBroken(Client client) {
    State state = states.get(client);
    return state != null && state.brokenRedirect;
  }

  /** How many clients track. */
  public synchronized int clients() {
    return states.size();
  }

  /** How many keys are remembered. */
  public synchronized int keys() {
    return readers.size();
  }

  @Override
  public boolean isInterested() {
    return used;
  }

  @Override
  public synchronized void begins(Call call) {
    running = call.client().connection();
    if (isExec(call)) {
      executing = running;
    }
  }

  private static boolean isExec(Call call) {
    return call.spec().name().equals("exec");
  }

  @Override
  public synchronized void ran(Call call) {
    Client reader = call.client().connection();
    if (isExec(call)) {
      executing = null;
    }
    State state = states.get(reader);
    if (state == null) {
      return;
    }
    if (call.spec().has(CommandFlag.READONLY) && !state.mode.broadcast() && counts(state)) {
      remember(reader, call);
    }
    boolean isCaching = call.spec().name().equals("client|caching");
    boolean goesOn =
        call.client().isScript() || reader.transaction() != null || reader.equals(executing);
    if (!goesOn && !isCaching) {
      state.cachingGiven = false;
    }
  }

  private static boolean counts(State state) {
    TrackingMode mode = state.mode;
    return mode.optIn() ? state.cachingGiven : !(mode.optOut() && state.cachingGiven);
  }

  private void remember(Client reader, Call call) {
    List<Keys.Found> found = Keys.of(call.spec(), call.words()).orElse(List.of());
    for (Keys.Found key : found) {
      Set<Long> ids = readers.computeIfAbsent(key.key(), any -> new HashSet<>());
      if (ids.add(reader.id()) && ids.size() > 2 * states.size() + READERS_NOT_LOOKED_AT) {
        ids.removeIf(id -> !tracks(id)); // a key that never changes would keep all who came by
      }
    }
    long most = mostKeys.getAsLong();
    while (most > 0 && readers.size() > most) {
      invalidate(readers.keySet().iterator().next(), null);
    }
  }

  private boolean tracks(long id) {
    return clients.find(id).filter(states::containsKey).isPresent();
  }

  @Override
  public void changed(int database, Bytes key) {
    if (used) {
      invalidate(key, running);
      broadcast(key, running);
    }
  }

  @Override
  public void expired(int database, Bytes key) {
    if (used) {
      invalidate(key, null);
      broadcast(key, null);
    }
  }

  private synchronized void invalidate(Bytes key, @Nullable Client changer) {
    Set<Long> ids = readers.remove(key);
    if (ids != null) {
      for (long id : ids) {
        clients.find(id).ifPresent(client -> tell(client, key, changer));
      }
    }
  }

  private void tell(Client client, Bytes key, @Nullable Client changer) {
    State state = states.get(client);
    if (state != null && !state.mode.broadcast() && !isOwn(client, state, changer)) {
      send(client, state, Reply.array(Reply.bulk(key)));
    }
  }

  private synchronized void broadcast(Bytes key, @Nullable Client changer) {
    states.forEach(
        (client, state) -> {
          if (state.mode.broadcast() && !isOwn(client, state, changer)) {
            state.mode.prefixes().stream()
                .filter(key::startsWith)
                .forEach(prefix -> keysOf(state, prefix).add(key));
          }
        });
  }

  private static Set<Bytes> keysOf(State state, Bytes prefix) {
    return state.broadcast.computeIfAbsent(prefix, any -> new LinkedHashSet<>());
  }

  private static boolean isOwn(Client client, State state, @Nullable Client changer) {
    return state.mode.noLoop() && client.equals(changer);
  }

  private static Reply array(Collection<Bytes> keys) {
    return Reply.array(keys.stream().<Reply>map(Reply::bulk).toList());
  }

  /** All keys have gone: whoever tracks is told so, with null in place of keys. */
  @Override
  public void replaced(int firstDatabase, int lastDatabase) {
    if (used) {
      replaced();
    }
  }

  private synchronized void replaced() {
    readers.clear();
    List.copyOf(states.entrySet())
        .forEach(entry -> send(entry.getKey(), entry.getValue(), Reply.NULL));
  }

  /** At the end of a turn: tells those who are told of all keys with a prefix. */
  public void flush() {
    if (used) {
      flushBroadcasts();
    }
  }

  private synchronized void flushBroadcasts() {
    states.forEach(
        (client, state) -> {
          state.broadcast.values().forEach(keys -> send(client, state, array(keys)));
          state.broadcast.clear();
        });
  }

  private void send(Client client, State state, Reply keys) {
    Client target = client;
    long redirect = state.mode.redirect();
    if (redirect != 0) {
      Optional<Client> found = clients.find(redirect);
      if (found.isEmpty()) {
        state.brokenRedirect = true;
        if (client.protocol() == Protocol.RESP3) {
          client.link().push(push(Reply.bulk("tracking-redir-broken"), Reply.of(redirect)));
        }
        return;
      }
      target = found.get();
    }
    if (target.protocol() == Protocol.RESP3) {
      target.link().push(push(INVALIDATE, keys));
    } else if (redirect != 0 && subscriptions.isSubscribed(target)) {
      target.link().push(Subscriptions.message(CHANNEL, keys));
    } // else it speaks RESP2, which has no messages beside replies
  }

  private static Reply push(Reply kind, Reply content) {
    return new Reply.Push(List.of(kind, content));
  }
}
