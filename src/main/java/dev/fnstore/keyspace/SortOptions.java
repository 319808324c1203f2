package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What SORT and SORT_RO are asked for behind the key.
 *
 * @param by what to sort by in the place of the elements; null for the elements themselves
 * @param isSorted whether there is anything to sort by: a pattern without {@code *} says that not
 * @param get what to give in the place of the elements; empty for the elements themselves
 * @param target where to store the result; null to give it
 */
record SortOptions(
    boolean descending,
    boolean alpha,
    long offset,
    long count,
    @Nullable SortPattern by,
    boolean isSorted,
    List<SortPattern> get,
    @Nullable Bytes target) {

  static SortOptions parse(DataCall call, boolean mayStore) {
    Reader reader = new Reader(call, mayStore);
    int index = 2;
    while (index < call.count()) {
      index += 1 + reader.option(index);
    }
    return new SortOptions(
        reader.descending,
        reader.alpha,
        reader.offset,
        reader.count,
        reader.by,
        reader.isSorted,
        List.copyOf(reader.get),
        reader.target);
  }

  /** As they are, in the order of names: a set has no order of its own. */
  SortOptions byName() {
    return new SortOptions(descending, true, offset, count, null, true, get, target);
  }

  private static final class Reader {
    private final DataCall call;
    private final boolean mayStore;
    private final List<SortPattern> get = new ArrayList<>();
    private boolean descending;
    private boolean alpha;
    private long offset;
    private long count = -1;
    private @Nullable SortPattern by;
    private boolean isSorted = true;
    private @Nullable Bytes target;

    Reader(DataCall call, boolean mayStore) {
      this.call = call;
      this.mayStore = mayStore;
    }

    /** How many words it has behind its name. */
    int option(int index) {
      int more = call.count() - index - 1;
      if (call.is(index, "ASC") || call.is(index, "DESC")) {
        descending = call.is(index, "DESC");
        return 0;
      } else if (call.is(index, "ALPHA")) {
        alpha = true;
        return 0;
      } else if (call.is(index, "LIMIT") && more >= 2) {
        offset = call.integer(index + 1);
        count = call.integer(index + 2);
        return 2;
      } else if (mayStore && call.is(index, "STORE") && more >= 1) {
        target = call.word(index + 1);
        return 1;
      } else if (call.is(index, "BY") && more >= 1) {
        by(new SortPattern(call.word(index + 1)));
        return 1;
      } else if (call.is(index, "GET") && more >= 1) {
        checkAccess("GET");
        get.add(new SortPattern(call.word(index + 1)));
        return 1;
      }
      throw CommandError.syntax();
    }

    /** Once a constant was given nothing is sorted any more, as in Valkey. */
    private void by(SortPattern pattern) {
      by = pattern;
      if (pattern.isConstant()) {
        isSorted = false;
      } else {
        checkAccess("BY");
      }
    }

    /** Which keys are read by a pattern nobody knows before, so that one must be allowed all. */
    private void checkAccess(String option) {
      if (!call.rights().readsAnyKey()) {
        throw CommandError.of(
            option + " option of SORT denied due to insufficient ACL permissions.");
      }
    }
  }
}
