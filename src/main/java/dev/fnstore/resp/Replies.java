package dev.fnstore.resp;

import dev.fnstore.bytes.Bytes;
import java.util.ArrayList;
import java.util.List;

/** What both the wire and the engines need to know of replies. */
public final class Replies {
  /** A reply's object, its bytes' object and a place in a list. */
  private static final long OBJECT_BYTES = 64;

  private Replies() {}

  /**
   * {@code reply} as a RESP2 client gets it, in terms of the types RESP2 has; one level, the items
   * of an aggregate are as they were.
   */
  public static Reply toResp2(Reply reply) {
    if (reply instanceof Reply.Dictionary map) {
      List<Reply> flat = new ArrayList<>(map.entries().size() * 2);
      for (Reply.Entry entry : map.entries()) {
        flat.add(entry.key());
        flat.add(entry.value());
      }
      return Reply.array(flat);
    } else if (reply instanceof Reply.Group set) {
      return Reply.array(set.items());
    } else if (reply instanceof Reply.Push push) {
      return Reply.array(push.items());
    } else if (reply instanceof Reply.Real real) {
      return Reply.bulk(Doubles.format(real.value()));
    } else if (reply instanceof Reply.Bool bool) {
      return Reply.of(bool.value() ? 1 : 0);
    } else if (reply instanceof Reply.BigNumber number) {
      return Reply.bulk(number.digits());
    } else if (reply instanceof Reply.Verbatim verbatim) {
      return Reply.bulk(verbatim.text());
    }
    return reply;
  }

  /** About what {@code reply} takes in memory, and no less than it takes on the wire. */
  public static long footprintBytes(Reply reply) {
    if (reply instanceof Reply.Bulk bulk) {
      return OBJECT_BYTES + bulk.value().length();
    } else if (reply instanceof Reply.Simple simple) {
      return OBJECT_BYTES + simple.text().length();
    } else if (reply instanceof Reply.ErrorReply error) {
      return OBJECT_BYTES + error.text().length();
    } else if (reply instanceof Reply.Push push) {
      return footprintBytes(push.items());
    } else if (reply instanceof Reply.Array array) {
      return footprintBytes(array.items());
    }
    return OBJECT_BYTES;
  }

  private static long footprintBytes(List<Reply> items) {
    long sum = OBJECT_BYTES;
    for (Reply item : items) {
      sum += footprintBytes(item);
    }
    return sum;
  }

  /** {@code text} fit for one line: CR and LF as spaces. */
  public static Bytes oneLine(Bytes text) {
    byte[] content = text.shared();
    for (int i = 0; i < content.length; i++) {
      if (content[i] == '\r' || content[i] == '\n') {
        byte[] clean = content.clone();
        for (int j = i; j < clean.length; j++) {
          if (clean[j] == '\r' || clean[j] == '\n') {
            clean[j] = ' ';
          }
        }
        return Bytes.wrap(clean);
      }
    }
    return text;
  }
}
