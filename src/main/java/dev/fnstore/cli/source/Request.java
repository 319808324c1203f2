package dev.fnstore.cli.source;

import dev.fnstore.bytes.Bytes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request, put together word by word. */
public final class Request {
  private final List<Bytes> words = new ArrayList<>();

  private Request() {}

  /** A request that begins with these words. */
  public static Request of(String... words) {
    Request request = new Request();
    for (String word : words) {
      request.add(word);
    }
    return request;
  }

  public Request add(String word) {
    return add(Bytes.of(word));
  }

  public Request add(Bytes word) {
    words.add(word);
    return this;
  }

  /** Adds an option with its value, if there is a value. */
  public Request option(String name, @Nullable Object value) {
    return value == null ? this : add(name).add(value.toString());
  }

  /** Adds an option without a value, if it is wanted. */
  public Request flag(String name, boolean wanted) {
    return wanted ? add(name) : this;
  }

  List<Bytes> words() {
    return words;
  }
}
