package dev.fnstore.cli.text;

import dev.fnstore.resp.Reply;
import java.io.PrintWriter;
import java.util.List;

/** An event or a library, with its sources. */
public final class ShowText {
  private ShowText() {}

  /** Prints what FUNCTION SHOW gives of an event. */
  public static void event(Reply event, PrintWriter out) {
    Fields fields = Fields.of(event);
    new Header(out)
        .line("revision", fields.line("revision"))
        .line("time", fields.line("time"))
        .line("action", fields.line("kind"))
        .line("detail", fields.line("detail"))
        .line("message", fields.line("message"))
        .line("user", fields.line("user"))
        .line("address", fields.line("address"))
        .line("client", fields.line("client_name"))
        .line("through", fields.line("client_library"))
        .line("digest", fields.line("digest"));
    fields.maps("libraries").forEach(library -> effect(library, out));
  }

  private static void effect(Fields library, PrintWriter out) {
    out.println();
    Header header = new Header(out).line("library", library.line("name"));
    header.line("before", library.line("digest_before"));
    if (library.isNull("digest_after")) {
      header.line("after", "removed");
      return;
    }
    header.line("after", library.line("digest_after")).line("version", library.line("version"));
    out.println();
    SourceText.print(library.text("library_code"), out);
  }

  /** Prints what FUNCTION SHOW gives of a library. */
  public static void library(Reply library, PrintWriter out) {
    Fields fields = Fields.of(library);
    List<String> functions = ListText.functions(fields);
    new Header(out)
        .line("library", fields.line("library_name"))
        .line("engine", fields.line("engine"))
        .line("functions", String.join(", ", functions))
        .line("version", fields.line("version"))
        .line("digest", fields.line("digest"))
        .line("created", "revision " + fields.line("create_revision"))
        .line("changed", "revision " + fields.line("mod_revision"))
        .line("time", fields.line("time"))
        .line("user", fields.line("user"))
        .line("message", fields.line("message"));
    out.println();
    SourceText.print(fields.text("library_code"), out);
  }
}
