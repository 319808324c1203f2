package dev.fnstore.load;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.resp.Reply;
import java.util.Random;

/** A library of the client's own, that it loads, calls, replaces and deletes. */
final class LibraryWork implements Work {
  private static final Reply NOT_FOUND = Reply.err("Function not found");

  private final String name;
  private final Random random;
  private int sequence;

  /** What is loaded; 0 for nothing. */
  private int version;

  LibraryWork(String client, Random random) {
    this.name = "own_" + client;
    this.random = random;
  }

  @Override
  public void add(Burst burst) {
    switch (random.nextInt(6)) {
      case 0, 1 -> {
        int next = ++sequence;
        String code =
            "#!lua name=%s\nserver.register_function('%s', function() return %d end)"
                .formatted(name, name, next);
        burst.add(reply -> isLoaded(reply, next), "FUNCTION", "LOAD", "REPLACE", code);
      }
      case 2 -> burst.add(this::isDeleted, "FUNCTION", "DELETE", name);
      default -> burst.add(this::isCalled, "FCALL", name, "0");
    }
  }

  private boolean isLoaded(Reply reply, int loaded) {
    version = loaded;
    return reply.equals(Reply.bulk(Bytes.of(name)));
  }

  private boolean isDeleted(Reply reply) {
    boolean was = version != 0;
    version = 0;
    return reply.equals(was ? Reply.OK : Reply.err("Library not found"));
  }

  private boolean isCalled(Reply reply) {
    return reply.equals(version == 0 ? NOT_FOUND : Reply.of(version));
  }

  @Override
  public void close(Burst burst) {
    burst.add(this::isCalled, "FCALL", name, "0");
  }
}
