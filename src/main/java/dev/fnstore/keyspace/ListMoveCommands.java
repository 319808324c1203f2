package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.resp.Reply;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The commands that find and change elements within lists, and those that move them. */
final class ListMoveCommands {
  private ListMoveCommands() {}

  static List<DataCommand> all() {
    return List.of(
        new DataCommand(ListSpecs.LSET, ListMoveCommands::lset),
        new DataCommand(ListSpecs.LINSERT, ListMoveCommands::linsert),
        new DataCommand(ListSpecs.LPOS, ListMoveCommands::lpos),
        new DataCommand(ListSpecs.LMOVE, ListMoveCommands::lmove),
        new DataCommand(ListSpecs.RPOPLPUSH, call -> move(call, ListEnd.TAIL, ListEnd.HEAD)),
        new DataCommand(ListSpecs.LMPOP, ListMoveCommands::lmpop));
  }

  private static @Nullable ListValue find(DataCall call) {
    return call.find(call.key(), ListValue.class);
  }

  private static Reply lset(DataCall call) {
    ListValue list = find(call);
    if (list == null) {
      throw CommandError.of("no such key");
    }
    int given = (int) call.integer(2); // Valkey looks at the lower 32 bits alone
    int index = given < 0 ? given + list.size() : given;
    if (index < 0 || index >= list.size()) {
      throw CommandError.of("index out of range");
    }
    list.set(index, call.word(3));
    call.changed(call.key(), 1, KeyEvent.LSET);
    return Reply.OK;
  }

  private static Reply linsert(DataCall call) {
    boolean behind = call.is(2, "AFTER");
    if (!behind && !call.is(2, "BEFORE")) {
      throw CommandError.syntax();
    }
    ListValue list = find(call);
    if (list == null) {
      return Reply.ZERO;
    }
    for (int i = 0; i < list.size(); i++) {
      if (list.get(i).equals(call.word(3))) {
        list.insert(behind ? i + 1 : i, call.word(4));
        call.changed(call.key(), 1, KeyEvent.LINSERT);
        return Reply.of(list.size());
      }
    }
    return Reply.of(-1);
  }

  /**
   * The options of LPOS.
   *
   * @param rank which of the places that are found is the first; negative from the end
   * @param count how many places, 0 for all; -1 where one is asked for
   * @param most how many elements to look at, 0 for all
   */
  private record Search(long rank, long count, long most) {
    static Search parse(DataCall call) {
      Search search = new Search(1, -1, 0);
      for (int i = 3; i < call.count(); i += 2) {
        boolean hasValue = i + 1 < call.count();
        if (hasValue && call.is(i, "RANK")) {
          search = new Search(rank(call.word(i + 1)), search.count, search.most);
        } else if (hasValue && call.is(i, "COUNT")) {
          long count = Numbers.parseAtLeast(call.word(i + 1), 0, "COUNT can't be negative");
          search = new Search(search.rank, count, search.most);
        } else if (hasValue && call.is(i, "MAXLEN")) {
          long most = Numbers.parseAtLeast(call.word(i + 1), 0, "MAXLEN can't be negative");
          search = new Search(search.rank, search.count, most);
        } else {
          throw CommandError.syntax();
        }
      }
      return search;
    }

    private static long rank(Bytes word) {
      long rank = Numbers.parseBetween(word, -Long.MAX_VALUE, Long.MAX_VALUE);
      if (rank == 0) {
        throw CommandError.of(
            "RANK can't be zero: use 1 to start from the first match, 2 from the second ... or"
                + " use negative to start from the end of the list");
      }
      return rank;
    }

    List<Reply> places(ListValue list, Bytes element) {
      List<Reply> places = new ArrayList<>();
      long wanted = count == 0 ? Long.MAX_VALUE : Math.abs(count);
      long looks = most == 0 ? list.size() : Math.min(most, list.size());
      long toSkip = Math.abs(rank) - 1;
      for (int i = 0; i < looks && places.size() < wanted; i++) {
        int place = rank < 0 ? list.size() - 1 - i : i;
        if (list.get(place).equals(element) && toSkip-- <= 0) {
          places.add(Reply.of(place));
        }
      }
      return places;
    }
  }

  private static Reply lpos(DataCall call) {
    Search search = Search.parse(call);
    ListValue list = find(call);
    List<Reply> places = list == null ? List.of() : search.places(list, call.word(2));
    if (search.count() >= 0) {
      return Reply.array(places);
    }
    return places.isEmpty() ? Reply.NULL : places.get(0);
  }

  private static Reply lmove(DataCall call) {
    return move(call, ListEnd.named(call.word(3)), ListEnd.named(call.word(4)));
  }

  static Reply move(DataCall call, ListEnd from, ListEnd to) {
    ListValue source = find(call);
    if (source == null) {
      return Reply.NULL;
    }
    ListValue target = call.findOrCreate(call.word(2), ListValue.class, ListValue::new);
    Bytes element = from.remove(source);
    to.add(target, element);
    call.keyspace().touched(call.database(), call.word(2));
    call.tell(to.pushed(), call.word(2));
    call.changed(call.key(), source, 1, from.popped());
    return Reply.bulk(element);
  }

  private static Reply lmpop(DataCall call) {
    ManyKeys keys = ManyKeys.parse(call, 1);
    ListEnd end = ListEnd.named(keys.direction());
    return pop(call, keys.keys(), end, keys.count(call));
  }

  /** Takes elements from the first list that there is. */
  static Reply pop(DataCall call, List<Bytes> keys, ListEnd end, long count) {
    for (Bytes key : keys) {
      ListValue list = call.find(key, ListValue.class);
      if (list != null) {
        List<Reply> elements = new ArrayList<>();
        while (elements.size() < count && !list.isEmpty()) {
          elements.add(Reply.bulk(end.remove(list)));
        }
        call.changed(key, list, elements.size(), end.popped());
        return Reply.array(Reply.bulk(key), Reply.array(elements));
      }
    }
    return Reply.NULL_ARRAY;
  }
}
