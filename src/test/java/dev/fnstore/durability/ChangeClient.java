package dev.fnstore.durability;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.model.Digest;
import dev.fnstore.model.Library;
import dev.fnstore.model.RestorePolicy;
import dev.fnstore.payload.DumpCache;
import dev.fnstore.payload.PayloadException;
import dev.fnstore.resp.Reply;
import dev.fnstore.testing.RespConnection;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * One connection that changes libraries, and notes what it asked for and what was acknowledged. It
 * says who it is first, so that its replies are known again among all that a server sends.
 */
final class ChangeClient implements Runnable {
  private static final int LIBRARIES = 12;

  private final int port;
  private final String name;
  private final Random random;
  private final int count;
  private final int longestBurst;
  private final int paddingBytes;
  private final List<Object> only;
  private final List<Asked> asked = new ArrayList<>();
  private final List<Asked> acknowledged = new ArrayList<>();
  private final List<String> errors = new ArrayList<>();
  private volatile boolean known;

  /**
   * A client that has not connected yet.
   *
   * @param name unlike all others of a test
   * @param count how many changes it asks for, if the server lives so long
   * @param longestBurst how many it sends before it waits for replies
   * @param paddingBytes up to so much more in each source
   */
  ChangeClient(int port, String name, long seed, int count, int longestBurst, int paddingBytes) {
    this(port, name, seed, count, longestBurst, paddingBytes, List.of());
  }

  private ChangeClient(
      int port,
      String name,
      long seed,
      int count,
      int longestBurst,
      int paddingBytes,
      List<Object> only) {
    this.port = port;
    this.name = name;
    this.random = new Random(seed);
    this.count = count;
    this.longestBurst = longestBurst;
    this.paddingBytes = paddingBytes;
    this.only = only;
  }

  /** A client that asks for one change, which it is given. */
  static ChangeClient asking(int port, String name, Object... words) {
    return new ChangeClient(port, name, 0, 1, 1, 0, List.of(words));
  }

  /** Whether it has said who it is. */
  boolean isKnown() {
    return known;
  }

  String name() {
    return name;
  }

  /** All that it sent, in order. */
  List<Asked> asked() {
    return asked;
  }

  /** What it was told is done, in order. */
  List<Asked> acknowledged() {
    return acknowledged;
  }

  /** What it was told instead. */
  List<String> errors() {
    return errors;
  }

  @Override
  public void run() {
    try (RespConnection connection = RespConnection.open(port)) {
      connection.call("ECHO", name);
      known = true;
      while (asked.size() < count) {
        burst(connection);
      }
    } catch (UncheckedIOException e) {
      // The server has ended.
    }
  }

  private void burst(RespConnection connection) {
    int first = asked.size();
    int burst = Math.min(count - first, 1 + random.nextInt(longestBurst));
    for (int i = 0; i < burst; i++) {
      Asked next = next();
      asked.add(next);
      connection.send("CLIENT", "SETNAME", next.token());
      connection.send(next.words().toArray());
    }
    connection.flush();
    for (Asked change : asked.subList(first, first + burst)) {
      // Told BUSY, it has another name than the one that its change is found by.
      boolean named = !(connection.read() instanceof Reply.ErrorReply);
      if (connection.read() instanceof Reply.ErrorReply error) {
        errors.add(error.text().toText());
      } else if (named) {
        acknowledged.add(change);
      }
    }
  }

  private Asked next() {
    String token = name + "-" + asked.size() + "!";
    if (!only.isEmpty()) {
      return new Asked(token, only, Digest.ZERO, List.of());
    }
    int dice = random.nextInt(100);
    if (dice < 70) {
      Bytes source = source(random.nextInt(LIBRARIES), token);
      return asked(token, Digest.of(source), List.of(), "FUNCTION", "LOAD", "REPLACE", source);
    } else if (dice < 82) {
      String library = "library_" + random.nextInt(LIBRARIES);
      return asked(token, Digest.ZERO, List.of(), "FUNCTION", "DELETE", library);
    } else if (dice < 86) {
      return asked(token, Digest.ZERO, List.of(), "FUNCTION", "FLUSH");
    }
    return restore(token);
  }

  private static Asked asked(
      String token, Digest content, List<Digest> libraries, Object... words) {
    return new Asked(token, List.of(words), content, libraries);
  }

  private Bytes source(int index, String comment) {
    StringBuilder padding = new StringBuilder();
    for (int i = random.nextInt(paddingBytes + 1); i > 0; i--) {
      padding.append((char) ('a' + random.nextInt(26)));
    }
    return Bytes.of(
        """
        #!lua name=library_%d
        -- %s %d %s
        server.register_function('f_%d', function() return 1 end)
        """
            .formatted(index, comment, random.nextInt(), padding, index));
  }

  private Asked restore(String token) {
    Map<Digest, Bytes> sources = new HashMap<>();
    List<Library> libraries = new ArrayList<>();
    int first = random.nextInt(LIBRARIES);
    for (int i = 0; i <= random.nextInt(3); i++) {
      Bytes source = source((first + i) % LIBRARIES, token);
      Digest digest = Digest.of(source);
      sources.put(digest, source);
      libraries.add(new Library(Bytes.of("l"), "LUA", digest, List.of()));
    }
    RestorePolicy policy = List.of(RestorePolicy.values()).get(random.nextInt(3));
    try {
      Bytes payload = new DumpCache().dump(libraries, sources::get, 10);
      return asked(
          token,
          Digest.of(payload),
          libraries.stream().map(Library::digest).toList(),
          "FUNCTION",
          "RESTORE",
          payload,
          policy.name());
    } catch (PayloadException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Runs clients side by side until all have ended. */
  static void runAll(List<ChangeClient> clients) throws InterruptedException {
    for (Thread thread : startAll(clients)) {
      thread.join();
    }
  }

  /** Runs clients side by side. */
  static List<Thread> startAll(List<ChangeClient> clients) {
    List<Thread> threads = new ArrayList<>();
    for (ChangeClient client : clients) {
      Thread thread = new Thread(client, client.name());
      thread.start();
      threads.add(thread);
    }
    return threads;
  }
}
