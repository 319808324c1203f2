package dev.fnstore.server.command;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.bytes.Glob;
import dev.fnstore.model.FunctionFlag;
import dev.fnstore.model.FunctionSpec;
import dev.fnstore.model.Library;
import dev.fnstore.model.RegisteredLibrary;
import dev.fnstore.registry.RegistryImage;
import dev.fnstore.resp.Reply;
import dev.fnstore.server.dispatch.Call;
import dev.fnstore.store.FunctionStore;
import java.util.ArrayList;
import java.util.List;

/** What FUNCTION LIST and FUNCTION STATS show of the registry; libraries in the order of names. */
final class FunctionListing {
  private static final Bytes ANY = Bytes.of("*");

  private final FunctionStore store;

  FunctionListing(FunctionStore store) {
    this.store = store;
  }

  Reply list(Call call) {
    Bytes pattern = null;
    boolean withCode = false;
    for (int i = 2; i < call.wordCount(); i++) {
      Bytes word = call.word(i);
      if (!withCode && word.equalsIgnoreCase("withcode")) {
        withCode = true;
      } else if (pattern == null && word.equalsIgnoreCase("libraryname")) {
        if (i + 1 == call.wordCount()) {
          return Reply.err("library name argument was not given");
        }
        pattern = call.word(++i);
      } else {
        return new Reply.ErrorReply(Bytes.of("ERR Unknown argument ").concat(word));
      }
    }
    Glob glob = Glob.ignoringCase(pattern == null ? ANY : pattern);
    List<Reply> libraries = new ArrayList<>();
    for (RegisteredLibrary registered : store.pending().libraries()) {
      if (glob.matches(registered.library().name())) {
        libraries.add(describe(registered.library(), withCode));
      }
    }
    return Reply.array(libraries);
  }

  private Reply describe(Library library, boolean withCode) {
    List<Reply.Entry> entries = new ArrayList<>();
    entries.add(entry("library_name", Reply.bulk(library.name())));
    entries.add(entry("engine", Reply.bulk(library.engine())));
    List<Reply> functions = new ArrayList<>();
    library.functions().forEach(function -> functions.add(describe(function)));
    entries.add(entry("functions", Reply.array(functions)));
    if (withCode) {
      entries.add(entry("library_code", Reply.bulk(store.source(library.digest()))));
    }
    return new Reply.Dictionary(entries);
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
