package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.bytes.Glob;
import org.jspecify.annotations.Nullable;

/**
 * The options of SCAN and its like; of one that is repeated the last counts.
 *
 * @param count how many keys to look at, 1 or more
 * @param onlyNames whether values are left out
 */
record ScanOptions(long count, @Nullable Glob match, @Nullable ValueType type, boolean onlyNames) {
  private static final ScanOptions DEFAULT = new ScanOptions(10, null, null, false);

  static ScanOptions parse(DataCall call) {
    return parse(call, 2, true, "");
  }

  /**
   * Of HSCAN, SSCAN and ZSCAN.
   *
   * @param without the option that leaves values out, empty if there is none
   */
  static ScanOptions parseMembers(DataCall call, String without) {
    return parse(call, 3, false, without);
  }

  private static ScanOptions parse(DataCall call, int first, boolean ofKeys, String without) {
    ScanOptions options = DEFAULT;
    for (int i = first; i < call.count(); i += 2) {
      boolean hasValue = i + 1 < call.count();
      if (hasValue && call.is(i, "COUNT")) {
        long count = call.integer(i + 1);
        if (count < 1) {
          throw CommandError.syntax();
        }
        options = new ScanOptions(count, options.match, options.type, options.onlyNames);
      } else if (hasValue && call.is(i, "MATCH")) {
        Glob match = Glob.of(call.word(i + 1));
        options = new ScanOptions(options.count, match, options.type, options.onlyNames);
      } else if (ofKeys && hasValue && call.is(i, "TYPE")) {
        ValueType type = type(call.word(i + 1));
        options = new ScanOptions(options.count, options.match, type, options.onlyNames);
      } else if (!without.isEmpty() && call.is(i, without)) {
        options = new ScanOptions(options.count, options.match, options.type, true);
        i--;
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
        && takesName(entry.key());
  }

  boolean takesName(Bytes name) {
    return match == null || match.matches(name);
  }
}
