package dev.fnstore.durability;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds, in what a server sent, the replies that tell clients that a change is done. */
final class Acknowledgements {
  private final Map<String, ChangeClient> clients = new HashMap<>();
  private final Map<Integer, Stream> streams = new HashMap<>();
  private final List<Acknowledgement> found = new ArrayList<>();

  private Acknowledgements(List<ChangeClient> clients) {
    clients.forEach(client -> this.clients.put(client.name(), client));
  }

  /**
   * A reply that tells that a change is done.
   *
   * @param at the index of the note with the reply's last byte
   */
  record Acknowledgement(Asked change, int at) {}

  /** What one connection was sent. */
  private static final class Stream {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int read;
    private int replies;
    private boolean named;
    private String client = "";
  }

  static List<Acknowledgement> in(List<Note> notes, List<ChangeClient> clients) {
    Acknowledgements acknowledgements = new Acknowledgements(clients);
    for (int at = 0; at < notes.size(); at++) {
      acknowledgements.read(notes.get(at), at);
    }
    return acknowledgements.found;
  }

  private void read(Note note, int at) {
    if (note.kind() == Note.Kind.STARTED) {
      streams.clear();
    } else if (note.kind() == Note.Kind.SENT) {
      Stream stream = streams.computeIfAbsent(note.file(), descriptor -> new Stream());
      stream.bytes.writeBytes(note.data().shared());
      readReplies(note.file(), stream, at);
    }
  }

  private void readReplies(int descriptor, Stream stream, int at) {
    String text = stream.bytes.toString(StandardCharsets.ISO_8859_1);
    while (true) {
      int lineEnd = text.indexOf("\r\n", stream.read);
      if (lineEnd < 0) {
        return;
      }
      String line = text.substring(stream.read, lineEnd);
      int end = lineEnd + 2;
      String content = line;
      if (line.startsWith("$")) {
        int length = Integer.parseInt(line.substring(1));
        if (text.length() < end + length + 2) {
          return;
        }
        content = text.substring(end, end + length);
        end += length + 2;
      }
      stream.read = end;
      if (clients.containsKey(content)) {
        // A descriptor that another connection had before.
        stream = new Stream();
        stream.client = content;
        stream.bytes.writeBytes(text.substring(end).getBytes(StandardCharsets.ISO_8859_1));
        streams.put(descriptor, stream);
        text = text.substring(end);
      } else {
        note(stream, line, at);
      }
    }
  }

  /** Replies come in pairs: of CLIENT SETNAME and of the change. */
  private void note(Stream stream, String line, int at) {
    ChangeClient client = clients.get(stream.client);
    int reply = stream.replies++;
    if (reply % 2 == 0) {
      stream.named = !line.startsWith("-");
    } else if (client != null && stream.named && !line.startsWith("-")) {
      found.add(new Acknowledgement(client.asked().get(reply / 2), at));
    }
  }
}
