package dev.fnstore.log;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.fnstore.bytes.Bytes;
import dev.fnstore.model.Digest;
import dev.fnstore.model.Event;

/**
 * An event as it lies in the log.
 *
 * @param encoded its bytes
 * @param digest what is stored beside them
 */
public record StoredEvent(Bytes encoded, Digest digest) {
  /**
   * An event and its digest, one behind the other.
   *
   * @throws LogException if they are too few bytes
   */
  public static StoredEvent of(Bytes stored) {
    int length = stored.length() - Digest.LENGTH_BYTES;
    if (length < 0) {
      throw new LogException("an event is cut short");
    }
    return new StoredEvent(
        stored.slice(0, length), new Digest(stored.slice(length, stored.length())));
  }

  /** The reverse of {@link #of}. */
  public Bytes stored() {
    return encoded.concat(digest.value());
  }

  /** Whether its digest chains it to what ends in {@code before}. */
  public boolean follows(Head before) {
    return Digest.of(before.digest().value(), encoded).equals(digest);
  }

  /**
   * What its bytes say.
   *
   * @throws LogException if they say nothing
   */
  public Event event() {
    try {
      return EventCodec.decode(encoded.shared());
    } catch (InvalidProtocolBufferException e) {
      throw new LogException("an event is unreadable: " + e.getMessage(), e);
    }
  }
}
