package dev.fnstore.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.fnstore.clients.FunctionClient.Counts;
import dev.fnstore.model.RestorePolicy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;

/**
 * The round that every client of Java makes: load, list, call, dump, flush, restore, delete, and be
 * refused. The programs under {@code src/test/clients} make the same one.
 */
final class FunctionRound {
  private static final String GREETINGS =
      """
      #!lua name=greetings
      server.register_function('greet', function(keys, args)
        return {'hello', args[1], #keys, {1, {2}}, false, true, 3.9}
      end)
      server.register_function{
        function_name = 'peek',
        description = 'Reads a key.',
        flags = {'no-writes'},
        callback = function(keys) return server.call('GET', keys[1]) end}
      server.register_function('put', function(keys, args)
        return server.call('SET', keys[1], args[1])
      end)
      server.register_function('typed', function()
        server.setresp(3)
        return {map = {half = {double = 1.5}}}
      end)
      server.register_function('told', function() return server.error_reply('SORRY not today') end)
      server.register_function('broken', function() error('on purpose') end)
      """;

  private static final String GREETINGS_AGAIN =
      """
      #!lua name=greetings
      server.register_function('greet', function(keys, args) return {'grüße', args[1]} end)
      """;

  private static final String OTHER =
      """
      #!lua name=other
      server.register_function('size', function(keys, args) return #args[1] end)
      """;

  private static final byte[] NO_PAYLOAD =
      "these bytes are no payload".getBytes(StandardCharsets.US_ASCII);

  private final FunctionClient client;

  private FunctionRound(FunctionClient client) {
    this.client = client;
  }

  static void play(FunctionClient client) {
    FunctionRound round = new FunctionRound(client);
    round.loadAndList();
    round.call();
    round.beRefused();
    round.replace();
    round.carry();
    round.deleteAndFlush();
  }

  private void loadAndList() {
    assertThat(client.load(GREETINGS)).isEqualTo("greetings");
    assertThat(client.functions()).containsOnlyKeys("greetings");
    assertThat(client.functions().get("greetings"))
        .containsExactlyInAnyOrder("greet", "peek", "put", "typed", "told", "broken");
    assertThat(client.source("greetings")).isEqualTo(GREETINGS);
    assertThat(client.stats()).isEqualTo(new Counts(1, 6));
  }

  private void call() {
    assertThat(client.call("greet", List.of("k1", "k2"), List.of("grüße €")))
        .isEqualTo(Arrays.asList("hello", "grüße €", 2L, List.of(1L, List.of(2L)), null, 1L, 3L));
    assertThat(client.call("put", List.of("key"), List.of("value"))).isEqualTo("OK");
    assertThat(client.callReadOnly("peek", List.of("key"), List.of())).isEqualTo("value");
    assertThat(client.callReadOnly("peek", List.of("none"), List.of())).isNull();
    assertThat(flat(client.call("typed", List.of(), List.of()))).containsExactly("half", "1.5");
  }

  private void beRefused() {
    refused("ERR Library 'greetings' already exists", () -> client.load(GREETINGS));
    refused(
        "ERR Error compiling function: user_function:2: unexpected symbol near '='",
        () -> client.load("#!lua name=bad\n= 1"));
    refused("ERR Missing library metadata", () -> client.load("return 1"));
    refused("ERR Function not found", () -> client.call("nobody", List.of(), List.of()));
    refused(
        "ERR Can not execute a script with write flag using *_ro command.",
        () -> client.callReadOnly("put", List.of("key"), List.of("v")));
    refused("SORRY not today", () -> client.call("told", List.of(), List.of()));
    refused(
        "ERR user_function:18: on purpose script: broken, on @user_function:18.",
        () -> client.call("broken", List.of(), List.of()));
    refused("ERR Library not found", () -> client.delete("nobody"));
    refused("NOTBUSY No scripts in execution right now.", client::kill);
    refused(
        "ERR DUMP payload version or checksum are wrong",
        () -> client.restore(NO_PAYLOAD, RestorePolicy.APPEND));
    assertThat(client.stats()).isEqualTo(new Counts(1, 6));
  }

  private void replace() {
    assertThat(client.loadReplacing(GREETINGS_AGAIN)).isEqualTo("greetings");
    assertThat(client.call("greet", List.of(), List.of("you"))).isEqualTo(List.of("grüße", "you"));
    assertThat(client.functions()).isEqualTo(Map.of("greetings", List.of("greet")));
  }

  private void carry() {
    byte[] payload = client.dump();
    assertThat(client.flush()).isEqualTo("OK");
    assertThat(client.functions()).isEmpty();
    assertThat(client.restore(payload, RestorePolicy.APPEND)).isEqualTo("OK");
    assertThat(client.source("greetings")).isEqualTo(GREETINGS_AGAIN);
    refused(
        "ERR Library greetings already exists",
        () -> client.restore(payload, RestorePolicy.APPEND));
    assertThat(client.load(OTHER)).isEqualTo("other");
    assertThat(client.call("size", List.of(), List.of("x".repeat(200_000)))).isEqualTo(200_000L);
    assertThat(client.restore(payload, RestorePolicy.REPLACE)).isEqualTo("OK");
    assertThat(client.functions()).containsOnlyKeys("greetings", "other");
    assertThat(client.restore(payload, RestorePolicy.FLUSH)).isEqualTo("OK");
    assertThat(client.functions()).containsOnlyKeys("greetings");
  }

  private void deleteAndFlush() {
    assertThat(client.delete("greetings")).isEqualTo("OK");
    assertThat(client.stats()).isEqualTo(new Counts(0, 0));
    refused("ERR Function not found", () -> client.call("greet", List.of(), List.of()));
    assertThat(client.flush()).isEqualTo("OK");
  }

  private void refused(String text, ThrowingCallable action) {
    Throwable thrown = catchThrowable(action);
    assertThat(thrown).as(text).isNotNull();
    assertThat(client.errorText(thrown)).isEqualTo(text);
  }

  /** A map is a map in RESP3, an array in RESP2; clients nest its entries as they like. */
  private static List<String> flat(@Nullable Object reply) {
    List<String> words = new ArrayList<>();
    if (reply instanceof Map<?, ?> map) {
      map.forEach(
          (key, value) -> {
            words.addAll(flat(key));
            words.addAll(flat(value));
          });
    } else if (reply instanceof Map.Entry<?, ?> entry) {
      words.addAll(flat(entry.getKey()));
      words.addAll(flat(entry.getValue()));
    } else if (reply instanceof Iterable<?> items) {
      items.forEach(item -> words.addAll(flat(item)));
    } else {
      words.add(String.valueOf(reply));
    }
    return words;
  }
}
