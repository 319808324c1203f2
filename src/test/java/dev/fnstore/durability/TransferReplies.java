package dev.fnstore.durability;

import dev.fnstore.testing.TransferClient;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds, in what a server sent, the replies that tell a {@link TransferClient} that its transfer is
 * done: on its connection its name was sent first, and then their numbers.
 */
final class TransferReplies {
  private static final Pattern REPLY =
      Pattern.compile("\\G(?:\\$\\d+\r\n([^\r]*)\r\n|:(\\d+)\r\n)");

  private final Map<String, TransferClient> clients = new HashMap<>();
  private final Map<Integer, Stream> streams = new HashMap<>();
  private final List<Acknowledged> found = new ArrayList<>();

  private TransferReplies(List<TransferClient> clients) {
    clients.forEach(client -> this.clients.put(client.name(), client));
  }

  /**
   * A transfer that its client was told of.
   *
   * @param number of the client's transfers, from 1
   * @param at the index of the note with the reply's last byte
   */
  record Acknowledged(TransferClient client, long number, int at) {}

  /** What a descriptor was sent since its last whole reply. */
  private static final class Stream {
    private final ByteArrayOutputStream rest = new ByteArrayOutputStream();
    private String name = "";
  }

  static List<Acknowledged> in(List<Note> notes, List<TransferClient> clients) {
    TransferReplies replies = new TransferReplies(clients);
    for (int at = 0; at < notes.size(); at++) {
      Note note = notes.get(at);
      if (note.kind() == Note.Kind.STARTED) {
        replies.streams.clear();
      } else if (note.kind() == Note.Kind.SENT) {
        replies.read(note, at);
      }
    }
    // What was on its way when the server was killed may not have come in.
    replies.found.removeIf(one -> one.number() > one.client().acknowledged());
    return replies.found;
  }

  private void read(Note note, int at) {
    Stream stream = streams.computeIfAbsent(note.file(), descriptor -> new Stream());
    stream.rest.writeBytes(note.data().shared());
    String text = stream.rest.toString(StandardCharsets.ISO_8859_1);
    Matcher reply = REPLY.matcher(text);
    int end = 0;
    while (reply.find()) {
      end = reply.end();
      String name = reply.group(1);
      if (name != null) {
        stream.name = name; // of the connection that has this descriptor now
      } else if (clients.containsKey(stream.name)) {
        found.add(new Acknowledged(clients.get(stream.name), Long.parseLong(reply.group(2)), at));
      }
    }
    stream.rest.reset();
    stream.rest.writeBytes(text.substring(end).getBytes(StandardCharsets.ISO_8859_1));
  }
}
