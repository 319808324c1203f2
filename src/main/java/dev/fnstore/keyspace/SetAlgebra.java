package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.command.CommandSpec;
import dev.fnstore.resp.Reply;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The commands on several sets; a key that is not there is an empty set. */
final class SetAlgebra {
  private enum Operation {
    INTER,
    UNION,
    DIFF
  }

  private SetAlgebra() {}

  static List<DataCommand> all() {
    return List.of(
        giving(SetAlgebraSpecs.SINTER, Operation.INTER),
        giving(SetAlgebraSpecs.SUNION, Operation.UNION),
        giving(SetAlgebraSpecs.SDIFF, Operation.DIFF),
        storing(SetAlgebraSpecs.SINTERSTORE, Operation.INTER),
        storing(SetAlgebraSpecs.SUNIONSTORE, Operation.UNION),
        storing(SetAlgebraSpecs.SDIFFSTORE, Operation.DIFF),
        new DataCommand(SetAlgebraSpecs.SINTERCARD, SetAlgebra::sintercard));
  }

  private static DataCommand giving(CommandSpec spec, Operation operation) {
    return new DataCommand(
        spec,
        call -> {
          List<Reply> members = new ArrayList<>();
          result(operation, find(call, call.from(1)))
              .members()
              .forEach(member -> members.add(Reply.bulk(member.name())));
          return new Reply.Group(members);
        });
  }

  private static DataCommand storing(CommandSpec spec, Operation operation) {
    return new DataCommand(
        spec,
        call -> {
          call.keyspace().countLookups(true);
          SetValue result = result(operation, find(call, call.from(2)));
          call.replace(call.key(), result, KeyEvent.of(spec.name()));
          return Reply.of(result.size());
        });
  }

  private static List<@Nullable SetValue> find(DataCall call, List<Bytes> keys) {
    List<@Nullable SetValue> sets = new ArrayList<>();
    for (Bytes key : keys) {
      sets.add(call.find(key, SetValue.class));
    }
    return sets;
  }

  private static SetValue result(Operation operation, List<@Nullable SetValue> sets) {
    return switch (operation) {
      case INTER -> intersection(sets, Long.MAX_VALUE);
      case UNION -> union(sets);
      case DIFF -> difference(sets);
    };
  }

  /** Of the members that all sets have, at most {@code most}. */
  private static SetValue intersection(List<@Nullable SetValue> sets, long most) {
    SetValue result = new SetValue();
    List<SetValue> present = new ArrayList<>();
    for (SetValue set : sets) {
      if (set == null) {
        return result;
      }
      present.add(set);
    }
    present.sort(Comparator.comparingInt(SetValue::size));
    List<SetValue> others = present.subList(1, present.size());
    for (OrderedMap.Item<Boolean> member : present.get(0).members()) {
      if (result.size() < most && others.stream().allMatch(set -> set.has(member.name()))) {
        result.add(member.name());
      }
    }
    return result;
  }

  private static SetValue union(List<@Nullable SetValue> sets) {
    SetValue result = new SetValue();
    for (SetValue set : sets) {
      if (set != null) {
        set.members().forEach(member -> result.add(member.name()));
      }
    }
    return result;
  }

  private static SetValue difference(List<@Nullable SetValue> sets) {
    SetValue first = sets.get(0);
    SetValue result = new SetValue();
    if (first == null) {
      return result;
    }
    for (OrderedMap.Item<Boolean> member : first.members()) {
      boolean elsewhere =
          sets.subList(1, sets.size()).stream()
              .anyMatch(set -> set != null && set.has(member.name()));
      if (!elsewhere) {
        result.add(member.name());
      }
    }
    return result;
  }

  private static Reply sintercard(DataCall call) {
    long keys = Numbers.parseAtLeast(call.word(1), 1, "numkeys should be greater than 0");
    if (keys > call.count() - 2) {
      throw CommandError.of("Number of keys can't be greater than number of args");
    }
    int behind = 2 + (int) keys;
    long limit = 0;
    for (int i = behind; i < call.count(); i += 2) {
      if (!call.is(i, "LIMIT") || i + 1 == call.count()) {
        throw CommandError.syntax();
      }
      limit = Numbers.parseAtLeast(call.word(i + 1), 0, "LIMIT can't be negative");
    }
    List<@Nullable SetValue> sets = find(call, call.words().subList(2, behind));
    return Reply.of(intersection(sets, limit == 0 ? Long.MAX_VALUE : limit).size());
  }
}
