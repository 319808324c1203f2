package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.resp.Reply;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The commands on sets. */
final class SetCommands {
  private SetCommands() {}

  static List<DataCommand> all() {
    return List.of(
        new DataCommand(SetSpecs.SADD, SetCommands::sadd),
        new DataCommand(SetSpecs.SREM, SetCommands::srem),
        new DataCommand(SetSpecs.SISMEMBER, SetCommands::sismember),
        new DataCommand(SetSpecs.SMISMEMBER, SetCommands::smismember),
        new DataCommand(SetSpecs.SMEMBERS, SetCommands::smembers),
        new DataCommand(SetSpecs.SCARD, SetCommands::scard));
  }

  private static @Nullable SetValue find(DataCall call) {
    return call.find(call.key(), SetValue.class);
  }

  private static Reply sadd(DataCall call) {
    SetValue set = call.findOrCreate(call.key(), SetValue.class, SetValue::new);
    int added = 0;
    for (Bytes member : call.from(2)) {
      if (set.add(member)) {
        added++;
      }
    }
    call.changed(call.key(), added);
    return Reply.of(added);
  }

  private static Reply srem(DataCall call) {
    SetValue set = find(call);
    if (set == null) {
      return Reply.ZERO;
    }
    int removed = 0;
    for (Bytes member : call.from(2)) {
      if (set.remove(member)) {
        removed++;
      }
    }
    call.changed(call.key(), set, removed);
    return Reply.of(removed);
  }

  private static Reply sismember(DataCall call) {
    return has(find(call), call.word(2));
  }

  private static Reply smismember(DataCall call) {
    SetValue set = find(call);
    List<Reply> answers = new ArrayList<>();
    for (Bytes member : call.from(2)) {
      answers.add(has(set, member));
    }
    return Reply.array(answers);
  }

  private static Reply has(@Nullable SetValue set, Bytes member) {
    return set != null && set.has(member) ? Reply.ONE : Reply.ZERO;
  }

  private static Reply smembers(DataCall call) {
    SetValue set = find(call);
    List<Reply> members = new ArrayList<>();
    if (set != null) {
      for (Bytes member : set.members()) {
        members.add(Reply.bulk(member));
      }
    }
    return new Reply.Group(members);
  }

  private static Reply scard(DataCall call) {
    SetValue set = find(call);
    return Reply.of(set == null ? 0 : set.size());
  }
}
