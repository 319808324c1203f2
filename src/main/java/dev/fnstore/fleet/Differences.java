package dev.fnstore.fleet;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.fleet.plan.Held;
import dev.fnstore.model.Digest;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How two nodes differ, in words. */
final class Differences {
  private Differences() {}

  static String text(Node first, Node other) {
    SortedMap<Bytes, Digest> left = digests(first);
    SortedMap<Bytes, Digest> right = digests(other);
    StringBuilder text = new StringBuilder(other.endpoint().toString()).append(" differs from ");
    text.append(first.endpoint()).append(':');
    add(text, "lacks", left.keySet().stream().filter(name -> !right.containsKey(name)).toList());
    add(text, "has more", right.keySet().stream().filter(name -> !left.containsKey(name)).toList());
    add(
        text,
        "has other texts of",
        left.entrySet().stream()
            .filter(library -> isOther(library.getValue(), right.get(library.getKey())))
            .map(Map.Entry::getKey)
            .toList());
    return text.toString();
  }

  private static boolean isOther(Digest digest, @Nullable Digest other) {
    return other != null && !other.equals(digest);
  }

  private static void add(StringBuilder text, String what, List<Bytes> names) {
    if (!names.isEmpty()) {
      text.append(' ').append(what);
      names.forEach(name -> text.append(' ').append(name.toText()));
    }
  }

  /** What a node holds, digests by name; nothing where that is not known. */
  static SortedMap<Bytes, Digest> digests(Node node) {
    SortedMap<Bytes, Digest> digests = new TreeMap<>();
    List<Held> held = node.held();
    if (held != null) {
      held.forEach(library -> digests.put(library.name(), library.digest()));
    }
    return digests;
  }
}
