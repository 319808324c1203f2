package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.bytes.Integers;
import dev.fnstore.command.CommandSpec;
import dev.fnstore.resp.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.BinaryOperator;
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
        new DataCommand(HashSpecs.HLEN, HashCommands::hlen),
        new DataCommand(HashSpecs.HSTRLEN, HashCommands::hstrlen),
        new DataCommand(HashSpecs.HINCRBYFLOAT, HashCommands::hincrbyfloat),
        new DataCommand(HashSpecs.HRANDFIELD, HashCommands::hrandfield),
        new DataCommand(HashSpecs.HSCAN, HashCommands::hscan));
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
    call.changed(call.key(), (call.count() - 2) / 2, KeyEvent.HSET);
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
    call.changed(call.key(), 1, KeyEvent.HSET);
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
      hash.forEach(
          (field, value) -> entries.add(new Reply.Entry(Reply.bulk(field), Reply.bulk(value))));
    }
    return new Reply.Dictionary(entries);
  }

  private static Reply hkeys(DataCall call) {
    return bulks(find(call), (field, value) -> field);
  }

  private static Reply hvals(DataCall call) {
    return bulks(find(call), (field, value) -> value);
  }

  private static Reply bulks(@Nullable HashValue hash, BinaryOperator<Bytes> part) {
    List<Reply> bulks = new ArrayList<>();
    if (hash != null) {
      hash.forEach((field, value) -> bulks.add(Reply.bulk(part.apply(field, value))));
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
    call.changed(call.key(), hash, removed, KeyEvent.HDEL);
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
    call.changed(call.key(), 1, KeyEvent.HINCRBY);
    return Reply.of(after);
  }

  private static Reply hincrbyfloat(DataCall call) {
    LongDouble increment =
        LongDouble.parse(call.word(3))
            .orElseThrow(() -> CommandError.of("value is not a valid float"));
    if (increment.isInfinite()) {
      throw CommandError.of("value is NaN or Infinity");
    }
    HashValue found = find(call);
    Bytes value = found == null ? null : found.get(call.word(2));
    LongDouble before =
        value == null
            ? LongDouble.ZERO
            : LongDouble.parse(value)
                .orElseThrow(() -> CommandError.of("hash value is not a float"));
    LongDouble after = before.plus(increment);
    if (after.isInfinite()) {
      throw CommandError.of("increment would produce NaN or Infinity");
    }
    findOrCreate(call).set(call.word(2), after.toBytes());
    call.changed(call.key(), 1, KeyEvent.HINCRBYFLOAT);
    return Reply.bulk(after.toBytes());
  }

  private static Reply hstrlen(DataCall call) {
    HashValue hash = find(call);
    Bytes value = hash == null ? null : hash.get(call.word(2));
    return Reply.of(value == null ? 0 : value.length());
  }

  private static Reply hrandfield(DataCall call) {
    if (call.count() == 2) {
      HashValue hash = find(call);
      return hash == null
          ? Reply.NULL
          : Reply.bulk(hash.fields().draw(call.keyspace()::draw).name());
    }
    Draws.Request request = Draws.Request.parse(call, "WITHVALUES");
    HashValue hash = find(call);
    return hash == null
        ? Reply.EMPTY_ARRAY
        : Draws.reply(
            call,
            Draws.draw(hash.fields(), request.count(), call.keyspace()::draw),
            request.withValues(),
            Reply::bulk);
  }

  private static Reply hscan(DataCall call) {
    return MemberScan.run(
        call,
        each -> {
          HashValue hash = find(each);
          return hash == null ? null : hash.fields();
        },
        "NOVALUES",
        Reply::bulk);
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
