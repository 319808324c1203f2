package dev.fnstore.load;

import dev.fnstore.resp.Reply;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Caches keys that others change, and drops them when told: what it still caches, when it asks
 * again, must be what the server has. RESP3 only.
 */
final class TrackingWork implements Work {
  static final int KEYS = 64;

  private final String client;
  private final Random random;
  private final Map<String, Reply> cached = new HashMap<>();
  private long sequence;

  TrackingWork(String client, Random random) {
    this.client = client;
    this.random = random;
  }

  @Override
  public void open(Burst burst) {
    burst.add(Check.is(Reply.OK), "CLIENT", "TRACKING", "ON");
  }

  @Override
  public void add(Burst burst) {
    String key = "tracked:" + random.nextInt(KEYS);
    if (random.nextInt(8) == 0) {
      burst.add(Check.is(Reply.OK), "SET", key, client + "/" + sequence++);
    } else {
      burst.add(reply -> isNews(key, reply), "GET", key);
    }
  }

  /** A key that has changed was told of before, since the change came before this answer. */
  private boolean isNews(String key, Reply reply) {
    Reply known = cached.put(key, reply);
    return known == null || known.equals(reply);
  }

  @Override
  public boolean pushed(List<Reply> message) {
    if (!message.get(0).equals(Reply.bulk("invalidate"))) {
      return false;
    }
    if (message.get(1) instanceof Reply.Array keys) {
      for (Reply key : keys.items()) {
        if (key instanceof Reply.Bulk name) {
          cached.remove(name.value().toText());
        }
      }
    } else {
      cached.clear();
    }
    return true;
  }
}
