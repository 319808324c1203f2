package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.command.CommandSpec;
import dev.fnstore.resp.Reply;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What XREAD and XREADGROUP are asked for.
 *
 * @param keys of the streams
 * @param from for each stream the word that says behind which ID to begin
 * @param count of entries at most for each stream, 0 for all
 * @param group null for XREAD
 * @param consumer null for XREAD
 * @param waits whether to wait where there is nothing
 * @param untilMs for how long, in ms since 1970; 0 for ever
 * @param withoutAcknowledging whether what is given does not get pending
 */
record ReadRequest(
    List<Bytes> keys,
    List<Bytes> from,
    long count,
    @Nullable Bytes group,
    @Nullable Bytes consumer,
    boolean waits,
    long untilMs,
    boolean withoutAcknowledging) {

  static ReadRequest parse(DataCall call, CommandSpec spec) {
    return new Reader(call, spec).read();
  }

  private static final class Reader {
    private final DataCall call;
    private final CommandSpec spec;
    private final boolean forGroup;
    private long count;
    private @Nullable Bytes group;
    private @Nullable Bytes consumer;
    private boolean waits;
    private long untilMs;
    private boolean withoutAcknowledging;
    private int streams;

    Reader(DataCall call, CommandSpec spec) {
      this.call = call;
      this.spec = spec;
      this.forGroup = spec.equals(StreamGroupSpecs.XREADGROUP);
    }

    ReadRequest read() {
      for (int i = 1; i < call.count() && streams == 0; i++) {
        i += option(i);
      }
      if (streams == 0) {
        throw CommandError.syntax();
      } else if (forGroup && group == null) {
        throw CommandError.of("Missing GROUP option for XREADGROUP");
      }
      int half = (call.count() - streams) / 2;
      return new ReadRequest(
          call.words().subList(streams, streams + half),
          call.from(streams + half),
          count,
          group,
          consumer,
          waits,
          untilMs,
          withoutAcknowledging);
    }

    /** How many words it has behind its name. */
    private int option(int index) {
      int more = call.count() - index - 1;
      if (call.is(index, "BLOCK") && more >= 1) {
        untilMs = Timeout.milliseconds(call.word(index + 1), call.nowMs());
        waits = true;
        return 1;
      } else if (call.is(index, "COUNT") && more >= 1) {
        count = Math.max(0, call.integer(index + 1));
        return 1;
      } else if (call.is(index, "STREAMS") && more >= 1) {
        checkBalance(more);
        streams = index + 1;
        return 0;
      } else if (call.is(index, "GROUP") && more >= 2) {
        checkGroup("GROUP");
        group = call.word(index + 1);
        consumer = call.word(index + 2);
        return 2;
      } else if (call.is(index, "NOACK")) {
        checkGroup("NOACK");
        withoutAcknowledging = true;
        return 0;
      }
      throw CommandError.syntax();
    }

    private void checkBalance(int words) {
      if (words % 2 != 0) {
        throw CommandError.of(
            "Unbalanced '%s' list of streams: for each stream key an ID or '%s' must be specified."
                .formatted(spec.name(), forGroup ? ">" : "$"));
      }
    }

    private void checkGroup(String option) {
      if (!forGroup) {
        throw CommandError.of(
            "The %s option is only supported by XREADGROUP. You called XREAD instead."
                .formatted(option));
      }
    }
  }

  /** The reply, in the shape of the caller's protocol; nothing at all where no stream has any. */
  static Reply reply(DataCall call, List<Reply.Entry> streams) {
    if (streams.isEmpty()) {
      return Reply.NULL_ARRAY;
    } else if (call.isResp3()) {
      return new Reply.Dictionary(streams);
    }
    return Reply.array(
        streams.stream().<Reply>map(entry -> Reply.array(entry.key(), entry.value())).toList());
  }
}
