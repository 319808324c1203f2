package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.resp.Reply;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** SORT and SORT_RO. */
final class SortCommands {
  /** By weight and, where that is the same, by name, so that the result is always one. */
  private static final Comparator<Weighed> BY_WEIGHT =
      (one, other) -> {
        if (one.weight != other.weight) { // two zeros are one weight
          return one.weight < other.weight ? -1 : 1;
        }
        return one.element.compareTo(other.element);
      };

  private SortCommands() {}

  /**
   * An element with what it is sorted by.
   *
   * @param name null where there is none
   */
  private record Weighed(Bytes element, double weight, @Nullable Bytes name) {}

  static List<DataCommand> all() {
    return List.of(
        new DataCommand(SortSpecs.SORT, call -> sort(call, true)),
        new DataCommand(SortSpecs.SORT_RO, call -> sort(call, false)));
  }

  private static Reply sort(DataCall call, boolean mayStore) {
    SortOptions options = SortOptions.parse(call, mayStore);
    call.keyspace().countLookups(true); // also of SORT, which writes now and then
    Entry entry = call.find(call.key());
    Value value = entry == null ? new ListValue() : entry.value();
    boolean isSet = value.type() == ValueType.SET;
    boolean mustBeOrdered = options.target() != null || call.rights().inScript();
    if (isSet && !options.isSorted() && mustBeOrdered) {
      options = options.byName();
    }
    List<@Nullable Bytes> result = selected(call, options, sorted(call, options, elements(value)));
    return options.target() == null ? given(result) : store(call, options.target(), result);
  }

  private static List<Bytes> elements(Value value) {
    List<Bytes> elements = new ArrayList<>();
    if (value instanceof ListValue list) {
      for (int i = 0; i < list.size(); i++) {
        elements.add(list.get(i));
      }
    } else if (value instanceof SetValue set) {
      set.members().forEach(member -> elements.add(member.name()));
    } else if (value instanceof SortedSetValue set) {
      set.items(Span.between(0, set.size())).forEach(item -> elements.add(item.member()));
    } else {
      throw CommandError.wrongType();
    }
    return elements;
  }

  /** Those that are wanted, in their order. */
  private static List<Bytes> sorted(DataCall call, SortOptions options, List<Bytes> elements) {
    List<Bytes> ordered = elements;
    if (options.isSorted()) {
      ordered = inOrder(call, options, elements);
    } else if (options.descending()) {
      Collections.reverse(elements);
    }
    int size = ordered.size();
    long from = Math.min(Math.max(options.offset(), 0), size);
    long count = options.count() < 0 ? size : Math.min(options.count(), size);
    return ordered.subList((int) from, (int) Math.min(size, from + count));
  }

  private static List<Bytes> inOrder(DataCall call, SortOptions options, List<Bytes> elements) {
    List<Weighed> weighed = new ArrayList<>(elements.size());
    for (Bytes element : elements) {
      weighed.add(weigh(call, options, element));
    }
    Comparator<Weighed> order = options.alpha() ? byName(options.target() != null) : BY_WEIGHT;
    weighed.sort(options.descending() ? order.reversed() : order);
    return weighed.stream().map(Weighed::element).toList();
  }

  private static Weighed weigh(DataCall call, SortOptions options, Bytes element) {
    Bytes found = options.by() == null ? element : options.by().find(call, element);
    double weight = found == null || options.alpha() ? 0 : weight(found);
    return new Weighed(element, weight, found);
  }

  private static double weight(Bytes text) {
    OptionalDouble weight = Floats.weight(text.toLatin1());
    return weight.orElseThrow(
        () -> CommandError.of("One or more scores can't be converted into double"));
  }

  /** Where the result is not stored names end at a NUL byte, as C's {@code strcoll} has it. */
  private static Comparator<Weighed> byName(boolean whole) {
    Comparator<Bytes> order =
        whole ? Comparator.naturalOrder() : Comparator.comparing(SortCommands::upToNul);
    return Comparator.comparing(Weighed::name, Comparator.nullsFirst(order));
  }

  private static Bytes upToNul(Bytes name) {
    int nul = name.indexOf((byte) 0, 0);
    return nul < 0 ? name : name.slice(0, nul);
  }

  /** What is wanted of each element; null for what is not there. */
  private static List<@Nullable Bytes> selected(
      DataCall call, SortOptions options, List<Bytes> elements) {
    List<@Nullable Bytes> selected = new ArrayList<>();
    for (Bytes element : elements) {
      if (options.get().isEmpty()) {
        selected.add(element);
      }
      for (SortPattern pattern : options.get()) {
        selected.add(pattern.find(call, element));
      }
    }
    return selected;
  }

  private static Reply given(List<@Nullable Bytes> result) {
    List<Reply> replies = new ArrayList<>(result.size());
    for (Bytes each : result) {
      replies.add(each == null ? Reply.NULL : Reply.bulk(each));
    }
    return Reply.array(replies);
  }

  private static Reply store(DataCall call, Bytes target, List<@Nullable Bytes> result) {
    ListValue list = new ListValue();
    for (Bytes each : result) {
      list.addLast(each == null ? Bytes.EMPTY : each);
    }
    call.replace(target, list, KeyEvent.SORTSTORE);
    call.counted(target, Math.max(0, result.size() - 1)); // each element is a change
    return Reply.of(result.size());
  }
}
