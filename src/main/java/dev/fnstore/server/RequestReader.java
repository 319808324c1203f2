package dev.fnstore.server;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.resp.ProtocolException;
import dev.fnstore.resp.RequestLimits;
import dev.fnstore.resp.RequestParser;
import dev.fnstore.server.RequestQueue.End;
import dev.fnstore.server.RequestQueue.Request;
import dev.fnstore.server.RequestQueue.Violation;
import dev.fnstore.server.RequestQueue.Words;
import dev.fnstore.server.config.ServerConfig;
import dev.fnstore.server.dispatch.Statistics;
import io.netty.buffer.ByteBuf;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Cuts what one client sends into requests, within what is configured. On its event loop only. */
final class RequestReader {
  private static final Logger LOG = LoggerFactory.getLogger(RequestReader.class);

  private final ServerConfig config;
  private final Bytes address;
  private final Statistics statistics;
  private final RequestParser parser = new RequestParser(RequestLimits.DEFAULT);
  private RequestLimits limits = RequestLimits.DEFAULT;
  private boolean ended;

  RequestReader(ServerConfig config, Bytes address, Statistics statistics) {
    this.statistics = statistics;
    this.config = config;
    this.address = address;
  }

  /** Bytes have come; {@code bytes} is not kept. */
  void feed(ByteBuf bytes) {
    parser.feed(bytes.internalNioBuffer(bytes.readerIndex(), bytes.readableBytes()));
  }

  private RequestLimits limits() {
    RequestLimits used = limits;
    if (used.maxWordBytes() != config.maxWordBytes()
        || used.maxRequestBytes() != config.maxRequestBytes()) {
      used =
          new RequestLimits(
              RequestLimits.DEFAULT.maxWords(),
              config.maxWordBytes(),
              RequestLimits.DEFAULT.maxInlineBytes(),
              config.maxRequestBytes());
      limits = used;
    }
    return used;
  }

  /**
   * The next request that has wholly come in, or null. After a {@link Violation} or an {@link End}
   * there is none.
   *
   * @param isStranger whether the client has to say who it is, and has sent nothing that may do so
   */
  @Nullable Request next(boolean isStranger) {
    if (ended) {
      return null;
    }
    parser.limit(isStranger ? RequestLimits.UNAUTHENTICATED : limits());
    List<Bytes> words;
    try {
      words = parser.next();
    } catch (ProtocolException e) {
      ended = true;
      if (e.text().equals(RequestParser.REQUEST_TOO_LARGE)) {
        statistics.queryLimitReached();
      }
      return new Violation(e.text());
    }
    if (words == null) {
      return null;
    }
    Bytes first = words.get(0);
    if (first.equalsIgnoreCase("host:") || first.equalsIgnoreCase("post")) {
      // A browser that was tricked into talking to us: what else it says is not its user's will.
      LOG.warn("Client {} speaks HTTP: it is cut off", address);
      ended = true;
      return new End();
    }
    return new Words(words);
  }

  /** Nothing more is to be read. */
  void end() {
    ended = true;
  }

  boolean isEnded() {
    return ended;
  }

  /** What the half-read request takes in memory. */
  long heldBytes() {
    return parser.heldBytes();
  }
}
