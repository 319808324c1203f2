package dev.fnstore.engine.lua;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.engine.Interrupt;
import dev.fnstore.engine.ScriptHost;
import dev.fnstore.resp.Protocol;
import dev.fnstore.resp.Reply;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A host with a keyspace of its own for GET and SET, ECHO, and replies given beforehand. */
final class RecordingHost implements ScriptHost {
  private static final Map<String, Integer> WORDS = Map.of("echo", 2, "get", 2, "set", 3);

  final List<List<Bytes>> calls = new ArrayList<>();
  final List<String> logs = new ArrayList<>();
  final List<Protocol> protocols = new ArrayList<>();
  private final Map<String, Reply> replies = new HashMap<>();
  private final Map<Bytes, Bytes> values = new HashMap<>();
  private final Interrupt interrupt;

  RecordingHost() {
    this(Interrupt.onRequest());
  }

  RecordingHost(Interrupt interrupt) {
    this.interrupt = interrupt;
  }

  RecordingHost replying(String command, Reply reply) {
    replies.put(command, reply);
    return this;
  }

  @Override
  public Reply call(List<Bytes> words, Protocol protocol) {
    calls.add(words);
    protocols.add(protocol);
    String command = words.get(0).toLowerCase().toLatin1();
    Reply given = replies.get(command);
    if (given != null) {
      return given;
    }
    if (words.size() < WORDS.getOrDefault(command, 1)) {
      return Reply.err("Wrong number of args calling command from script");
    }
    return switch (command) {
      case "ping" -> Reply.simple("PONG");
      case "echo" -> Reply.bulk(words.get(1));
      case "set" -> {
        values.put(words.get(1), words.get(2));
        yield Reply.OK;
      }
      case "get" -> {
        Bytes value = values.get(words.get(1));
        yield value == null ? Reply.NULL : Reply.bulk(value);
      }
      default -> Reply.err("Unknown command called from script");
    };
  }

  @Override
  public AclAnswer mayCall(List<Bytes> words) {
    return switch (words.get(0).toLowerCase().toLatin1()) {
      case "get" -> AclAnswer.ALLOWED;
      case "set" -> AclAnswer.DENIED;
      default -> AclAnswer.INVALID;
    };
  }

  @Override
  public void log(LogLevel level, Bytes message) {
    logs.add(level + " " + message.toLatin1());
  }

  @Override
  public Interrupt interrupt() {
    return interrupt;
  }
}
