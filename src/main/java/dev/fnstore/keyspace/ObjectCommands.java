package dev.fnstore.keyspace;

import dev.fnstore.resp.Reply;
import java.util.List;

/** The commands that look at how a key is kept, without using it. */
final class ObjectCommands {
  private static final int DEFAULT_SAMPLES = 5;

  private ObjectCommands() {}

  static List<DataCommand> all() {
    return List.of(
        new DataCommand(ObjectSpecs.ENCODING, ObjectCommands::encoding),
        new DataCommand(ObjectSpecs.REFCOUNT, ObjectCommands::refcount),
        new DataCommand(ObjectSpecs.IDLETIME, ObjectCommands::idletime),
        new DataCommand(ObjectSpecs.FREQ, ObjectCommands::freq));
  }

  private static Reply encoding(DataCall call) {
    Entry entry = call.look(call.word(2));
    return entry == null
        ? Reply.NULL
        : Reply.bulk(new Encodings(call.keyspace().encodingLimits()).of(entry));
  }

  private static Reply refcount(DataCall call) {
    return call.look(call.word(2)) == null ? Reply.NULL : Reply.ONE;
  }

  private static Reply idletime(DataCall call) {
    Entry entry = call.look(call.word(2));
    return entry == null ? Reply.NULL : Reply.of(Math.max(0, call.nowMs() - entry.usedMs()) / 1000);
  }

  private static Reply freq(DataCall call) {
    if (call.look(call.word(2)) == null) {
      return Reply.NULL;
    }
    throw CommandError.of(
        "An LFU maxmemory policy is not selected, access frequency not tracked. Please note that"
            + " when switching between policies at runtime LRU and LFU data will take some time to"
            + " adjust.");
  }

  static Reply memoryUsage(DataCall call) {
    long samples = DEFAULT_SAMPLES;
    for (int i = 3; i < call.count(); i += 2) {
      if (!call.is(i, "SAMPLES") || i + 1 == call.count()) {
        throw CommandError.syntax();
      }
      samples = call.integer(i + 1);
      if (samples < 0) {
        throw CommandError.syntax();
      }
    }
    Entry entry = call.db().find(call.word(2), call.nowMs());
    return entry == null ? Reply.NULL : Reply.of(Footprint.bytes(entry, samples));
  }
}
