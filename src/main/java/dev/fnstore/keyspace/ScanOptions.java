package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.bytes.Glob;
import org.jspecify.annotations.Nullable;

/**
 * The options of SCAN; of one that is repeated the last counts.
 *
 * @param count how many keys to look at, 1 or more
 */
record ScanOptions(long count, @Nullable Glob match, @Nullable ValueType type) {
  private static final ScanOptions DEFAULT = new ScanOptions(10, null, null);

  static ScanOptions parse(DataCall call) {
    ScanOptions options = DEFAULT;
    for (int i = 2; i < call.count(); i += 2) {
      boolean hasValue = i + 1 < call.count();
      if (hasValue && call.is(i, "COUNT")) {
        long count = call.integer(i + 1);
        if (count < 1) {
          throw CommandError.syntax();
        }
        options = new ScanOptions(count, options.match, options.type);
      } else if (hasValue && call.is(i, "MATCH")) {
        options = new ScanOptions(options.count, Glob.of(call.word(i + 1)), options.type);
      } else if (hasValue && call.is(i, "TYPE")) {
        options = new ScanOptions(options.count, options.match, type(call.word(i + 1)));
      } else if (call.is(i, "NOVALUES")) {
        throw CommandError.of("NOVALUES option can only be used in HSCAN");
      } else if (call.is(i, "NOSCORES")) {
        throw CommandError.of("NOSCORES option can only be used in ZSCAN");
      } else {
        throw CommandError.syntax();
      }
    }
    return options;
  }

  private static ValueType type(Bytes word) {
    return ValueType.named(word)
        .orElseThrow(() -> CommandError.quoting("unknown type name '", word, "'"));
  }

  boolean takes(Entry entry, long nowMs) {
    return !entry.isExpired(nowMs)
        && (type == null || entry.value().type() == type)
        && (match == null || match.matches(entry.key()));
  }
}
