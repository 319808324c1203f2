package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.resp.Reply;
import java.util.List;

/** The commands on parts of strings, and less common ones on whole strings. */
final class StringPartCommands {
  private StringPartCommands() {}

  static List<DataCommand> all() {
    return List.of(
        new DataCommand(StringPartSpecs.SETRANGE, StringPartCommands::setrange),
        new DataCommand(StringPartSpecs.GETRANGE, StringPartCommands::getrange),
        new DataCommand(StringPartSpecs.SUBSTR, StringPartCommands::getrange),
        new DataCommand(StringPartSpecs.GETSET, StringPartCommands::getset),
        new DataCommand(StringPartSpecs.GETEX, StringPartCommands::getex),
        new DataCommand(StringPartSpecs.MSETNX, StringPartCommands::msetnx),
        new DataCommand(StringPartSpecs.INCRBYFLOAT, StringPartCommands::incrbyfloat),
        new DataCommand(StringPartSpecs.LCS, CommonSubsequence::lcs));
  }

  private static Reply setrange(DataCall call) {
    long offset = call.integer(2);
    if (offset < 0) {
      throw CommandError.of("offset is out of range");
    }
    StringValue value = call.find(call.key(), StringValue.class);
    Bytes before = value == null ? Bytes.EMPTY : value.content();
    Bytes part = call.word(3);
    if (part.isEmpty()) {
      return Reply.of(before.length());
    }
    Growth.checkLength(offset + part.length());
    byte[] content = Growth.padded(before, offset + part.length());
    System.arraycopy(part.shared(), 0, content, (int) offset, part.length());
    call.put(call.key(), new StringValue(Bytes.wrap(content)));
    call.changed(call.key(), 1, KeyEvent.SETRANGE);
    return Reply.of(content.length);
  }

  /** An end before the beginning is the first byte. */
  private static Reply getrange(DataCall call) {
    long start = call.integer(2);
    long end = call.integer(3);
    StringValue value = call.find(call.key(), StringValue.class);
    if (value == null || (start < 0 && end < 0 && start > end)) {
      return Reply.bulk(Bytes.EMPTY);
    }
    int length = value.content().length();
    Span span = Span.of(start, end < 0 ? Math.max(0, end + length) : end, length);
    return Reply.bulk(value.content().slice(span.from(), span.to()));
  }

  private static Reply getset(DataCall call) {
    call.keyspace().countLookups(true);
    Reply before = StringCommands.get(call);
    call.keyspace().countLookups(false);
    SetCommand.store(call, call.word(2), Entry.NEVER, false);
    return before;
  }

  private static Reply getex(DataCall call) {
    GetExpiry expiry = GetExpiry.parse(call);
    call.keyspace().countLookups(true);
    StringValue value = call.find(call.key(), StringValue.class);
    call.keyspace().countLookups(false);
    if (value == null) {
      return Reply.NULL;
    }
    expiry.apply(call);
    return Reply.bulk(value.content());
  }

  private static Reply msetnx(DataCall call) {
    if (call.count() % 2 == 0) {
      throw CommandError.wrongNumberOfWords(StringPartSpecs.MSETNX);
    }
    for (int i = 1; i < call.count(); i += 2) {
      if (call.find(call.word(i)) != null) {
        return Reply.ZERO;
      }
    }
    StringCommands.setAll(call);
    return Reply.ONE;
  }

  private static Reply incrbyfloat(DataCall call) {
    StringValue value = call.find(call.key(), StringValue.class);
    LongDouble before = value == null ? LongDouble.ZERO : number(value.content());
    LongDouble after = before.plus(number(call.word(2)));
    if (after.isInfinite()) {
      throw CommandError.of("increment would produce NaN or Infinity");
    }
    call.put(call.key(), new StringValue(after.toBytes()));
    call.changed(call.key(), 1, KeyEvent.INCRBYFLOAT);
    return Reply.bulk(after.toBytes());
  }

  private static LongDouble number(Bytes text) {
    return LongDouble.parse(text).orElseThrow(() -> CommandError.of("value is not a valid float"));
  }
}
