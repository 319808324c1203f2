package dev.fnstore.keyspace;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** All that a keyspace holds, as text; what has no order in the order of names. */
final class Contents {
  private Contents() {}

  static Map<String, String> of(Keyspace keyspace) {
    Map<String, String> contents = new TreeMap<>();
    for (int i = 0; i < keyspace.databases(); i++) {
      for (Entry entry : keyspace.database(i).entries()) {
        contents.put(i + " " + entry.key(), entry.expireAtMs() + " " + of(entry.value()));
      }
    }
    return contents;
  }

  private static String of(Value value) {
    if (value instanceof StringValue string) {
      return "string " + string.content();
    } else if (value instanceof HashValue hash) {
      Map<String, String> fields = new TreeMap<>();
      hash.fields().forEach(field -> fields.put(field.name().toString(), "" + field.value()));
      return "hash " + fields;
    } else if (value instanceof ListValue list) {
      return "list " + IntStream.range(0, list.size()).mapToObj(list::get).toList();
    } else if (value instanceof SetValue set) {
      List<String> members = new ArrayList<>();
      set.members().forEach(member -> members.add(member.name().toString()));
      return "set " + members.stream().sorted().toList();
    } else if (value instanceof SortedSetValue sorted) {
      return "sorted set " + IntStream.range(0, sorted.size()).mapToObj(sorted::get).toList();
    }
    return "stream " + of((StreamValue) value);
  }

  private static String of(StreamValue stream) {
    return stream.range(StreamId.ZERO, StreamId.LAST, 0, false)
        + " length "
        + stream.length()
        + " first "
        + stream.firstId()
        + " last "
        + stream.lastId()
        + " deleted "
        + stream.maxDeletedId()
        + " added "
        + stream.entriesAdded()
        + stream.groups().entrySet().stream()
            .map(group -> " group " + group.getKey() + of(group.getValue()))
            .collect(Collectors.joining());
  }

  private static String of(ConsumerGroup group) {
    StringBuilder text = new StringBuilder();
    text.append(group.lastId()).append(" read ").append(group.entriesRead());
    group
        .consumers()
        .values()
        .forEach(
            consumer ->
                text.append(" consumer ").append(consumer.name()).append(of(consumer.pending())));
    return text.append(of(group.pending())).toString();
  }

  private static String of(Map<StreamId, Pending> pending) {
    return pending.entrySet().stream()
        .map(
            each ->
                each.getKey()
                    + "="
                    + each.getValue().consumer().name()
                    + " at "
                    + each.getValue().deliveredMs()
                    + " times "
                    + each.getValue().count())
        .toList()
        .toString();
  }
}
