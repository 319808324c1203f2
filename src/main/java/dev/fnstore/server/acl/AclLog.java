package dev.fnstore.server.acl;

import dev.fnstore.acl.Denial;
import dev.fnstore.bytes.Bytes;
import dev.fnstore.server.dispatch.Client;
import dev.fnstore.server.dispatch.DenialLog;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What was denied, newest first. What is denied again within a minute makes its entry count one
 * more, if that is among the ten newest. For any thread: logins fail on event loops too.
 */
public final class AclLog implements DenialLog {
  private static final int ENTRIES_LOOKED_THROUGH = 10;
  private static final long MOST_MS_BETWEEN_EQUALS = 60_000;

  private final LongSupplier maxLength;
  private final InstantSource clock;
  private final Function<Client, Bytes> describe;
  private final Deque<Entry> entries = new ArrayDeque<>();
  private final Map<Denial.Reason, Long> counts = new EnumMap<>(Denial.Reason.class);
  private long nextId;

  /**
   * An entry.
   *
   * @param count how often it happened
   * @param user as whom
   * @param clientInfo the client that did it last, as CLIENT LIST shows it
   * @param createdMs when it happened first, in ms since 1970
   * @param updatedMs when it happened last
   */
  public record Entry(
      long count,
      Denial.Reason reason,
      Context context,
      Bytes object,
      Bytes user,
      Bytes clientInfo,
      long id,
      long createdMs,
      long updatedMs) {

    private boolean isLike(Denial denial, Context otherContext, Bytes otherUser, long nowMs) {
      return reason == denial.reason()
          && context == otherContext
          && Math.abs(nowMs - updatedMs) <= MOST_MS_BETWEEN_EQUALS
          && object.equals(denial.object())
          && user.equals(otherUser);
    }

    private Entry again(Bytes newClientInfo, long nowMs) {
      return new Entry(
          count + 1, reason, context, object, user, newClientInfo, id, createdMs, nowMs);
    }
  }

  /**
   * An empty log.
   *
   * @param maxLength of entries that are kept; asked for each
   * @param describe a client as CLIENT LIST shows it
   */
  public AclLog(LongSupplier maxLength, InstantSource clock, Function<Client, Bytes> describe) {
    this.maxLength = maxLength;
    this.clock = clock;
    this.describe = describe;
  }

  @Override
  public void denied(Client client, Denial denial, Context context, Bytes user) {
    Bytes clientInfo = describe.apply(client.connection());
    add(denial, context, user, clientInfo, clock.millis());
  }

  private synchronized void add(
      Denial denial, Context context, Bytes user, Bytes clientInfo, long nowMs) {
    counts.merge(denial.reason(), 1L, Long::sum);
    Entry again = takeLike(denial, context, user, nowMs);
    if (again != null) {
      entries.addFirst(again.again(clientInfo, nowMs));
    } else if (maxLength.getAsLong() > 0) {
      entries.addFirst(
          new Entry(
              1,
              denial.reason(),
              context,
              denial.object(),
              user,
              clientInfo,
              nextId++,
              nowMs,
              nowMs));
    }
    while (entries.size() > maxLength.getAsLong()) {
      entries.removeLast();
    }
  }

  private @Nullable Entry takeLike(Denial denial, Context context, Bytes user, long nowMs) {
    Iterator<Entry> newest = entries.iterator();
    for (int i = 0; i < ENTRIES_LOOKED_THROUGH && newest.hasNext(); i++) {
      Entry entry = newest.next();
      if (entry.isLike(denial, context, user, nowMs)) {
        newest.remove();
        return entry;
      }
    }
    return null;
  }

  /** Up to {@code most} entries, newest first. */
  public synchronized List<Entry> newest(long most) {
    List<Entry> shown = new ArrayList<>(entries);
    return shown.subList(0, (int) Math.max(0, Math.min(most, shown.size())));
  }

  /** ACL LOG RESET. */
  public synchronized void clear() {
    entries.clear();
  }

  /** How often something was denied for this reason since the start; nothing resets it. */
  public synchronized long count(Denial.Reason reason) {
    return counts.getOrDefault(reason, 0L);
  }
}
