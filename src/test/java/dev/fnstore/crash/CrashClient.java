package dev.fnstore.crash;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.model.Digest;
import dev.fnstore.model.FunctionSpec;
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

/** One connection that changes libraries until its server dies, and notes what it was told. */
final class CrashClient implements Runnable {
  private static final int LIBRARIES = 12;

  private final int port;
  private final Bytes name;
  private final Random random;
  private final List<Operation> acknowledged = new ArrayList<>();
  private final List<Operation> inFlight = new ArrayList<>();
  private final List<String> unexpected = new ArrayList<>();
  private int serial;

  /**
   * A client.
   *
   * @param name unique over all rounds: events are told apart by it
   */
  CrashClient(int port, String name, long seed) {
    this.port = port;
    this.name = Bytes.of(name);
    this.random = new Random(seed);
  }

  Bytes name() {
    return name;
  }

  /** In the order in which they were acknowledged. */
  List<Operation> acknowledged() {
    return acknowledged;
  }

  /** Sent, in this order, and not answered. */
  List<Operation> inFlight() {
    return inFlight;
  }

  /** Replies that no operation should get. */
  List<String> unexpected() {
    return unexpected;
  }

  @Override
  public void run() {
    try (RespConnection connection = RespConnection.open(port)) {
      var unused = connection.call("CLIENT", "SETNAME", name);
      while (true) {
        sendBurst(connection);
        readBurst(connection);
      }
    } catch (UncheckedIOException e) {
      // The server was killed.
    }
  }

  private void sendBurst(RespConnection connection) {
    int count = 1 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      Operation operation = next();
      inFlight.add(operation);
      connection.send(operation.words());
    }
    connection.flush();
  }

  private void readBurst(RespConnection connection) {
    while (!inFlight.isEmpty()) {
      Reply reply = connection.read();
      Operation operation = inFlight.remove(0);
      if (!(reply instanceof Reply.ErrorReply error)) {
        acknowledged.add(operation);
      } else if (!isRefusal(operation, error.text().toText())) {
        unexpected.add(operation + " was answered " + error.text());
      }
    }
  }

  /** A deleted library may be gone, a restored one may be there: no event then. */
  private static boolean isRefusal(Operation operation, String text) {
    return (operation instanceof Operation.Delete && text.equals("ERR Library not found"))
        || (operation instanceof Operation.Restore && text.endsWith("already exists"));
  }

  private Operation next() {
    int dice = random.nextInt(100);
    if (dice < 70) {
      return new Operation.Load(source());
    } else if (dice < 85) {
      return new Operation.Delete(Bytes.of(libraryName(random.nextInt(LIBRARIES))));
    } else if (dice < 88) {
      return new Operation.Flush();
    }
    return restore();
  }

  private static String libraryName(int index) {
    return "library_" + index;
  }

  private Bytes source() {
    return source(random.nextInt(LIBRARIES));
  }

  /** The function bears the library's name, so that libraries never collide. */
  private Bytes source(int index) {
    String library = libraryName(index);
    return Bytes.of(
        "#!lua name="
            + library
            + "\n-- "
            + name.toText()
            + " "
            + serial++
            + "\n"
            + "-- padding ".repeat(random.nextInt(200))
            + "\nserver.register_function('f_"
            + library
            + "', function() return 1 end)");
  }

  private Operation restore() {
    Map<Digest, Bytes> sources = new HashMap<>();
    List<Library> libraries = new ArrayList<>();
    int first = random.nextInt(LIBRARIES);
    int count = 1 + random.nextInt(5);
    for (int i = 0; i < count; i++) {
      Bytes source = source((first + i) % LIBRARIES);
      Digest digest = Digest.of(source);
      sources.put(digest, source);
      libraries.add(new Library(Bytes.of("l"), "LUA", digest, List.<FunctionSpec>of()));
    }
    RestorePolicy policy = List.of(RestorePolicy.values()).get(random.nextInt(3));
    try {
      Bytes payload = new DumpCache().dump(libraries, sources::get, 10);
      return new Operation.Restore(
          payload, libraries.stream().map(Library::digest).toList(), policy);
    } catch (PayloadException e) {
      throw new IllegalStateException(e);
    }
  }
}
