package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.resp.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** XREAD and XREADGROUP. */
final class StreamReads {
  private StreamReads() {}

  static List<DataCommand> all() {
    return List.of(
        new DataCommand(StreamSpecs.XREAD, StreamReads::xread, StreamWaits::xread),
        new DataCommand(
            StreamGroupSpecs.XREADGROUP, StreamReads::xreadgroup, StreamWaits::xreadgroup));
  }

  private static Reply xread(DataCall call) {
    ReadRequest request = ReadRequest.parse(call, StreamSpecs.XREAD);
    List<StreamId> behind = new ArrayList<>();
    for (int i = 0; i < request.keys().size(); i++) {
      StreamValue stream = call.find(request.keys().get(i), StreamValue.class);
      behind.add(behind(request.from().get(i), stream));
    }
    List<Reply.Entry> streams = new ArrayList<>();
    for (int i = 0; i < request.keys().size(); i++) {
      StreamValue stream = call.find(request.keys().get(i), StreamValue.class);
      Optional<StreamId> start = behind.get(i).next();
      if (stream != null && start.isPresent()) {
        List<StreamEntry> entries =
            stream.range(start.get(), StreamId.LAST, request.count(), false);
        if (!entries.isEmpty()) {
          Reply key = Reply.bulk(request.keys().get(i));
          streams.add(new Reply.Entry(key, StreamCommands.entries(entries)));
        }
      }
    }
    return ReadRequest.reply(call, streams);
  }

  static StreamId behind(Bytes word, @Nullable StreamValue stream) {
    StreamId last = stream == null ? StreamId.ZERO : stream.lastId();
    if (word.equalsIgnoreCase("$")) {
      return last;
    } else if (word.equalsIgnoreCase("+")) {
      return stream == null
          ? last
          : last.previous().orElseThrow(() -> CommandError.of("the stream last element ID is 0-0"));
    } else if (word.equalsIgnoreCase(">")) {
      throw CommandError.of(
          "The > ID can be specified only when calling XREADGROUP using the GROUP <group>"
              + " <consumer> option.");
    }
    return StreamId.parse(word, StreamId.FROM_FIRST);
  }

  private static Reply xreadgroup(DataCall call) {
    ReadRequest request = ReadRequest.parse(call, StreamGroupSpecs.XREADGROUP);
    Bytes groupName = Objects.requireNonNull(request.group());
    List<StreamId> behind = new ArrayList<>();
    for (int i = 0; i < request.keys().size(); i++) {
      Bytes key = request.keys().get(i);
      StreamValue stream = call.find(key, StreamValue.class);
      if (stream == null || stream.group(groupName) == null) {
        throw CommandError.withCode(
            "NOGROUP No such key '%s' or consumer group '%s' in XREADGROUP with GROUP option",
            key, groupName);
      }
      behind.add(behindForGroup(request.from().get(i)));
    }
    List<Reply.Entry> streams = new ArrayList<>();
    for (int i = 0; i < request.keys().size(); i++) {
      Bytes key = request.keys().get(i);
      StreamValue stream = call.find(key, StreamValue.class);
      ConsumerGroup group = stream == null ? null : stream.group(groupName);
      if (stream != null && group != null) {
        Reply entries = new GroupRead(call, request, key, stream, group).from(behind.get(i));
        if (entries != null) {
          streams.add(new Reply.Entry(Reply.bulk(key), entries));
        }
      }
    }
    return ReadRequest.reply(call, streams);
  }

  /** {@link StreamId#LAST} stands for what nobody in the group has got yet. */
  static StreamId behindForGroup(Bytes word) {
    if (word.equalsIgnoreCase("$") || word.equalsIgnoreCase("+")) {
      String sign = word.toText();
      throw CommandError.of(
          ("The %s ID is meaningless in the context of XREADGROUP: you want to read the history of"
                  + " this consumer by specifying a proper ID, or use the > ID to get new messages."
                  + " The %s ID would just return an empty result set.")
              .formatted(sign, sign));
    }
    return word.equalsIgnoreCase(">") ? StreamId.LAST : StreamId.parse(word, StreamId.FROM_FIRST);
  }
}
