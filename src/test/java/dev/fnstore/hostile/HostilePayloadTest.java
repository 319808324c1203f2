package dev.fnstore.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.payload.PayloadLimits;
import dev.fnstore.payload.PayloadReader;
import dev.fnstore.registry.LibraryHeader;
import dev.fnstore.resp.Reply;
import dev.fnstore.testing.RespConnection;
import dev.fnstore.testing.TestServer;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** RESTORE of damaged payloads: refused without a trace, or taken for exactly what they say. */
final class HostilePayloadTest {
  private static final PayloadLimits LIMITS = new PayloadLimits(1 << 24, 1 << 26);
  private static final List<String> POLICIES = List.of("APPEND", "REPLACE", "FLUSH");

  @TempDir Path folder;

  private TestServer server;
  private RespConnection client;
  private RegistryWatch watch;

  @BeforeEach
  void start() {
    server = TestServer.start(folder);
    client = server.connect();
    watch = new RegistryWatch(client);
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  @Test
  void shouldRefuseDamagedPayloadsWithoutATrace() {
    List<byte[]> payloads = payloads();
    byte[] home = dump();
    int[] accepted = new int[1];
    Rounds.run(
        4000,
        random -> {
          byte[] payload = Mutations.mutate(payloads.get(random.nextInt(payloads.size())), random);
          if (payload.length > 10 && random.nextInt(10) > 0) {
            mend(payload, random);
          }
          String policy = POLICIES.get(random.nextInt(POLICIES.size()));
          Map<Bytes, Bytes> before = sources();
          RegistryWatch.Sight sight = watch.look();
          Reply reply = client.call("FUNCTION", "RESTORE", payload, policy);
          if (reply instanceof Reply.ErrorReply error) {
            assertThat(error.text().toLatin1()).doesNotContain("internal error");
            assertThat(watch.look()).isEqualTo(sight);
          } else {
            accepted[0]++;
            assertThat(reply).isEqualTo(Reply.OK);
            assertThat(sources()).isEqualTo(expected(before, payload, policy));
            assertThat(watch.revision()).isNotEqualTo(sight.revision());
            assertThat(client.call("FUNCTION", "RESTORE", home, "FLUSH")).isEqualTo(Reply.OK);
          }
        });
    if (Long.getLong("hostile.seed") == null) {
      assertThat(accepted[0]).as("mutations that stayed valid").isPositive();
    }
  }

  @Test
  void shouldRefuseWholePayloadsWhoseLibrariesAreDamaged() {
    Bytes source = Bytes.of("#!lua name=good\nserver.register_function('good', function() end)");
    Rounds.run(
        1500,
        random -> {
          ByteArrayOutputStream body = new ByteArrayOutputStream();
          raw(body, source.toByteArray());
          raw(body, Mutations.mutate(source.toByteArray(), random));
          byte[] payload = seal(body, 10 + random.nextInt(2));
          Map<Bytes, Bytes> before = sources();
          RegistryWatch.Sight sight = watch.look();
          Reply reply = client.call("FUNCTION", "RESTORE", payload);
          if (reply instanceof Reply.ErrorReply error) {
            assertThat(error.text().toLatin1()).doesNotContain("internal error");
            assertThat(watch.look()).isEqualTo(sight);
          } else {
            Map<Bytes, Bytes> expected = expected(before, payload, "APPEND");
            assertThat(sources()).isEqualTo(expected);
            for (Bytes name : expected.keySet()) {
              if (!before.containsKey(name)) {
                assertThat(client.call("FUNCTION", "DELETE", name)).isEqualTo(Reply.OK);
              }
            }
          }
        });
  }

  private List<byte[]> payloads() {
    List<byte[]> payloads = new ArrayList<>();
    for (int version : List.of(10, 11, 12, 80)) {
      client.call("CONFIG", "SET", "dump-rdb-version", version);
      payloads.add(dump());
      client.call("FUNCTION", "LOAD", "REPLACE", library("other", 3));
      client.call("FUNCTION", "LOAD", "REPLACE", library("more" + version, 200));
      payloads.add(dump());
      client.call("FUNCTION", "FLUSH");
      client.call("FUNCTION", "LOAD", "REPLACE", library("other", 1));
      payloads.add(dump());
      watch = new RegistryWatch(client);
    }
    return payloads;
  }

  private static String library(String name, int lines) {
    return "#!lua name="
        + name
        + "\n"
        + "local unused = 'some text that repeats'\n".repeat(lines)
        + "server.register_function('"
        + name
        + "', function() return 1 end)";
  }

  private byte[] dump() {
    return ((Reply.Bulk) client.call("FUNCTION", "DUMP")).value().toByteArray();
  }

  /** The registry's texts by library. */
  private Map<Bytes, Bytes> sources() {
    Map<Bytes, Bytes> sources = new TreeMap<>(HostilePayloadTest::compare);
    for (Reply library : ((Reply.Array) watch.listing()).items()) {
      List<Reply> fields = ((Reply.Array) library).items();
      sources.put(text(fields.get(1)), text(fields.get(7)));
    }
    return sources;
  }

  private static int compare(Bytes a, Bytes b) {
    return a.toLatin1().compareTo(b.toLatin1());
  }

  private static Bytes text(Reply bulk) {
    return ((Reply.Bulk) bulk).value();
  }

  private static Map<Bytes, Bytes> expected(Map<Bytes, Bytes> before, byte[] payload, String policy)
      throws Exception {
    Map<Bytes, Bytes> expected = new TreeMap<>(before);
    if (policy.equals("FLUSH")) {
      expected.clear();
    }
    PayloadReader reader = PayloadReader.open(Bytes.wrap(payload), LIMITS);
    while (reader.hasNext()) {
      Bytes source = reader.nextSource();
      expected.put(LibraryHeader.parse(source).name(), source);
    }
    return expected;
  }

  private static void raw(ByteArrayOutputStream body, byte[] source) {
    body.write(0xf5);
    body.write(0x80);
    for (int shift = 24; shift >= 0; shift -= 8) {
      body.write(source.length >> shift);
    }
    body.writeBytes(source);
  }

  private static byte[] seal(ByteArrayOutputStream body, int version) {
    body.write(version);
    body.write(0);
    body.writeBytes(new byte[8]);
    byte[] payload = body.toByteArray();
    putChecksum(payload);
    return payload;
  }

  /** A good checksum, most often behind a good version. */
  private static void mend(byte[] payload, Random random) {
    if (random.nextInt(4) > 0) {
      payload[payload.length - 10] = (byte) (10 + random.nextInt(2));
      payload[payload.length - 9] = 0;
    }
    putChecksum(payload);
  }

  /** CRC-64 of Jones, bit by bit: not the way the server does it. */
  private static void putChecksum(byte[] payload) {
    int checked = payload.length - 8;
    long crc = 0;
    for (int i = 0; i < checked; i++) {
      crc ^= payload[i] & 0xff;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 1) == 0 ? crc >>> 1 : (crc >>> 1) ^ 0x95ac9329ac4bc9b5L;
      }
    }
    for (int i = 0; i < 8; i++) {
      payload[checked + i] = (byte) (crc >>> (8 * i));
    }
  }
}
