package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.bytes.Integers;

/**
 * The names of how Valkey keeps values such as these. Programs read from them how large a value is,
 * so they are told here too, although values are kept otherwise. They follow from what a value
 * holds now: Valkey goes on with what it has once changed to where a value becomes smaller again.
 */
record Encodings(EncodingLimits limits) {
  private static final int MOST_EMBEDDED_BYTES = 64;
  private static final int OBJECT_BYTES = 16;
  private static final int SHORT_KEY = 32;

  String of(Entry entry) {
    Value value = entry.value();
    if (value instanceof StringValue string) {
      return of(entry.key(), string.content());
    } else if (value instanceof HashValue hash) {
      return of(hash);
    } else if (value instanceof ListValue list) {
      return of(list);
    } else if (value instanceof SetValue set) {
      return of(set);
    } else if (value instanceof SortedSetValue sorted) {
      return of(sorted);
    }
    return "stream";
  }

  private static String of(Bytes key, Bytes content) {
    if (Integers.parse(content).isPresent()) {
      return "int";
    }
    // the object with the key and the value behind it, each with its head and its end
    int bytes =
        OBJECT_BYTES
            + (1 + (key.length() < SHORT_KEY ? 1 : 3) + key.length() + 1)
            + (3 + content.length() + 1);
    return bytes <= MOST_EMBEDDED_BYTES ? "embstr" : "raw";
  }

  private String of(HashValue hash) {
    long most = limits.hashValueBytes().getAsLong();
    boolean[] fits = {hash.size() <= limits.hashEntries().getAsLong()};
    if (fits[0]) {
      hash.forEach((field, value) -> fits[0] &= field.length() <= most && value.length() <= most);
    }
    return fits[0] ? "listpack" : "hashtable";
  }

  private String of(ListValue list) {
    long bytes = PackedSize.EMPTY;
    for (int i = 0; i < list.size(); i++) {
      bytes += PackedSize.of(list.get(i));
      if (!limits.isOneNode(i + 1L, bytes)) {
        return "quicklist";
      }
    }
    return "listpack";
  }

  private String of(SetValue set) {
    boolean integers = set.size() <= limits.setIntegers().getAsLong();
    boolean packed = set.size() <= limits.setEntries().getAsLong();
    if (integers || packed) {
      for (OrderedMap.Item<Boolean> member : set.members()) {
        integers &= Integers.parse(member.name()).isPresent();
        packed &= member.name().length() <= limits.setValueBytes().getAsLong();
      }
    }
    return integers ? "intset" : packed ? "listpack" : "hashtable";
  }

  private String of(SortedSetValue sorted) {
    boolean packed = sorted.size() <= limits.sortedSetEntries().getAsLong();
    if (packed) {
      for (OrderedMap.Item<Scored> member : sorted.members()) {
        packed &= member.name().length() <= limits.sortedSetValueBytes().getAsLong();
      }
    }
    return packed ? "listpack" : "skiplist";
  }
}
