package dev.fnstore.durability;

import dev.fnstore.json.ReplyJson;
import dev.fnstore.registry.RegistryImage;
import dev.fnstore.resp.Reply;
import dev.fnstore.testing.RespConnection;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A history as servers have told it before any of it was compacted. */
final class KnownHistory {
  private static final int PAGE = 10_000;

  private final Map<String, Long> revisions = new HashMap<>();

  /** The digests of all libraries, by their names, as of each revision from 0 on. */
  private final List<SortedMap<String, String>> libraries =
      new ArrayList<>(List.of(new TreeMap<>()));

  /** Reads what has come to it. */
  void readOn(RespConnection connection) {
    Reply page = connection.call("FUNCTION", "LOG", "AFTER", head(), "LIMIT", PAGE);
    for (Reply entry : ((Reply.Array) page).items()) {
      add(new JsonObject(ReplyJson.write(entry)));
    }
  }

  private void add(JsonObject entry) {
    if (entry.getLong("revision") != head() + 1) {
      throw new IllegalStateException("after revision " + head() + " comes " + entry);
    }
    revisions.put(entry.getString("client_name"), entry.getLong("revision"));
    SortedMap<String, String> next = new TreeMap<>(libraries.get(libraries.size() - 1));
    JsonArray effects = entry.getJsonArray("libraries");
    for (int i = 0; i < effects.size(); i++) {
      JsonObject effect = effects.getJsonObject(i);
      String after = effect.getString("digest_after");
      if (after == null) {
        next.remove(effect.getString("name"));
      } else {
        next.put(effect.getString("name"), after);
      }
    }
    libraries.add(next);
  }

  /** The last revision that is known. */
  long head() {
    return libraries.size() - 1L;
  }

  /** The revisions of changes, by the tokens of who asked for them, up to one. */
  Map<String, Long> upTo(long last) {
    return revisions.entrySet().stream()
        .filter(entry -> entry.getValue() <= last)
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** Whether the libraries of an image are what there was as of its revision. */
  boolean agrees(RegistryImage image) {
    // What is not known any more are compactions, at the end, which leave libraries as they are.
    int revision = Math.toIntExact(Math.min(head(), image.revision().number()));
    SortedMap<String, String> found = new TreeMap<>();
    image
        .libraries()
        .forEach(
            library ->
                found.put(
                    library.library().name().toText(), library.library().digest().toString()));
    return found.equals(libraries.get(revision));
  }
}
