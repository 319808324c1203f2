package dev.fnstore.clients;

import dev.fnstore.resp.Reply;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a client needs of a reply, and no more. Written as one of:
 *
 * <pre>
 * ok                        the status OK
 * simple PONG               a status
 * text hello                a bulk string; without a word any
 * integer 3                 an integer; without a figure any
 * null                      no value
 * error ERR so and so       an error with that whole text; without a text any
 * array text:a integer      an array that begins so; an item is a kind, or kind:value
 * map proto=3 id=integer    a map (in RESP2 an array of names and values) that has at least these;
 *                           a value is a kind (text, integer, array), or itself
 * info role:master loading  a text that has each of these words somewhere
 * push invalidate key       a push of that kind with those texts, in an array or not; null is null
 * </pre>
 */
record ExpectedReply(String kind, List<String> words, String rest) {
  ExpectedReply {
    words = List.copyOf(words);
  }

  static ExpectedReply parse(String line) {
    List<String> words =
        Handshake.words(line).stream()
            .map(word -> new String(word, StandardCharsets.ISO_8859_1))
            .toList();
    int blank = line.indexOf(' ');
    return new ExpectedReply(
        words.get(0), words.subList(1, words.size()), blank < 0 ? "" : line.substring(blank + 1));
  }

  /** Why {@code reply} is not it; nothing if it is. */
  Optional<String> differenceFrom(Reply reply) {
    boolean same =
        switch (kind) {
          case "ok" -> isScalar(reply, "simple", "OK");
          case "simple", "text", "integer", "null" ->
              isScalar(reply, kind, words.isEmpty() ? null : words.get(0));
          case "error" ->
              reply instanceof Reply.ErrorReply error
                  && (rest.isEmpty() || error.text().toLatin1().equals(rest));
          case "array" -> reply instanceof Reply.Array array && beginsWith(array.items(), words);
          case "map" -> words.stream().allMatch(word -> hasEntry(reply, word));
          case "info" -> words.stream().allMatch(word -> text(reply).contains(word));
          case "push" -> reply instanceof Reply.Push push && flat(push.items()).equals(words);
          default -> throw new IllegalArgumentException("no kind of reply: " + kind);
        };
    return same
        ? Optional.empty()
        : Optional.of("needed: %s %s; was: %s".formatted(kind, rest, reply));
  }

  private static boolean isScalar(Reply reply, String kind, @Nullable String value) {
    return switch (kind) {
      case "simple" -> reply instanceof Reply.Simple simple && is(value, simple.text().toLatin1());
      case "text" -> reply instanceof Reply.Bulk bulk && is(value, bulk.value().toLatin1());
      case "integer" -> reply instanceof Reply.Int number && is(value, "" + number.value());
      case "null" -> reply instanceof Reply.Null || reply instanceof Reply.NullArray;
      case "array" -> reply instanceof Reply.Array;
      default -> throw new IllegalArgumentException("no kind of reply: " + kind);
    };
  }

  private static boolean is(@Nullable String expected, String actual) {
    return expected == null || expected.equals(actual);
  }

  private static boolean beginsWith(List<Reply> items, List<String> expected) {
    if (items.size() < expected.size()) {
      return false;
    }
    for (int i = 0; i < expected.size(); i++) {
      String[] item = expected.get(i).split(":", 2);
      if (!isScalar(items.get(i), item[0], item.length == 1 ? null : item[1])) {
        return false;
      }
    }
    return true;
  }

  private static boolean hasEntry(Reply reply, String expected) {
    String[] entry = expected.split("=", 2);
    Reply value = entry(reply, entry[0]);
    if (value == null) {
      return false;
    }
    return switch (entry[1]) {
      case "text", "integer", "array" -> isScalar(value, entry[1], null);
      default -> text(value).equals(entry[1]);
    };
  }

  private static @Nullable Reply entry(Reply reply, String name) {
    if (reply instanceof Reply.Dictionary dictionary) {
      for (Reply.Entry entry : dictionary.entries()) {
        if (text(entry.key()).equals(name)) {
          return entry.value();
        }
      }
    } else if (reply instanceof Reply.Array array) {
      for (Iterator<Reply> words = array.items().iterator(); words.hasNext(); ) {
        boolean found = text(words.next()).equals(name);
        if (!words.hasNext()) {
          return null;
        }
        Reply value = words.next();
        if (found) {
          return value;
        }
      }
    }
    return null;
  }

  private static List<String> flat(List<Reply> items) {
    List<String> texts = new ArrayList<>();
    for (Reply item : items) {
      if (item instanceof Reply.Array array) {
        texts.addAll(flat(array.items()));
      } else {
        texts.add(text(item));
      }
    }
    return texts;
  }

  /** A scalar's text; nothing of an aggregate. */
  private static String text(Reply reply) {
    if (reply instanceof Reply.Bulk bulk) {
      return bulk.value().toLatin1();
    } else if (reply instanceof Reply.Verbatim verbatim) {
      return verbatim.text().toLatin1();
    } else if (reply instanceof Reply.Simple simple) {
      return simple.text().toLatin1();
    } else if (reply instanceof Reply.Int number) {
      return Long.toString(number.value());
    } else if (reply instanceof Reply.Null || reply instanceof Reply.NullArray) {
      return "null";
    }
    return "";
  }
}
