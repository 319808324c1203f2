package dev.fnstore.server.notify;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.command.CommandFlag;
import dev.fnstore.resp.Reply;
import dev.fnstore.server.dispatch.Call;
import dev.fnstore.server.dispatch.CallObserver;
import dev.fnstore.server.dispatch.Client;
import dev.fnstore.server.dispatch.Redaction;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;

/**
 * MONITOR: clients that are shown every command as it runs. Administration is not shown, nor are
 * passwords, as in Valkey.
 */
public final class Monitors implements CallObserver {
  private static final HexFormat HEX = HexFormat.of();

  private final Set<Client> clients = new CopyOnWriteArraySet<>();
  private final InstantSource clock;

  public Monitors(InstantSource clock) {
    this.clock = clock;
  }

  public void add(Client client) {
    clients.add(client);
  }

  public void remove(Client client) {
    clients.remove(client);
  }

  public boolean contains(Client client) {
    return clients.contains(client);
  }

  @Override
  public boolean isInterested() {
    return !clients.isEmpty();
  }

  /** A function is shown before the commands that it calls, all else after it has run. */
  @Override
  public void begins(Call call) {
    if (call.spec().has(CommandFlag.SKIP_MONITOR)) {
      show(call);
    }
  }

  @Override
  public void ran(Call call) {
    if (!call.spec().has(CommandFlag.SKIP_MONITOR) && !call.spec().has(CommandFlag.ADMIN)) {
      show(call);
    }
  }

  private void show(Call call) {
    Reply line = new Reply.Simple(Bytes.wrap(line(call).getBytes(StandardCharsets.ISO_8859_1)));
    clients.forEach(client -> client.link().push(line));
  }

  private String line(Call call) {
    var now = clock.instant();
    StringBuilder line = new StringBuilder(96);
    line.append(now.getEpochSecond())
        .append('.')
        .append(String.format(Locale.ROOT, "%06d", now.getNano() / 1000))
        .append(" [")
        .append(call.client().database())
        .append(' ')
        .append(call.client().isScript() ? "lua" : call.client().address().toLatin1())
        .append(']');
    for (Bytes word : Redaction.of(call.spec(), call.words())) {
      line.append(' ');
      appendQuoted(line, word);
    }
    return line.toString();
  }

  /** As Valkey quotes: what is not printable ASCII is escaped. */
  private static void appendQuoted(StringBuilder line, Bytes word) {
    line.append('"');
    for (byte b : word.shared()) {
      switch (b) {
        case '\\', '"' -> line.append('\\').append((char) b);
        case '\n' -> line.append("\\n");
        case '\r' -> line.append("\\r");
        case '\t' -> line.append("\\t");
        case 7 -> line.append("\\a");
        case '\b' -> line.append("\\b");
        default -> {
          if (b >= 32 && b < 127) {
            line.append((char) b);
          } else {
            line.append("\\x").append(HEX.toHexDigits(b));
          }
        }
      }
    }
    line.append('"');
  }
}
