package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.bytes.Glob;
import dev.fnstore.resp.Reply;
import java.util.ArrayList;
import java.util.List;

/** The commands on keys of any type. */
final class GenericCommands {
  private GenericCommands() {}

  static List<DataCommand> all() {
    return List.of(
        new DataCommand(GenericSpecs.DEL, GenericCommands::del),
        new DataCommand(GenericSpecs.UNLINK, GenericCommands::del),
        new DataCommand(GenericSpecs.EXISTS, GenericCommands::exists),
        new DataCommand(GenericSpecs.TYPE, GenericCommands::type),
        new DataCommand(GenericSpecs.KEYS, GenericCommands::keys),
        new DataCommand(GenericSpecs.SCAN, GenericCommands::scan),
        new DataCommand(GenericSpecs.RENAME, call -> rename(call, false)),
        new DataCommand(GenericSpecs.RENAMENX, call -> rename(call, true)),
        new DataCommand(GenericSpecs.COPY, GenericCommands::copy),
        new DataCommand(GenericSpecs.MOVE, GenericCommands::move),
        new DataCommand(GenericSpecs.TOUCH, GenericCommands::touch),
        new DataCommand(GenericSpecs.RANDOMKEY, GenericCommands::randomKey));
  }

  private static Reply del(DataCall call) {
    int removed = 0;
    for (Bytes key : call.from(1)) {
      if (call.db().remove(key, call.nowMs())) {
        removed++;
        call.changed(key, 1, KeyEvent.DEL);
      }
    }
    return Reply.of(removed);
  }

  private static Reply exists(DataCall call) {
    int found = 0;
    for (Bytes key : call.from(1)) {
      if (call.peek(key) != null) {
        found++;
      }
    }
    return Reply.of(found);
  }

  private static Reply type(DataCall call) {
    Entry entry = call.peek(call.key());
    return Reply.simple(entry == null ? "none" : entry.value().type().text());
  }

  private static Reply keys(DataCall call) {
    Glob pattern = Glob.of(call.word(1));
    List<Reply> keys = new ArrayList<>();
    for (Entry entry : call.db().entries()) {
      if (!entry.isExpired(call.nowMs()) && pattern.matches(entry.key())) {
        keys.add(Reply.bulk(entry.key()));
      }
    }
    return Reply.array(keys);
  }

  /** Each key is as likely as the other; expired ones go when they are met. */
  private static Reply randomKey(DataCall call) {
    while (call.db().size() > 0) {
      Entry drawn = call.db().draw(call.keyspace()::draw);
      if (call.db().find(drawn.key(), call.nowMs()) != null) {
        return Reply.bulk(drawn.key());
      }
    }
    return Reply.NULL;
  }

  private static Reply scan(DataCall call) {
    long position = ScanCursor.parse(call.word(1));
    ScanOptions options = ScanOptions.parse(call);
    List<Reply> keys = new ArrayList<>();
    long next =
        ScanCursor.isBehindAll(position) ? ScanCursor.END : scanFrom(call, position, options, keys);
    return Reply.array(Reply.bulk(Bytes.of(next)), Reply.array(keys));
  }

  private static long scanFrom(
      DataCall call, long position, ScanOptions options, List<Reply> keys) {
    long next =
        call.db()
            .scan(
                position,
                options.count(),
                entry -> {
                  if (options.takes(entry, call.nowMs())) {
                    keys.add(Reply.bulk(entry.key()));
                  }
                });
    return next < 0 ? ScanCursor.END : next;
  }

  private static Reply rename(DataCall call, boolean onlyNew) {
    Bytes target = call.word(2);
    Entry source = call.find(call.key());
    if (source == null) {
      throw CommandError.of("no such key");
    }
    if (onlyNew && (target.equals(call.key()) || call.find(target) != null)) {
      return Reply.ZERO;
    }
    if (!target.equals(call.key())) {
      call.db().remove(call.key(), call.nowMs());
      call.db().remove(target, call.nowMs()); // so that it is a new one
      Entry renamed = call.put(target, source.value());
      call.db().expireAt(renamed, source.expireAtMs());
      call.changed(call.key(), 1, KeyEvent.RENAME_FROM);
      call.keyspace().touched(call.database(), target);
      call.tell(KeyEvent.RENAME_TO, target);
    }
    return onlyNew ? Reply.ONE : Reply.OK;
  }

  /** The number of a database. */
  private static int database(DataCall call, int index) {
    long number = Numbers.parseBetween(call.word(index), Integer.MIN_VALUE, Integer.MAX_VALUE);
    if (number < 0 || number >= call.keyspace().databases()) {
      throw CommandError.of("DB index is out of range");
    }
    return (int) number;
  }

  private static CommandError sameKey() {
    return CommandError.of("source and destination objects are the same");
  }

  private static Reply move(DataCall call) {
    int target = database(call, 2);
    if (target == call.database()) {
      throw sameKey();
    }
    Entry source = call.find(call.key());
    Database other = call.keyspace().database(target);
    if (source == null || other.find(call.key(), call.nowMs()) != null) {
      return Reply.ZERO;
    }
    call.db().remove(call.key(), call.nowMs());
    other.expireAt(other.put(call.key(), source.value(), call.nowMs()), source.expireAtMs());
    call.changed(call.key(), 1, KeyEvent.MOVE_FROM);
    call.keyspace().touched(target, call.key());
    call.keyspace().event(target, KeyEvent.MOVE_TO, call.key());
    return Reply.ONE;
  }

  private static Reply copy(DataCall call) {
    boolean replaces = false;
    int target = call.database();
    for (int i = 3; i < call.count(); i++) {
      if (call.is(i, "REPLACE")) {
        replaces = true;
      } else if (call.is(i, "DB") && i + 1 < call.count()) {
        i++;
        target = database(call, i);
      } else {
        throw CommandError.syntax();
      }
    }
    Bytes key = call.word(2);
    if (target == call.database() && key.equals(call.key())) {
      throw sameKey();
    }
    call.keyspace().countLookups(true);
    Entry source = call.find(call.key());
    Database other = call.keyspace().database(target);
    if (source == null || (other.find(key, call.nowMs()) != null && !replaces)) {
      return Reply.ZERO;
    }
    other.remove(key, call.nowMs()); // so that it is a new one
    Entry copied = other.put(key, source.value().copy(), call.nowMs());
    other.expireAt(copied, source.expireAtMs());
    call.keyspace().changed(target, key, 1);
    call.keyspace().event(target, KeyEvent.COPY_TO, key);
    return Reply.ONE;
  }

  private static Reply touch(DataCall call) {
    int found = 0;
    for (Bytes key : call.from(1)) {
      if (call.find(key) != null) {
        found++;
      }
    }
    return Reply.of(found);
  }
}
