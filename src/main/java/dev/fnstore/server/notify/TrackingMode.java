package dev.fnstore.server.notify;

import dev.fnstore.bytes.Bytes;
import java.util.List;

/**
 * How a client wants to be told of keys that it may have cached: CLIENT TRACKING ON.
 *
 * @param redirect the id of the client that is told in its place, or 0
 * @param broadcast whether it is told of all keys with one of the {@code prefixes}, not of those
 *     that it has read
 * @param prefixes of a broadcast; the empty one is all keys
 * @param optIn whether only reads right after CLIENT CACHING YES count
 * @param optOut whether reads right after CLIENT CACHING NO do not count
 * @param noLoop whether it is not told of its own changes
 */
public record TrackingMode(
    long redirect,
    boolean broadcast,
    List<Bytes> prefixes,
    boolean optIn,
    boolean optOut,
    boolean noLoop) {}
