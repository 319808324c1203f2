package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.resp.Protocol;
import dev.fnstore.resp.Replies;
import dev.fnstore.resp.Reply;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** A keyspace as a client sees it: commands by name, arity checked, replies as on the wire. */
final class Subject {
  private static final Map<String, DataCommand> COMMANDS = byName();

  private static final Set<String> CONTAINERS = Set.of("xgroup", "xinfo", "object");

  private final Keyspace keyspace;
  private final Protocol protocol;
  private long nowMs;

  Subject(Protocol protocol, long nowMs) {
    this(new Keyspace(2), protocol, nowMs);
  }

  Subject(Keyspace keyspace, Protocol protocol, long nowMs) {
    this.keyspace = keyspace;
    this.protocol = protocol;
    this.nowMs = nowMs;
  }

  private static Map<String, DataCommand> byName() {
    Map<String, DataCommand> commands = new HashMap<>();
    Stream.of(
            DataCommands.all(), DataCommands.xgroup(), DataCommands.xinfo(), DataCommands.object())
        .flatMap(List::stream)
        .forEach(command -> commands.put(command.spec().name(), command));
    return commands;
  }

  Keyspace keyspace() {
    return keyspace;
  }

  void setTime(long time) {
    this.nowMs = time;
  }

  Reply call(String line) {
    return call(List.of(line.split(" ", -1)).stream().map(Bytes::of).toList());
  }

  Reply call(List<Bytes> words) {
    String name = words.get(0).toLowerCase().toText();
    if (CONTAINERS.contains(name) && words.size() > 1) {
      name += "|" + words.get(1).toLowerCase().toText();
    }
    DataCommand command = COMMANDS.get(name);
    if (command == null) {
      throw new IllegalArgumentException("no command " + name);
    }
    if (!command.spec().takes(words)) {
      return Reply.err("wrong number of arguments for '" + name + "' command");
    }
    return onWire(command.handler().run(new DataCall(keyspace, 0, words, nowMs, protocol)));
  }

  private Reply onWire(Reply reply) {
    Reply shown = protocol == Protocol.RESP2 ? Replies.toResp2(reply) : reply;
    if (shown instanceof Reply.Array array) {
      return Reply.array(onWire(array.items()));
    } else if (shown instanceof Reply.Group group) {
      return new Reply.Group(onWire(group.items()));
    } else if (shown instanceof Reply.Dictionary map) {
      List<Reply.Entry> entries = new ArrayList<>();
      map.entries()
          .forEach(
              entry -> entries.add(new Reply.Entry(onWire(entry.key()), onWire(entry.value()))));
      return new Reply.Dictionary(entries);
    } else if (shown instanceof Reply.ErrorReply error) {
      return new Reply.ErrorReply(Replies.oneLine(error.text()));
    } else if (shown instanceof Reply.NullArray && protocol == Protocol.RESP3) {
      return Reply.NULL;
    }
    return shown;
  }

  private List<Reply> onWire(List<Reply> items) {
    List<Reply> shown = new ArrayList<>();
    for (Reply item : items) {
      shown.add(onWire(item));
    }
    return shown;
  }
}
