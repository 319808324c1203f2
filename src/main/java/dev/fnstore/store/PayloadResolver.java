package dev.fnstore.store;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.engine.Engines;
import dev.fnstore.engine.ScriptEngine;
import dev.fnstore.model.Digest;
import dev.fnstore.model.Library;
import dev.fnstore.payload.PayloadException;
import dev.fnstore.payload.PayloadReader;
import dev.fnstore.registry.LibraryHeader;
import dev.fnstore.registry.RefusedException;
import dev.fnstore.registry.RestoreDraft;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns a payload into libraries: each compiled and run once, in the payload's order. */
final class PayloadResolver {
  private final Engines engines;
  private final LibraryResolver resolver;

  PayloadResolver(Engines engines, LibraryResolver resolver) {
    this.engines = engines;
    this.resolver = resolver;
  }

  /**
   * Reads all texts of a payload.
   *
   * @return what ended it early, which is told only once what comes before it is found to be good
   */
  private static @Nullable PayloadException read(PayloadReader reader, List<Bytes> texts) {
    try {
      while (reader.hasNext()) {
        texts.add(reader.nextSource());
      }
      return null;
    } catch (PayloadException e) {
      return e;
    }
  }

  /**
   * Collects the libraries of a payload.
   *
   * @param sources takes all texts, by their digests
   * @throws RefusedException for the first that is not good, in the payload's order
   * @throws PayloadException if all that can be read is good, but something cannot
   */
  RestoreDraft resolve(PayloadReader payload, Map<Digest, Bytes> sources)
      throws RefusedException, PayloadException {
    List<Bytes> texts = new ArrayList<>();
    PayloadException broken = read(payload, texts);
    RestoreDraft draft = new RestoreDraft();
    resolve(texts, draft, sources);
    if (broken != null) {
      throw broken;
    }
    return draft;
  }

  private void resolve(List<Bytes> texts, RestoreDraft draft, Map<Digest, Bytes> sources)
      throws RefusedException {
    try (CompileAhead ahead = new CompileAhead(engines, texts)) {
      for (int i = 0; i < texts.size(); i++) {
        Bytes source = texts.get(i);
        LibraryHeader header = LibraryHeader.parse(source);
        ScriptEngine engine = resolver.engine(header);
        draft.checkName(header.name());
        CompileAhead.Work work = ahead.take(i);
        Digest known = work == null ? null : work.digest();
        Library library =
            resolver.resolve(
                header,
                engine,
                source,
                known == null ? Digest.of(source) : known,
                work == null ? null : work.code());
        draft.add(library);
        sources.put(library.digest(), source);
      }
    }
  }
}
