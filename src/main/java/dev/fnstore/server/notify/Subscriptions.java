package dev.fnstore.server.notify;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.bytes.Glob;
import dev.fnstore.resp.Reply;
import dev.fnstore.server.dispatch.Client;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who has subscribed to which channels and patterns. What is published is kept nowhere. */
public final class Subscriptions {
  /** A kind of subscription, with the words that its commands and messages have. */
  public enum Kind {
    CHANNEL("subscribe", "unsubscribe"),
    PATTERN("psubscribe", "punsubscribe"),
    SHARD_CHANNEL("ssubscribe", "sunsubscribe");

    private final String subscribed;
    private final String unsubscribed;

    Kind(String subscribed, String unsubscribed) {
      this.subscribed = subscribed;
      this.unsubscribed = unsubscribed;
    }
  }

  private final Map<Kind, Map<Bytes, Set<Client>>> subscribers = new LinkedHashMap<>();
  private final Map<Client, Map<Kind, Set<Bytes>>> subscribed = new LinkedHashMap<>();

  /** Nobody has subscribed. */
  public Subscriptions() {
    for (Kind kind : Kind.values()) {
      subscribers.put(kind, new LinkedHashMap<>());
    }
  }

  /** Subscribes to one more; gives the confirmation. */
  public synchronized Reply subscribe(Client client, Kind kind, Bytes name) {
    if (names(client, kind).add(name)) {
      of(kind).computeIfAbsent(name, any -> new LinkedHashSet<>()).add(client);
      client.subscriptions(count(client));
    }
    return confirmation(kind.subscribed, Reply.bulk(name), countedWith(client, kind));
  }

  /** Ends a subscription, if there is one; gives the confirmation. */
  public synchronized Reply unsubscribe(Client client, Kind kind, Bytes name) {
    remove(client, kind, name);
    return confirmation(kind.unsubscribed, Reply.bulk(name), countedWith(client, kind));
  }

  /** Ends all of a kind; gives their confirmations, or one without a name if there was none. */
  public synchronized List<Reply> unsubscribeAll(Client client, Kind kind) {
    List<Reply> confirmations = new ArrayList<>();
    for (Bytes name : List.copyOf(names(client, kind))) {
      confirmations.add(unsubscribe(client, kind, name));
    }
    return confirmations.isEmpty()
        ? List.of(confirmation(kind.unsubscribed, Reply.NULL, countedWith(client, kind)))
        : confirmations;
  }

  /** The client has gone, or has been reset. */
  public synchronized void forget(Client client) {
    if (subscribed.containsKey(client)) {
      for (Kind kind : Kind.values()) {
        List.copyOf(names(client, kind)).forEach(name -> remove(client, kind, name));
      }
      subscribed.remove(client);
    }
  }

  private void remove(Client client, Kind kind, Bytes name) {
    if (names(client, kind).remove(name)) {
      Set<Client> others = of(kind).get(name);
      if (others != null && others.remove(client) && others.isEmpty()) {
        of(kind).remove(name);
      }
      client.subscriptions(count(client));
    }
  }

  private static Reply confirmation(String what, Reply name, int count) {
    return new Reply.Push(List.of(Reply.bulk(what), name, Reply.of(count)));
  }

  /** Confirmations count channels and patterns together, and shard channels by themselves. */
  private int countedWith(Client client, Kind kind) {
    return kind == Kind.SHARD_CHANNEL
        ? names(client, kind).size()
        : names(client, Kind.CHANNEL).size() + names(client, Kind.PATTERN).size();
  }

  private int count(Client client) {
    return countedWith(client, Kind.CHANNEL) + countedWith(client, Kind.SHARD_CHANNEL);
  }

  private Map<Bytes, Set<Client>> of(Kind kind) {
    return subscribers.getOrDefault(kind, Map.of());
  }

  private Set<Bytes> names(Client client, Kind kind) {
    return subscribed
        .computeIfAbsent(client, any -> new LinkedHashMap<>())
        .computeIfAbsent(kind, any -> new LinkedHashSet<>());
  }

  public synchronized boolean isSubscribed(Client client) {
    return subscribed.containsKey(client) && count(client) > 0;
  }

  /** How many of a kind a client has. */
  public synchronized int count(Client client, Kind kind) {
    return subscribed.containsKey(client) ? names(client, kind).size() : 0;
  }

  /** What of a kind a client has subscribed to. */
  public synchronized Collection<Bytes> namesOf(Client client, Kind kind) {
    return subscribed.containsKey(client) ? List.copyOf(names(client, kind)) : List.of();
  }

  /** PUBLISH and SPUBLISH: gives how many clients get the message. */
  public synchronized int publish(Kind kind, Bytes channel, Bytes message) {
    int receivers = 0;
    boolean sharded = kind == Kind.SHARD_CHANNEL;
    for (Client client : of(kind).getOrDefault(channel, Set.of())) {
      client.link().push(sharded ? shardMessage(channel, message) : message(channel, message));
      receivers++;
    }
    if (!sharded) {
      for (Map.Entry<Bytes, Set<Client>> pattern : of(Kind.PATTERN).entrySet()) {
        if (Glob.of(pattern.getKey()).matches(channel)) {
          Reply sent = patternMessage(pattern.getKey(), channel, message);
          pattern.getValue().forEach(client -> client.link().push(sent));
          receivers += pattern.getValue().size();
        }
      }
    }
    return receivers;
  }

  /** Whether somebody gets what is published to a channel. */
  public synchronized boolean hasListener(Bytes channel) {
    return of(Kind.CHANNEL).containsKey(channel)
        || of(Kind.PATTERN).keySet().stream()
            .anyMatch(pattern -> Glob.of(pattern).matches(channel));
  }

  private static Reply message(Bytes channel, Bytes text) {
    return message(channel, Reply.bulk(text));
  }

  /** What a subscriber of {@code channel} gets. */
  static Reply message(Bytes channel, Reply content) {
    return new Reply.Push(List.of(Reply.bulk("message"), Reply.bulk(channel), content));
  }

  private static Reply shardMessage(Bytes channel, Bytes text) {
    return new Reply.Push(List.of(Reply.bulk("smessage"), Reply.bulk(channel), Reply.bulk(text)));
  }

  private static Reply patternMessage(Bytes pattern, Bytes channel, Bytes text) {
    return new Reply.Push(
        List.of(
            Reply.bulk("pmessage"), Reply.bulk(pattern), Reply.bulk(channel), Reply.bulk(text)));
  }

  /** The names that somebody has subscribed to. */
  public synchronized Collection<Bytes> names(Kind kind) {
    return List.copyOf(of(kind).keySet());
  }

  /** How many clients have subscribed to one name. */
  public synchronized int subscribers(Kind kind, Bytes name) {
    return of(kind).getOrDefault(name, Set.of()).size();
  }

  /** How many clients have subscribed to anything. */
  public synchronized int clients() {
    return (int) subscribed.keySet().stream().filter(client -> count(client) > 0).count();
  }
}
