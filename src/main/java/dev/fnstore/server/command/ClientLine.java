package dev.fnstore.server.command;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.command.CommandSpec;
import dev.fnstore.server.dispatch.Client;
import dev.fnstore.server.dispatch.ClientLink.Traffic;
import dev.fnstore.server.dispatch.Transaction;
import dev.fnstore.server.notify.Notifications;
import dev.fnstore.server.notify.Subscriptions;
import dev.fnstore.server.notify.TrackingMode;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * One client as CLIENT LIST and CLIENT INFO show it: Valkey's fields in Valkey's order, but for
 * those that tell of how Valkey itself allots memory (file descriptor, buffers by kind).
 */
public final class ClientLine {
  private final Notifications notifications;

  public ClientLine(Notifications notifications) {
    this.notifications = notifications;
  }

  /** The line without its end. */
  public Bytes withoutEnd(Client client, long nowMs) {
    Bytes line = of(client, nowMs);
    return line.slice(0, line.length() - 1);
  }

  /** The line, with its end. */
  Bytes of(Client client, long nowMs) {
    Traffic traffic = client.link().traffic();
    Transaction transaction = client.transaction();
    CommandSpec command = client.lastCommand();
    Subscriptions subscriptions = notifications.subscriptions();
    long transactionBytes = transaction == null ? 0 : transaction.bytes();
    StringBuilder line = new StringBuilder(384);
    add(line, "id", client.id());
    add(line, "addr", client.address());
    add(line, "laddr", client.localAddress());
    add(line, "name", client.name());
    add(line, "age", (nowMs - client.connectedMs()) / 1000);
    add(line, "idle", Math.max(0, nowMs - client.lastCommandMs()) / 1000);
    add(line, "flags", flags(client));
    add(line, "capa", client.isRedirectable() ? "r" : "");
    add(line, "db", client.database());
    add(line, "sub", subscriptions.count(client, Subscriptions.Kind.CHANNEL));
    add(line, "psub", subscriptions.count(client, Subscriptions.Kind.PATTERN));
    add(line, "ssub", subscriptions.count(client, Subscriptions.Kind.SHARD_CHANNEL));
    add(line, "multi", transaction == null ? -1 : transaction.size());
    add(line, "watch", notifications.watched().count(client));
    add(line, "qbuf", traffic.queryBytes());
    add(line, "multi-mem", transactionBytes);
    add(line, "omem", traffic.unsentBytes());
    add(line, "tot-mem", traffic.queryBytes() + traffic.unsentBytes() + transactionBytes);
    add(line, "cmd", command == null ? "NULL" : command.name());
    add(line, "user", client.user());
    add(
        line,
        "redir",
        notifications.tracking().mode(client).map(TrackingMode::redirect).orElse(-1L));
    add(line, "resp", client.protocol().number());
    add(line, "lib-name", client.libraryName());
    add(line, "lib-ver", client.libraryVersion());
    add(line, "tot-net-in", traffic.in());
    add(line, "tot-net-out", traffic.out());
    add(line, "tot-cmds", client.commands());
    line.setCharAt(line.length() - 1, '\n');
    return Bytes.wrap(line.toString().getBytes(StandardCharsets.ISO_8859_1));
  }

  private String flags(Client client) {
    StringBuilder flags = new StringBuilder();
    add(flags, 'O', notifications.monitors().contains(client));
    add(flags, 'P', client.subscriptions() > 0);
    add(flags, 'x', client.transaction() != null || client.isExecuting());
    add(flags, 'b', notifications.blocked().isBlocked(client));
    Optional<TrackingMode> tracking = notifications.tracking().mode(client);
    add(flags, 't', tracking.isPresent());
    add(flags, 'R', notifications.tracking().isRedirectBroken(client));
    add(flags, 'B', tracking.isPresent() && tracking.get().broadcast());
    add(flags, 'd', notifications.watched().isDisturbed(client));
    add(flags, 'c', client.isClosing());
    add(flags, 'e', client.isNoEvict());
    add(flags, 'T', client.isNoTouch());
    return flags.isEmpty() ? "N" : flags.toString();
  }

  private static void add(StringBuilder flags, char flag, boolean holds) {
    if (holds) {
      flags.append(flag);
    }
  }

  private static void add(StringBuilder line, String field, Object value) {
    line.append(field).append('=');
    line.append(value instanceof Bytes bytes ? bytes.toLatin1() : value);
    line.append(' ');
  }
}
