package dev.fnstore.cli.text;

import dev.fnstore.resp.Replies;
import dev.fnstore.resp.Reply;
import java.io.PrintWriter;
import java.util.List;

/** Any reply, laid out as valkey-cli does on a terminal. */
public final class ReplyText {
  private final PrintWriter out;

  private ReplyText(PrintWriter out) {
    this.out = out;
  }

  /** Prints a reply. */
  public static void print(Reply reply, PrintWriter out) {
    new ReplyText(out).print(reply, "");
  }

  /**
   * Prints one reply; the line that it begins on has been begun.
   *
   * @param indent what its further lines begin with
   */
  private void print(Reply reply, String indent) {
    if (reply instanceof Reply.Dictionary map) {
      map(map.entries(), indent);
    } else if (reply instanceof Reply.Array array) {
      items(array.items(), ")", indent);
    } else if (reply instanceof Reply.Group set) {
      items(set.items(), "~", indent);
    } else if (reply instanceof Reply.Push push) {
      items(push.items(), ")", indent);
    } else if (reply instanceof Reply.Bool bool) {
      out.println(bool.value() ? "(true)" : "(false)");
    } else if (reply instanceof Reply.Real || reply instanceof Reply.BigNumber) {
      out.println((reply instanceof Reply.Real ? "(double) " : "(big number) ") + plain(reply));
    } else {
      out.println(plain(Replies.toResp2(reply)));
    }
  }

  private static String plain(Reply reply) {
    if (reply instanceof Reply.Bulk bulk) {
      return '"' + Printable.line(bulk.value()).replace("\"", "\\\"") + '"';
    } else if (reply instanceof Reply.Int number) {
      return "(integer) " + number.value();
    } else if (reply instanceof Reply.ErrorReply error) {
      return "(error) " + Printable.line(error.text());
    } else if (reply instanceof Reply.Simple simple) {
      return Printable.line(simple.text());
    } else if (reply instanceof Reply.Real || reply instanceof Reply.BigNumber) {
      return Printable.line(Fields.bytes(Replies.toResp2(reply)));
    }
    return "(nil)";
  }

  private void items(List<Reply> items, String mark, String indent) {
    if (items.isEmpty()) {
      out.println("(empty)");
      return;
    }
    int width = Integer.toString(items.size()).length();
    for (int i = 0; i < items.size(); i++) {
      String number = label(i + 1, width, mark);
      out.print((i == 0 ? "" : indent) + number);
      print(items.get(i), indent + " ".repeat(number.length()));
    }
  }

  private void map(List<Reply.Entry> entries, String indent) {
    if (entries.isEmpty()) {
      out.println("(empty)");
      return;
    }
    int width = Integer.toString(entries.size()).length();
    for (int i = 0; i < entries.size(); i++) {
      String number = label(i + 1, width, "#");
      out.print((i == 0 ? "" : indent) + number);
      out.print(plain(Replies.toResp2(entries.get(i).key())) + " => ");
      print(entries.get(i).value(), indent + " ".repeat(number.length()));
    }
  }

  private static String label(int number, int width, String mark) {
    return " ".repeat(width - Integer.toString(number).length()) + number + mark + " ";
  }
}
