package dev.fnstore.server.command;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.bytes.Glob;
import dev.fnstore.history.History;
import dev.fnstore.history.PointParser;
import dev.fnstore.model.Digest;
import dev.fnstore.model.FunctionFlag;
import dev.fnstore.model.FunctionSpec;
import dev.fnstore.model.Library;
import dev.fnstore.model.Point;
import dev.fnstore.registry.RefusedException;
import dev.fnstore.registry.RegistryImage;
import dev.fnstore.resp.Reply;
import dev.fnstore.server.dispatch.Call;
import dev.fnstore.server.dispatch.Reading;
import dev.fnstore.store.FunctionStore;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What FUNCTION LIST and FUNCTION STATS show of the registry; libraries in the order of names. */
final class FunctionListing {
  private static final Bytes ANY = Bytes.of("*");

  private final FunctionStore store;

  FunctionListing(FunctionStore store) {
    this.store = store;
  }

  /** What FUNCTION LIST is asked for. */
  private record Listing(Glob pattern, boolean withCode, @Nullable Point asOf) {}

  /** A listing of the present. */
  Reply list(Call call) throws RefusedException {
    Listing listing = parse(call.words());
    return list(store.pending().libraries(listing.pattern()), listing.withCode(), store::source);
  }

  /** What a listing of the past reads; null where it is of the present. */
  @Nullable Reading plan(Call call) throws RefusedException {
    Listing listing = parse(call.words());
    return listing.asOf() == null ? null : reading(store.history(), listing);
  }

  /** What a listing of the past reads, or of the present, which is where history ends. */
  static Reading plan(History history, List<Bytes> request) throws RefusedException {
    return reading(history, parse(request));
  }

  private static Reading reading(History history, Listing listing) {
    Point asOf = listing.asOf();
    return HistoryCommand.reading(
        history,
        view ->
            list(
                view.libraries(
                    listing.pattern(),
                    asOf == null ? view.newest().revision() : view.resolve(asOf)),
                listing.withCode(),
                view::source));
  }

  private static Listing parse(List<Bytes> words) throws RefusedException {
    Bytes pattern = null;
    boolean withCode = false;
    Point asOf = null;
    for (int i = 2; i < words.size(); i++) {
      Bytes word = words.get(i);
      if (!withCode && word.equalsIgnoreCase("withcode")) {
        withCode = true;
      } else if (pattern == null && word.equalsIgnoreCase("libraryname")) {
        if (i + 1 == words.size()) {
          throw new RefusedException("library name argument was not given");
        }
        pattern = words.get(++i);
      } else if (asOf == null && word.equalsIgnoreCase("asof")) {
        if (i + 1 == words.size()) {
          throw new RefusedException("ASOF needs a value");
        }
        asOf = PointParser.parse(words.get(++i));
      } else {
        throw RefusedException.naming("Unknown argument ", word, "");
      }
    }
    return new Listing(Glob.ignoringCase(pattern == null ? ANY : pattern), withCode, asOf);
  }

  private static Reply list(
      List<Library> listed, boolean withCode, Function<Digest, Bytes> sources) {
    List<Reply> libraries = new ArrayList<>();
    for (Library library : listed) {
      Bytes code = withCode ? sources.apply(library.digest()) : null;
      libraries.add(new Reply.Dictionary(fields(library, code)));
    }
    return Reply.array(libraries);
  }

  /**
   * What is listed of a library.
   *
   * @param code its source, or null if that is not wanted
   */
  static List<Reply.Entry> fields(Library library, @Nullable Bytes code) {
    List<Reply.Entry> entries = new ArrayList<>();
    entries.add(entry("library_name", Reply.bulk(library.name())));
    entries.add(entry("engine", Reply.bulk(library.engine())));
    List<Reply> functions = new ArrayList<>();
    library.functions().forEach(function -> functions.add(describe(function)));
    entries.add(entry("functions", Reply.array(functions)));
    if (code != null) {
      entries.add(entry("library_code", Reply.bulk(code)));
    }
    return entries;
  }

  private static Reply describe(FunctionSpec function) {
    Bytes description = function.description();
    List<Reply> flags = new ArrayList<>();
    for (FunctionFlag flag : function.flags()) {
      flags.add(Reply.simple(flag.text()));
    }
    return new Reply.Dictionary(
        List.of(
            entry("name", Reply.bulk(function.name())),
            entry("description", description == null ? Reply.NULL : Reply.bulk(description)),
            entry("flags", new Reply.Group(flags))));
  }

  /** How many libraries and functions the engine holds; for any thread, as FUNCTION STATS is. */
  Reply engines() {
    RegistryImage image = store.pending();
    return new Reply.Dictionary(
        List.of(
            entry(
                "LUA",
                new Reply.Dictionary(
                    List.of(
                        entry("libraries_count", Reply.of(image.libraryCount())),
                        entry("functions_count", Reply.of(image.functionCount())))))));
  }

  private static Reply.Entry entry(String key, Reply value) {
    return new Reply.Entry(Reply.bulk(key), value);
  }
}
