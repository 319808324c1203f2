package dev.fnstore.fleet.node;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The lines {@code name:value} of INFO; of a name that comes twice the first counts. */
final class InfoText {
  private static final Replies INFO = new Replies("INFO");

  private final Map<String, String> fields = new HashMap<>();

  InfoText(String text) {
    for (String line : text.split("\r?\n", -1)) {
      int colon = line.indexOf(':');
      if (colon > 0 && line.charAt(0) != '#') {
        fields.putIfAbsent(line.substring(0, colon), line.substring(colon + 1));
      }
    }
  }

  @Nullable String find(String name) {
    return fields.get(name);
  }

  /** The value of a name that a server cannot leave out. */
  String text(String name) throws NodeException {
    String value = fields.get(name);
    if (value == null) {
      throw INFO.strange("there is no " + name);
    }
    return value;
  }

  /** A number, 0 if there is none of that name. */
  long number(String name) throws NodeException {
    String value = fields.getOrDefault(name, "0");
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw INFO.strange(name + " is no number");
    }
  }

  /** How often a command has run, in any way: {@code cmdstat_NAME:calls=1,usec=…}. */
  long calls(String command) throws NodeException {
    String value = fields.get("cmdstat_" + command);
    if (value == null) {
      return 0;
    }
    return new InfoText(value.replace(',', '\n').replace('=', ':')).number("calls");
  }

  /** An address, empty if there is none or it is none that can be connected to. */
  Optional<Endpoint> endpoint(String host, String port) {
    return Endpoints.of(fields.get(host), fields.get(port));
  }
}
