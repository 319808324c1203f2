package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.bytes.Integers;
import dev.fnstore.command.CommandSpec;
import dev.fnstore.resp.Reply;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The commands on hashes. */
final class HashCommands {
  private HashCommands() {}

  static List<DataCommand> all() {
    return List.of(
        new DataCommand(HashSpecs.HSET, call -> Reply.of(set(call, HashSpecs.HSET))),
        new DataCommand(HashSpecs.HMSET, HashCommands::hmset),
        new DataCommand(HashSpecs.HSETNX, HashCommands::hsetnx),
        new DataCommand(HashSpecs.HGET, HashCommands::hget),
        new DataCommand(HashSpecs.HMGET, HashCommands::hmget),
        new DataCommand(HashSpecs.HGETALL, HashCommands::hgetall),
        new DataCommand(HashSpecs.HKEYS, HashCommands::hkeys),
        new DataCommand(HashSpecs.HVALS, HashCommands::hvals),
        new DataCommand(HashSpecs.HDEL, HashCommands::hdel),
        new DataCommand(HashSpecs.HINCRBY, HashCommands::hincrby),
        new DataCommand(HashSpecs.HEXISTS, HashCommands::hexists),
        new DataCommand(HashSpecs.HLEN, HashCommands::hlen));
  }

  private static @Nullable HashValue find(DataCall call) {
    return call.find(call.key(), HashValue.class);
  }

  private static HashValue findOrCreate(DataCall call) {
    return call.findOrCreate(call.key(), HashValue.class, HashValue::new);
  }

  /** How many fields are new. */
  private static int set(DataCall call, CommandSpec spec) {
    if (call.count() % 2 != 0) {
      throw CommandError.wrongNumberOfWords(spec);
    }
    HashValue hash = findOrCreate(call);
    int created = 0;
    for (int i = 2; i < call.count(); i += 2) {
      if (hash.set(call.word(i), call.word(i + 1))) {
        created++;
      }
    }
    call.changed(call.key(), (call.count() - 2) / 2);
    return created;
  }

  private static Reply hmset(DataCall call) {
    set(call, HashSpecs.HMSET);
    return Reply.OK;
  }

  private static Reply hsetnx(DataCall call) {
    HashValue hash = findOrCreate(call);
    if (hash.has(call.word(2))) {
      return Reply.ZERO;
    }
    hash.set(call.word(2), call.word(3));
    call.changed(call.key(), 1);
    return Reply.ONE;
  }

  private static Reply hget(DataCall call) {
    return value(find(call), call.word(2));
  }

  private static Reply hmget(DataCall call) {
    HashValue hash = find(call);
    List<Reply> values = new ArrayList<>();
    for (Bytes field : call.from(2)) {
      values.add(value(hash, field));
    }
    return Reply.array(values);
  }

  private static Reply value(@Nullable HashValue hash, Bytes field) {
    Bytes value = hash == null ? null : hash.get(field);
    return value == null ? Reply.NULL : Reply.bulk(value);
  }

  private static Reply hgetall(DataCall call) {
    HashValue hash = find(call);
    List<Reply.Entry> entries = new ArrayList<>();
    if (hash != null) {
      hash.fields()
          .forEach(
              (field, value) -> entries.add(new Reply.Entry(Reply.bulk(field), Reply.bulk(value))));
    }
    return new Reply.Dictionary(entries);
  }

  private static Reply hkeys(DataCall call) {
    HashValue hash = find(call);
    return hash == null ? Reply.EMPTY_ARRAY : bulks(hash.fields().keySet());
  }

  private static Reply hvals(DataCall call) {
    HashValue hash = find(call);
    return hash == null ? Reply.EMPTY_ARRAY : bulks(hash.fields().values());
  }

  private static Reply bulks(Collection<Bytes> values) {
    List<Reply> bulks = new ArrayList<>(values.size());
    for (Bytes value : values) {
      bulks.add(Reply.bulk(value));
    }
    return Reply.array(bulks);
  }

  private static Reply hdel(DataCall call) {
    HashValue hash = find(call);
    if (hash == null) {
      return Reply.ZERO;
    }
    int removed = 0;
    for (Bytes field : call.from(2)) {
      if (hash.remove(field)) {
        removed++;
      }
    }
    call.changed(call.key(), hash, removed);
    return Reply.of(removed);
  }

  private static Reply hincrby(DataCall call) {
    long increment = call.integer(3);
    HashValue hash = findOrCreate(call);
    Bytes value = hash.get(call.word(2));
    OptionalLong before = value == null ? OptionalLong.of(0) : Integers.parse(value);
    long after =
        Numbers.add(
            before.orElseThrow(() -> CommandError.of("hash value is not an integer")), increment);
    hash.set(call.word(2), Bytes.of(after));
    call.changed(call.key(), 1);
    return Reply.of(after);
  }

  private static Reply hexists(DataCall call) {
    HashValue hash = find(call);
    return hash != null && hash.has(call.word(2)) ? Reply.ONE : Reply.ZERO;
  }

  private static Reply hlen(DataCall call) {
    HashValue hash = find(call);
    return Reply.of(hash == null ? 0 : hash.size());
  }
}
