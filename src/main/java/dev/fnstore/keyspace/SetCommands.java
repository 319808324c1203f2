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
        new DataCommand(SetSpecs.SCARD, SetCommands::scard),
        new DataCommand(SetSpecs.SMOVE, SetCommands::smove),
        new DataCommand(SetSpecs.SPOP, SetCommands::spop),
        new DataCommand(SetSpecs.SRANDMEMBER, SetCommands::srandmember),
        new DataCommand(SetSpecs.SSCAN, SetCommands::sscan));
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
    call.changed(call.key(), added, KeyEvent.SADD);
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
    call.changed(call.key(), set, removed, KeyEvent.SREM);
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
      set.members().forEach(member -> members.add(Reply.bulk(member.name())));
    }
    return new Reply.Group(members);
  }

  /** Both keys are looked for before either type is. */
  private static Reply smove(DataCall call) {
    Bytes target = call.word(2);
    Bytes member = call.word(3);
    if (call.find(call.key()) == null) {
      var unused = call.find(target);
      return Reply.ZERO;
    }
    SetValue source = call.findOrCreate(call.key(), SetValue.class, SetValue::new);
    SetValue found = call.find(target, SetValue.class);
    if (target.equals(call.key())) {
      return has(source, member);
    } else if (!source.remove(member)) {
      return Reply.ZERO;
    }
    call.changed(call.key(), source, 1, KeyEvent.SREM);
    SetValue next = found != null ? found : new SetValue();
    if (found == null) {
      call.put(target, next);
    }
    call.changed(target, next.add(member) ? 1 : 0, KeyEvent.SADD);
    return Reply.ONE;
  }

  private static Reply spop(DataCall call) {
    if (call.count() > 3) {
      throw CommandError.syntax();
    }
    boolean hasCount = call.count() == 3;
    long count = hasCount ? Numbers.parseCount(call.word(2)) : 1;
    SetValue set = find(call);
    if (set == null) {
      return hasCount ? new Reply.Group(List.of()) : Reply.NULL;
    }
    List<Reply> members = new ArrayList<>();
    for (OrderedMap.Item<Boolean> member :
        Draws.draw(set.members(), count, call.keyspace()::draw)) {
      set.remove(member.name());
      members.add(Reply.bulk(member.name()));
    }
    call.changed(call.key(), set, members.size(), KeyEvent.SPOP);
    return hasCount ? new Reply.Group(members) : members.get(0);
  }

  private static Reply srandmember(DataCall call) {
    if (call.count() > 3) {
      throw CommandError.syntax();
    } else if (call.count() == 2) {
      SetValue set = find(call);
      return set == null
          ? Reply.NULL
          : Reply.bulk(set.members().draw(call.keyspace()::draw).name());
    }
    long count = Numbers.parseBetween(call.word(2), -Long.MAX_VALUE, Long.MAX_VALUE);
    SetValue set = find(call);
    return set == null
        ? Reply.EMPTY_ARRAY
        : Draws.reply(
            call,
            Draws.draw(set.members(), count, call.keyspace()::draw),
            false,
            present -> Reply.NULL);
  }

  private static Reply sscan(DataCall call) {
    return MemberScan.run(
        call,
        each -> {
          SetValue set = find(each);
          return set == null ? null : set.members();
        },
        "",
        present -> null);
  }

  private static Reply scard(DataCall call) {
    SetValue set = find(call);
    return Reply.of(set == null ? 0 : set.size());
  }
}
