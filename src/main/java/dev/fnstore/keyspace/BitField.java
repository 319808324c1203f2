package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.bytes.Integers;
import dev.fnstore.resp.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** BITFIELD: integers of any width at any bit of a string, the highest bit first. */
final class BitField {
  private enum Kind {
    GET,
    SET,
    INCRBY
  }

  /** What becomes of a number that does not fit. */
  private enum Overflow {
    WRAP,
    SAT,
    FAIL
  }

  /** Integers of {@code bits} bits: 1 … 64 with a sign, 1 … 63 without. */
  private record Type(boolean signed, int bits) {
    static Type parse(Bytes word) {
      boolean signed = !word.isEmpty() && word.at(0) == 'i';
      boolean named = signed || (!word.isEmpty() && word.at(0) == 'u');
      long bits = named ? Integers.parse(word.slice(1, word.length())).orElse(0) : 0;
      if (bits < 1 || bits > (signed ? 64 : 63)) {
        throw CommandError.of(
            "Invalid bitfield type. Use something like i16 u8. Note that u64 is not supported but"
                + " i64 is.");
      }
      return new Type(signed, (int) bits);
    }

    private long least() {
      return signed ? -1L << (bits - 1) : 0;
    }

    private long most() {
      return signed ? ~least() : -1L >>> (64 - bits);
    }

    /**
     * Whether {@code value} and {@code increment} together are above (1) or below (-1) all numbers
     * of the type, by Valkey's arithmetic: far below counts as above where its own overflows.
     */
    int side(long value, long increment) {
      return signed ? signedSide(value, increment) : unsignedSide(value, increment);
    }

    private int signedSide(long value, long increment) {
      boolean narrow = bits != 64;
      long up = most() - value;
      long down = least() - value;
      if (value > most()
          || (narrow && increment > up)
          || (value >= 0 && increment > 0 && increment > up)) {
        return 1;
      }
      boolean isBelow =
          value < least()
              || (narrow && increment < down)
              || (value < 0 && increment < 0 && increment < down);
      return isBelow ? -1 : 0;
    }

    /** A number without sign that is set is taken by its bits. */
    private int unsignedSide(long value, long increment) {
      if (Long.compareUnsigned(value, most()) > 0
          || (increment > 0 && increment > most() - value)) {
        return 1;
      }
      return increment < 0 && increment < -value ? -1 : 0;
    }

    /** What the lowest bits of {@code number} are. */
    long wrapped(long number) {
      int unused = 64 - bits;
      return signed ? number << unused >> unused : number << unused >>> unused;
    }
  }

  private record Operation(Kind kind, Type type, long offset, long operand, Overflow overflow) {}

  private BitField() {}

  static Reply run(DataCall call, boolean mayWrite) {
    List<Operation> operations = parse(call);
    long last = -1;
    for (Operation operation : operations) {
      if (operation.kind() != Kind.GET) {
        last = Math.max(last, operation.offset() + operation.type().bits() - 1);
      }
    }
    if (last >= 0 && !mayWrite) {
      throw CommandError.of("BITFIELD_RO only supports the GET subcommand");
    }
    StringValue value = call.find(call.key(), StringValue.class);
    Bytes before = value == null ? Bytes.EMPTY : value.content();
    if (last < 0) {
      return Reply.array(
          operations.stream().<Reply>map(each -> Reply.of(read(before.shared(), each))).toList());
    }
    byte[] content = Growth.padded(before, (last >> 3) + 1);
    boolean grows = value == null || content.length > before.length();
    List<Reply> replies = new ArrayList<>();
    int changes = 0;
    for (Operation operation : operations) {
      long old = read(content, operation);
      if (operation.kind() == Kind.GET) {
        replies.add(Reply.of(old));
        continue;
      }
      OptionalLong next = next(operation, old);
      if (next.isEmpty()) {
        replies.add(Reply.NULL);
        continue;
      }
      write(content, operation, next.getAsLong());
      changes += grows || old != next.getAsLong() ? 1 : 0;
      replies.add(Reply.of(operation.kind() == Kind.SET ? old : next.getAsLong()));
    }
    if (grows || changes > 0) {
      call.put(call.key(), new StringValue(Bytes.wrap(content)));
      call.changed(call.key(), changes, KeyEvent.SETBIT);
    }
    return Reply.array(replies);
  }

  private static List<Operation> parse(DataCall call) {
    List<Operation> operations = new ArrayList<>();
    Overflow overflow = Overflow.WRAP;
    int index = 2;
    while (index < call.count()) {
      int more = call.count() - index - 1;
      if (call.is(index, "OVERFLOW") && more >= 1) {
        overflow = overflow(call, index + 1);
        index += 2;
        continue;
      }
      Kind kind = kind(call, index);
      boolean isGet = kind == Kind.GET;
      if (more < (isGet ? 2 : 3)) {
        throw CommandError.syntax();
      }
      Type type = Type.parse(call.word(index + 1));
      long offset = offset(call.word(index + 2), type);
      long operand = isGet ? 0 : call.integer(index + 3);
      operations.add(new Operation(kind, type, offset, operand, overflow));
      index += isGet ? 3 : 4;
    }
    return operations;
  }

  private static Kind kind(DataCall call, int index) {
    for (Kind kind : Kind.values()) {
      if (call.is(index, kind.name())) {
        return kind;
      }
    }
    throw CommandError.syntax();
  }

  private static Overflow overflow(DataCall call, int index) {
    for (Overflow overflow : Overflow.values()) {
      if (call.is(index, overflow.name())) {
        return overflow;
      }
    }
    throw CommandError.of("Invalid OVERFLOW type specified");
  }

  /** {@code #n} is the place of the n-th number where the string is full of such. */
  private static long offset(Bytes word, Type type) {
    boolean counted = !word.isEmpty() && word.at(0) == '#';
    OptionalLong number = Integers.parse(counted ? word.slice(1, word.length()) : word);
    if (counted && number.isPresent()) {
      return BitCommands.offset(OptionalLong.of(number.getAsLong() * type.bits()));
    }
    return BitCommands.offset(number);
  }

  private static long read(byte[] content, Operation operation) {
    long number = 0;
    for (int i = 0; i < operation.type().bits(); i++) {
      long bit = operation.offset() + i;
      int octet = bit >> 3 < content.length ? content[(int) (bit >> 3)] : 0;
      number = number << 1 | (octet >> (7 - (bit & 7)) & 1);
    }
    return operation.type().wrapped(number);
  }

  private static void write(byte[] content, Operation operation, long number) {
    int bits = operation.type().bits();
    for (int i = 0; i < bits; i++) {
      long bit = operation.offset() + i;
      int mask = 0x80 >> (bit & 7);
      int index = (int) (bit >> 3);
      boolean set = (number >> (bits - 1 - i) & 1) == 1;
      content[index] = (byte) (set ? content[index] | mask : content[index] & ~mask);
    }
  }

  /** The number to be written, or nothing where it does not fit and that shall fail. */
  private static OptionalLong next(Operation operation, long old) {
    Type type = operation.type();
    boolean adds = operation.kind() == Kind.INCRBY;
    long value = adds ? old : operation.operand();
    long increment = adds ? operation.operand() : 0;
    int side = type.side(value, increment);
    if (side == 0) {
      return OptionalLong.of(value + increment);
    }
    return switch (operation.overflow()) {
      case WRAP -> OptionalLong.of(type.wrapped(value + increment));
      case SAT -> OptionalLong.of(side > 0 ? type.most() : type.least());
      case FAIL -> OptionalLong.empty();
    };
  }
}
