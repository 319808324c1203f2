package dev.fnstore.server.command;

import dev.fnstore.acl.Accounts;
import dev.fnstore.bytes.Bytes;
import dev.fnstore.bytes.Integers;
import dev.fnstore.resp.Reply;
import dev.fnstore.server.dispatch.Client;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;

/** Which clients CLIENT LIST and CLIENT KILL are about: the options that they share. */
final class ClientFilter {
  private static final Reply.ErrorReply SYNTAX = Reply.err("syntax error");

  private final Accounts accounts;
  private final List<Predicate<Client>> conditions = new ArrayList<>();
  private boolean skipsCaller;

  /** An option that is not understood. */
  static final class FilterException extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Reply.ErrorReply reply;

    FilterException(Reply.ErrorReply reply) {
      super(reply.text().toText());
      this.reply = reply;
    }

    Reply.ErrorReply reply() {
      return reply;
    }
  }

  private ClientFilter(Accounts accounts) {
    this.accounts = accounts;
  }

  /**
   * Reads the options.
   *
   * @param words the options and nothing else
   * @param skipsCaller whether the caller is left out where the options do not say
   */
  static ClientFilter parse(List<Bytes> words, boolean skipsCaller, long nowMs, Accounts accounts)
      throws FilterException {
    ClientFilter filter = new ClientFilter(accounts);
    filter.skipsCaller = skipsCaller;
    int at = 0;
    while (at < words.size()) {
      if (at + 1 == words.size()) {
        throw new FilterException(SYNTAX);
      }
      at = filter.option(words, at, nowMs);
    }
    return filter;
  }

  private int option(List<Bytes> words, int at, long nowMs) throws FilterException {
    Bytes value = words.get(at + 1);
    switch (words.get(at).toLatin1().toLowerCase(Locale.ROOT)) {
      case "id" -> {
        return ids(words, at + 1);
      }
      case "type" -> type(value);
      case "user" -> user(value);
      case "addr" -> conditions.add(client -> client.address().equals(value));
      case "laddr" -> conditions.add(client -> client.localAddress().equals(value));
      case "skipme" -> skipsCaller = isYes(value);
      case "maxage" -> maxAge(value, nowMs);
      default -> throw new FilterException(SYNTAX);
    }
    return at + 2;
  }

  /** All words from {@code at} on that are numbers; at least one. */
  private int ids(List<Bytes> words, int at) throws FilterException {
    Set<Long> ids = new HashSet<>();
    int next = at;
    while (next < words.size()) {
      OptionalLong id = Integers.parse(words.get(next));
      if (id.isEmpty()) {
        break;
      } else if (id.getAsLong() < 1) {
        throw new FilterException(Reply.err("client-id should be greater than 0"));
      }
      ids.add(id.getAsLong());
      next++;
    }
    if (ids.isEmpty()) {
      throw new FilterException(SYNTAX);
    }
    conditions.add(client -> ids.contains(client.id()));
    return next;
  }

  private void type(Bytes type) throws FilterException {
    switch (type.toLatin1().toLowerCase(Locale.ROOT)) {
      case "normal" -> conditions.add(client -> client.subscriptions() == 0);
      case "pubsub" -> conditions.add(client -> client.subscriptions() > 0);
      case "master", "primary", "slave", "replica" -> conditions.add(client -> false);
      default ->
          throw new FilterException(
              new Reply.ErrorReply(
                  Bytes.of("ERR Unknown client type '").concat(type).concat(Bytes.of("'"))));
    }
  }

  private void user(Bytes user) throws FilterException {
    if (accounts.find(user).isEmpty()) {
      throw new FilterException(
          new Reply.ErrorReply(Bytes.of("ERR No such user '").concat(user).concat(Bytes.of("'"))));
    }
    conditions.add(client -> client.user().equals(user));
  }

  private static boolean isYes(Bytes value) throws FilterException {
    if (!value.equalsIgnoreCase("yes") && !value.equalsIgnoreCase("no")) {
      throw new FilterException(SYNTAX);
    }
    return value.equalsIgnoreCase("yes");
  }

  private void maxAge(Bytes value, long nowMs) throws FilterException {
    OptionalLong seconds = Integers.parse(value);
    if (seconds.isEmpty()) {
      throw new FilterException(Reply.err("maxage is not an integer or out of range"));
    } else if (seconds.getAsLong() <= 0) {
      throw new FilterException(SYNTAX);
    }
    conditions.add(client -> (nowMs - client.connectedMs()) / 1000 >= seconds.getAsLong());
  }

  boolean takes(Client client, Client caller) {
    return !(skipsCaller && client.equals(caller))
        && conditions.stream().allMatch(condition -> condition.test(client));
  }
}
