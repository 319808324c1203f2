package dev.fnstore.cli.source;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.resp.Reply;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Response;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Replies as the client of Vert.x has them. It does not tell sets from arrays. */
final class ResponseReplies {
  private ResponseReplies() {}

  static Reply reply(@Nullable Response response) {
    if (response == null) {
      return Reply.NULL;
    }
    return switch (response.type()) {
      case SIMPLE -> Reply.simple(response.toString());
      case ERROR -> Reply.ErrorReply.of(response.toString());
      case BOOLEAN -> new Reply.Bool(response.toBoolean());
      case NUMBER -> number(response.toNumber());
      case BULK -> Reply.bulk(Bytes.wrap(response.toBytes()));
      case MULTI -> response.isMap() ? map(response) : Reply.array(items(response));
      case PUSH, ATTRIBUTE -> new Reply.Push(items(response));
    };
  }

  private static Reply number(Number number) {
    if (number instanceof BigInteger big) {
      return new Reply.BigNumber(Bytes.of(big.toString()));
    }
    return number instanceof Double || number instanceof Float
        ? new Reply.Real(number.doubleValue())
        : Reply.of(number.longValue());
  }

  private static List<Reply> items(Response response) {
    List<Reply> items = new ArrayList<>();
    response.forEach(item -> items.add(reply(item)));
    return items;
  }

  private static Reply map(Response response) {
    List<Reply.Entry> entries = new ArrayList<>();
    for (Buffer key : response.getBinaryKeys()) {
      entries.add(
          new Reply.Entry(Reply.bulk(Bytes.wrap(key.getBytes())), reply(response.get(key))));
    }
    return new Reply.Dictionary(entries);
  }
}
