package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.bytes.Integers;
import dev.fnstore.resp.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** The commands on single bits of strings and on all of them; bit 0 is the highest of byte 0. */
final class BitCommands {
  private BitCommands() {}

  static List<DataCommand> all() {
    return List.of(
        new DataCommand(BitSpecs.SETBIT, BitCommands::setbit),
        new DataCommand(BitSpecs.GETBIT, BitCommands::getbit),
        new DataCommand(BitSpecs.BITCOUNT, BitCommands::bitcount),
        new DataCommand(BitSpecs.BITPOS, BitCommands::bitpos),
        new DataCommand(BitSpecs.BITOP, BitCommands::bitop),
        new DataCommand(BitSpecs.BITFIELD, call -> BitField.run(call, true)),
        new DataCommand(BitSpecs.BITFIELD_RO, call -> BitField.run(call, false)));
  }

  private enum Operation {
    AND,
    OR,
    XOR,
    NOT
  }

  /** The place of a bit that a user names. */
  static long offset(OptionalLong given) {
    long offset = given.orElse(-1);
    if (offset < 0 || offset >> 3 >= Growth.LONGEST) {
      throw CommandError.of("bit offset is not an integer or out of range");
    }
    return offset;
  }

  private static Reply setbit(DataCall call) {
    long offset = offset(Integers.parse(call.word(2)));
    long bit = Integers.parse(call.word(3)).orElse(-1);
    if (bit != 0 && bit != 1) {
      throw CommandError.of("bit is not an integer or out of range");
    }
    StringValue value = call.find(call.key(), StringValue.class);
    Bytes before = value == null ? Bytes.EMPTY : value.content();
    int old = bit(before, offset);
    boolean grows = value == null || before.length() <= offset >> 3;
    if (grows || old != bit) {
      byte[] content = Growth.padded(before, (offset >> 3) + 1);
      int mask = 0x80 >> (offset & 7);
      int index = (int) (offset >> 3);
      content[index] = (byte) (bit == 1 ? content[index] | mask : content[index] & ~mask);
      call.put(call.key(), new StringValue(Bytes.wrap(content)));
      call.changed(call.key(), 1, KeyEvent.SETBIT);
    }
    return Reply.of(old);
  }

  private static Reply getbit(DataCall call) {
    long offset = offset(Integers.parse(call.word(2)));
    return Reply.of(bit(content(call, call.key()), offset));
  }

  private static Bytes content(DataCall call, Bytes key) {
    StringValue value = call.find(key, StringValue.class);
    return value == null ? Bytes.EMPTY : value.content();
  }

  /** Behind the end all bits are 0. */
  private static int bit(Bytes content, long offset) {
    long index = offset >> 3;
    return index < content.length() ? content.at((int) index) >> (7 - (offset & 7)) & 1 : 0;
  }

  /** The range from word {@code first} on: what it is in bits, and whether it has an end. */
  private record Range(long start, long end, boolean inBits, boolean hasEnd) {
    static Range parse(DataCall call, int first) {
      if (call.count() > first + 3) {
        throw CommandError.syntax();
      } else if (call.count() == first) {
        return new Range(0, -1, false, false);
      }
      long start = call.integer(first);
      boolean inBits = false;
      if (call.count() == first + 3) {
        inBits = call.is(first + 2, "BIT");
        if (!inBits && !call.is(first + 2, "BYTE")) {
          throw CommandError.syntax();
        }
      }
      boolean hasEnd = call.count() > first + 1;
      return new Range(start, hasEnd ? call.integer(first + 1) : -1, inBits, hasEnd);
    }

    /** Its first bit. */
    long first(Bytes content) {
      long length = length(content);
      return Math.max(0, start < 0 ? start + length : start) * unit();
    }

    /** The bit behind its last. */
    long behind(Bytes content) {
      long length = length(content);
      long last = Math.max(0, end < 0 ? end + length : end);
      return (Math.min(last, length - 1) + 1) * unit();
    }

    boolean isEmpty(Bytes content) {
      long first = Math.max(0, start < 0 ? start + length(content) : start);
      return first >= length(content) || first(content) >= behind(content);
    }

    private long length(Bytes content) {
      return inBits ? content.length() * 8L : content.length();
    }

    private long unit() {
      return inBits ? 1 : 8;
    }
  }

  private static Reply bitcount(DataCall call) {
    Range range = Range.parse(call, 2);
    Bytes content = content(call, call.key());
    boolean isReversed = range.start() < 0 && range.end() < 0 && range.start() > range.end();
    if ((range.hasEnd() && isReversed) || range.isEmpty(content)) {
      return Reply.ZERO;
    }
    long bits = 0;
    long bit = range.first(content);
    long behind = range.behind(content);
    while (bit < behind) {
      if (bit % 8 == 0 && behind - bit >= 8) {
        bits += Integer.bitCount(content.at((int) (bit / 8)) & 0xff);
        bit += 8;
      } else {
        bits += bit(content, bit);
        bit++;
      }
    }
    return Reply.of(bits);
  }

  /** Of a string without a given end the first 0 may be the one behind it. */
  private static Reply bitpos(DataCall call) {
    long bit = call.integer(2);
    if (bit != 0 && bit != 1) {
      throw CommandError.of("The bit argument must be 1 or 0.");
    }
    Range range = Range.parse(call, 3);
    StringValue value = call.find(call.key(), StringValue.class);
    if (value == null) {
      return Reply.of(bit == 1 ? -1 : 0);
    }
    Bytes content = value.content();
    if (range.isEmpty(content)) {
      return Reply.of(-1);
    }
    int without = bit == 1 ? 0 : -1; // a byte that has no such bit
    long behind = range.behind(content);
    long at = range.first(content);
    while (at < behind) {
      if (at % 8 == 0 && behind - at >= 8 && content.at((int) (at / 8)) == without) {
        at += 8;
      } else if (bit(content, at) == bit) {
        return Reply.of(at);
      } else {
        at++;
      }
    }
    return Reply.of(bit == 0 && !range.hasEnd() ? behind : -1);
  }

  private static Reply bitop(DataCall call) {
    Operation operation = operation(call);
    if (operation == Operation.NOT && call.count() != 4) {
      throw CommandError.of("BITOP NOT must be called with a single source key.");
    }
    List<Bytes> sources = new ArrayList<>();
    int length = 0;
    call.keyspace().countLookups(true);
    for (Bytes key : call.from(3)) {
      Bytes content = content(call, key);
      sources.add(content);
      length = Math.max(length, content.length());
    }
    Bytes target = call.word(2);
    if (length == 0) {
      call.remove(target);
      return Reply.ZERO;
    }
    byte[] result = Growth.padded(sources.get(0), length);
    for (int i = 0; i < length; i++) {
      result[i] = combined(operation, sources, i);
    }
    Entry entry = call.put(target, new StringValue(Bytes.wrap(result)));
    call.db().expireAt(entry, Entry.NEVER);
    call.changed(target, 1, KeyEvent.SET);
    return Reply.of(length);
  }

  private static byte combined(Operation operation, List<Bytes> sources, int index) {
    int result = byteAt(sources.get(0), index);
    if (operation == Operation.NOT) {
      return (byte) ~result;
    }
    for (Bytes source : sources.subList(1, sources.size())) {
      int next = byteAt(source, index);
      result =
          switch (operation) {
            case AND -> result & next;
            case OR -> result | next;
            case XOR, NOT -> result ^ next;
          };
    }
    return (byte) result;
  }

  private static int byteAt(Bytes source, int index) {
    return index < source.length() ? source.at(index) : 0;
  }

  private static Operation operation(DataCall call) {
    for (Operation operation : Operation.values()) {
      if (call.is(1, operation.name())) {
        return operation;
      }
    }
    throw CommandError.syntax();
  }
}
