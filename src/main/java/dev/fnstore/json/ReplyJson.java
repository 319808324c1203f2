package dev.fnstore.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.fnstore.bytes.Bytes;
import dev.fnstore.resp.Replies;
import dev.fnstore.resp.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes a reply as JSON: maps are objects, arrays and sets are arrays, texts are strings (bytes
 * that are no UTF-8 become U+FFFD), an error is an object with the key {@code error}.
 */
public final class ReplyJson {
  private static final JsonFactory FACTORY = new JsonFactory();

  private ReplyJson() {}

  /** One line of JSON. */
  public static String write(Reply reply) {
    return new String(bytes(reply), StandardCharsets.UTF_8);
  }

  /** As {@link #write}, in UTF-8. */
  public static byte[] bytes(Reply reply) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = FACTORY.createGenerator(out)) {
      write(reply, json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static void write(Reply reply, JsonGenerator json) throws IOException {
    if (reply instanceof Reply.Dictionary map) {
      json.writeStartObject();
      for (Reply.Entry entry : map.entries()) {
        json.writeFieldName(key(entry.key()));
        write(entry.value(), json);
      }
      json.writeEndObject();
    } else if (reply instanceof Reply.Real real) {
      json.writeNumber(real.value());
    } else if (reply instanceof Reply.Bool bool) {
      json.writeBoolean(bool.value());
    } else {
      writePlain(Replies.toResp2(reply), json);
    }
  }

  private static void writePlain(Reply reply, JsonGenerator json) throws IOException {
    if (reply instanceof Reply.Bulk bulk) {
      json.writeString(bulk.value().toText());
    } else if (reply instanceof Reply.Simple simple) {
      json.writeString(simple.text().toText());
    } else if (reply instanceof Reply.Int number) {
      json.writeNumber(number.value());
    } else if (reply instanceof Reply.Array array) {
      write(array.items(), json);
    } else if (reply instanceof Reply.Several several) {
      write(several.replies(), json);
    } else if (reply instanceof Reply.ErrorReply error) {
      json.writeStartObject();
      json.writeStringField("error", error.text().toText());
      json.writeEndObject();
    } else {
      json.writeNull();
    }
  }

  private static void write(List<Reply> items, JsonGenerator json) throws IOException {
    json.writeStartArray();
    for (Reply item : items) {
      write(item, json);
    }
    json.writeEndArray();
  }

  private static String key(Reply key) {
    Reply plain = Replies.toResp2(key);
    Bytes text =
        plain instanceof Reply.Bulk bulk
            ? bulk.value()
            : plain instanceof Reply.Simple simple ? simple.text() : Bytes.of(plain.toString());
    return text.toText();
  }
}
