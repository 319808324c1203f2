package dev.fnstore.cli.text;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.resp.Reply;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A map's values by their names. */
public final class Fields {
  private final Map<Bytes, Reply> values = new HashMap<>();

  private Fields(Reply.Dictionary map) {
    for (Reply.Entry entry : map.entries()) {
      values.put(bytes(entry.key()), entry.value());
    }
  }

  /**
   * Those of a reply.
   *
   * @throws UnexpectedReplyException if it is no map
   */
  public static Fields of(Reply reply) {
    if (reply instanceof Reply.Dictionary map) {
      return new Fields(map);
    }
    throw new UnexpectedReplyException("map where one belongs");
  }

  /** Those of each item of an array. */
  public static List<Fields> each(Reply reply) {
    return items(reply).stream().map(Fields::of).toList();
  }

  /** The items of an array or set. */
  public static List<Reply> items(Reply reply) {
    if (reply instanceof Reply.Array array) {
      return array.items();
    } else if (reply instanceof Reply.Group group) {
      return group.items();
    }
    throw new UnexpectedReplyException("list where one belongs");
  }

  /** A text or a number as text; empty if it is null. */
  static Bytes bytes(Reply reply) {
    if (reply instanceof Reply.Bulk bulk) {
      return bulk.value();
    } else if (reply instanceof Reply.Simple simple) {
      return simple.text();
    } else if (reply instanceof Reply.Int number) {
      return Bytes.of(number.value());
    } else if (reply instanceof Reply.Null) {
      return Bytes.EMPTY;
    }
    throw new UnexpectedReplyException("text where one belongs");
  }

  /**
   * One value.
   *
   * @throws UnexpectedReplyException if there is none of this name
   */
  public Reply get(String name) {
    Reply value = values.get(Bytes.of(name));
    if (value == null) {
      throw new UnexpectedReplyException("'" + name + "'");
    }
    return value;
  }

  public boolean isNull(String name) {
    return get(name) instanceof Reply.Null;
  }

  /** As it is; empty if it is null. */
  public Bytes text(String name) {
    return bytes(get(name));
  }

  /** Fit for one line. */
  public String line(String name) {
    return Printable.line(text(name));
  }

  public long number(String name) {
    if (get(name) instanceof Reply.Int number) {
      return number.value();
    }
    throw new UnexpectedReplyException("number '" + name + "'");
  }

  /** The maps in a list. */
  List<Fields> maps(String name) {
    return each(get(name));
  }

  /** The texts in a list, each fit for one line. */
  List<String> lines(String name) {
    return items(get(name)).stream().map(item -> Printable.line(bytes(item))).toList();
  }
}
