package dev.fnstore.durability;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.model.Change;
import dev.fnstore.model.Digest;
import dev.fnstore.model.Event;
import dev.fnstore.model.Library;
import java.util.List;

/**
 * A change that a client asked for.
 *
 * @param token the client's name while it asked, unlike all others: every event carries it, so that
 *     it is known again in the bytes of the log
 * @param words the command
 * @param content the digest of the source or payload; of nothing where there is none
 * @param libraries the digests of a payload's sources, in their order
 */
record Asked(String token, List<Object> words, Digest content, List<Digest> libraries) {
  Asked {
    words = List.copyOf(words);
    libraries = List.copyOf(libraries);
  }

  /** Whether {@code event} is this change and all of it. */
  boolean isDoneBy(Event event) {
    if (!event.actor().clientName().equals(Bytes.of(token))) {
      return false;
    }
    String verb = words.get(1).toString();
    return switch (verb) {
      case "LOAD" ->
          event.change() instanceof Change.Load load && load.library().digest().equals(content);
      case "DELETE" ->
          event.change() instanceof Change.Delete delete
              && delete.libraryName().toText().equals(words.get(2));
      case "FLUSH" -> event.change() instanceof Change.Flush;
      case "RESTORE" ->
          event.change() instanceof Change.Restore restore
              && restore.payloadDigest().equals(content)
              && restore.libraries().stream().map(Library::digest).toList().equals(libraries);
      case "COMPACT" ->
          event.change() instanceof Change.Compact compact
              && words.get(2).equals(compact.base().number());
      default -> throw new IllegalStateException(verb);
    };
  }
}
