package dev.fnstore.command;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An argument as COMMAND DOCS describes it.
 *
 * @param token the word that comes before it, or that it is; null if there is none
 * @param multiple whether it can be given several times
 * @param arguments of a block or a choice, else empty
 */
public record Argument(
    String name,
    Type type,
    @Nullable String token,
    boolean optional,
    boolean multiple,
    List<Argument> arguments) {

  /** COMMAND DOCS' types. */
  public enum Type {
    STRING("string"),
    INTEGER("integer"),
    DOUBLE("double"),
    KEY("key"),
    PATTERN("pattern"),
    UNIX_TIME("unix-time"),
    PURE_TOKEN("pure-token"),
    ONE_OF("oneof"),
    BLOCK("block");

    private final String text;

    Type(String text) {
      this.text = text;
    }

    public String text() {
      return text;
    }
  }

  public Argument {
    arguments = List.copyOf(arguments);
  }

  Argument asOptional() {
    return new Argument(name, type, token, true, multiple, arguments);
  }

  Argument asMultiple() {
    return new Argument(name, type, token, optional, true, arguments);
  }
}
