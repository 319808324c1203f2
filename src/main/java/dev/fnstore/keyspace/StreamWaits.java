package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What XREAD and XREADGROUP wait for where they are told to. */
final class StreamWaits {
  private StreamWaits() {}

  static @Nullable KeyWait xread(DataCall call) {
    ReadRequest request = ReadRequest.parse(call, StreamSpecs.XREAD);
    if (!request.waits()) {
      return null;
    }
    List<Bytes> words = new ArrayList<>(call.words());
    int firstId = call.count() - request.keys().size();
    boolean hasAny = false;
    for (int i = 0; i < request.keys().size(); i++) {
      StreamValue stream = find(call, request.keys().get(i));
      StreamId behind = StreamReads.behind(request.from().get(i), stream);
      if (request.from().get(i).equalsIgnoreCase("$")) {
        words.set(firstId + i, behind.toBytes()); // when it is run again, that would be another
      }
      Optional<StreamId> start = behind.next();
      hasAny |=
          stream != null
              && start.isPresent()
              && !stream.range(start.get(), StreamId.LAST, 1, false).isEmpty();
    }
    return hasAny
        ? null
        : new KeyWait(request.keys(), ValueType.STREAM, request.untilMs(), false, words);
  }

  static @Nullable KeyWait xreadgroup(DataCall call) {
    ReadRequest request = ReadRequest.parse(call, StreamGroupSpecs.XREADGROUP);
    if (!request.waits()) {
      return null;
    }
    Bytes name = Objects.requireNonNull(request.group());
    for (int i = 0; i < request.keys().size(); i++) {
      Bytes key = request.keys().get(i);
      StreamValue stream = find(call, key);
      ConsumerGroup group = stream == null ? null : stream.group(name);
      if (stream == null || group == null) {
        return null; // an error
      }
      boolean isFresh = StreamReads.behindForGroup(request.from().get(i)).equals(StreamId.LAST);
      if (!isFresh || new GroupRead(call, request, key, stream, group).hasFresh()) {
        return null;
      }
    }
    return new KeyWait(request.keys(), ValueType.STREAM, request.untilMs(), true, call.words());
  }

  private static @Nullable StreamValue find(DataCall call, Bytes key) {
    Entry entry = call.db().find(key, call.nowMs());
    if (entry != null && !(entry.value() instanceof StreamValue)) {
      throw CommandError.wrongType();
    }
    return entry == null ? null : (StreamValue) entry.value();
  }
}
