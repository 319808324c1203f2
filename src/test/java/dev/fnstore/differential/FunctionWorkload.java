package dev.fnstore.differential;

import dev.fnstore.bytes.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** A seeded sequence of FUNCTION and FCALL commands, right ones and wrong ones. */
final class FunctionWorkload {
  private static final List<String> BODIES = bodies();

  private static final List<String> BAD_LIBRARIES =
      List.of(
          "return 1",
          "#!lua",
          "#!lua\nreturn 1",
          "#!lua name=\nreturn 1",
          "#!lua name=a-b\n",
          "#!lua name=a name=b\n",
          "#!lua name='a\n",
          "#!lua name=\"a\"b\n",
          "#!lua foo=bar name=a\n",
          "#!js name=lib0\nreturn 1",
          "#! name=lib0\nreturn 1",
          "#!lua name=lib9\nreturn 1",
          "#!lua name=lib9\nlocal x = 1 +",
          "#!lua name=lib9\nx = = 1",
          "#!lua name=lib9\nif true then",
          "#!lua name=lib9\nreturn 'open",
          "#!lua name=lib9\nlocal x = nosuch",
          "#!lua name=lib9\nnosuch = 1",
          "#!lua name=lib9\nserver.call('PING')",
          "#!lua name=lib9\nredis.pcall('PING')",
          "#!lua name=lib9\nserver.x = 1",
          "#!lua name=lib9\nserver.nosuch()",
          "#!lua name=lib9\nserver.log()",
          "#!lua name=lib9\nlocal x = nil x.y = 1",
          "#!lua name=lib9\nlocal t = {} t.a.b = 1",
          "#!lua name=lib9\nerror('x')",
          "#!lua name=lib9\nserver.register_function()",
          "#!lua name=lib9\nserver.register_function(1,2,3)",
          "#!lua name=lib9\nserver.register_function('f')",
          "#!lua name=lib9\nserver.register_function(5)",
          "#!lua name=lib9\nserver.register_function({},function() end)",
          "#!lua name=lib9\nserver.register_function('f','g')",
          "#!lua name=lib9\nserver.register_function('',function() end)",
          "#!lua name=lib9\nserver.register_function('a b',function() end)",
          "#!lua name=lib9\nserver.register_function('f',function() end)\n"
              + "server.register_function('f',function() end)",
          "#!lua name=lib9\nserver.register_function{}",
          "#!lua name=lib9\nserver.register_function{function_name='f'}",
          "#!lua name=lib9\nserver.register_function{callback=function() end}",
          "#!lua name=lib9\nserver.register_function{nosuch=1}",
          "#!lua name=lib9\nserver.register_function{[true]=1}",
          "#!lua name=lib9\nserver.register_function{[1]=1}",
          "#!lua name=lib9\nserver.register_function{function_name={}}",
          "#!lua name=lib9\nserver.register_function{description=5,x=1}",
          "#!lua name=lib9\nserver.register_function{callback=5}",
          "#!lua name=lib9\nserver.register_function{flags=5}",
          "#!lua name=lib9\nserver.register_function{flags={'nosuch'}}",
          "#!lua name=lib9\nserver.register_function{flags={5}}");

  private static final List<String> FLAGS =
      List.of("no-writes", "allow-oom", "allow-stale", "no-cluster", "allow-cross-slot-keys");

  private final Random random;

  FunctionWorkload(long seed) {
    this.random = new Random(seed);
  }

  private static List<String> bodies() {
    try (InputStream file = FunctionWorkload.class.getResourceAsStream("/function-bodies.lua")) {
      if (file == null) {
        throw new IllegalStateException("function-bodies.lua is missing");
      }
      String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().filter(line -> !line.isBlank() && !line.startsWith("--")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static int bodyCount() {
    return BODIES.size();
  }

  /** The library of body {@code index}: one function, {@code body_<index>}. */
  static String libraryOf(int index) {
    return "#!lua name=body_%d\nserver.register_function('body_%d', function(keys, args)\n  %s\nend)"
        .formatted(index, index, BODIES.get(index));
  }

  static String body(int index) {
    return BODIES.get(index);
  }

  List<Object> next() {
    int dice = random.nextInt(100);
    if (dice < 22) {
      return load();
    } else if (dice < 72) {
      return call();
    } else if (dice < 77) {
      return List.of("FUNCTION", "DELETE", libraryName());
    } else if (dice < 79) {
      return pick(
          List.of(
              List.of("FUNCTION", "FLUSH"),
              List.of("FUNCTION", "FLUSH", "SYNC"),
              List.of("FUNCTION", "FLUSH", "async"),
              List.of("FUNCTION", "FLUSH", "later"),
              List.of("FUNCTION", "FLUSH", "SYNC", "x")));
    } else if (dice < 86) {
      return list();
    } else if (dice < 90) {
      return List.of("FUNCTION", "STATS");
    } else if (dice < 95) {
      return wrong();
    }
    return evaluate();
  }

  private List<Object> load() {
    List<Object> words = new ArrayList<>(List.of("FUNCTION", "LOAD"));
    if (random.nextInt(10) < 6) {
      words.add(pick(List.of("REPLACE", "replace", "Replace")));
    } else if (random.nextInt(20) == 0) {
      words.add("NOSUCH");
    }
    words.add(random.nextInt(5) == 0 ? badLibrary() : library());
    return words;
  }

  private Object badLibrary() {
    String text = pick(BAD_LIBRARIES);
    return random.nextInt(10) == 0
        ? Bytes.of(text).concat(Bytes.wrap(new byte[] {(byte) 0xff}))
        : text;
  }

  private String library() {
    StringBuilder text = new StringBuilder("#!");
    text.append(pick(List.of("lua", "LUA", "Lua"))).append(" name=").append(libraryName());
    text.append(pick(List.of("\n", "\r\n")));
    if (random.nextBoolean()) {
      text.append("local shared = 0\n");
    }
    int count = 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      text.append(function(i));
    }
    return text.toString();
  }

  private String function(int index) {
    String name = functionName(index);
    String body = "function(keys, args)\n  " + pick(BODIES) + "\nend";
    String table = pick(List.of("server", "redis"));
    if (random.nextBoolean()) {
      return "%s.register_function('%s', %s)\n".formatted(table, name, body);
    }
    StringBuilder text = new StringBuilder(table + ".register_function{\n");
    text.append("  function_name='").append(name).append("',\n  callback=").append(body);
    if (random.nextBoolean()) {
      text.append(",\n  description='").append(pick(List.of("", "does it", "d\\255"))).append("'");
    }
    if (random.nextBoolean()) {
      text.append(",\n  flags={");
      for (String flag : FLAGS) {
        if (random.nextInt(3) == 0) {
          text.append("'").append(random.nextBoolean() ? flag : flag.toUpperCase(Locale.ROOT));
          text.append("',");
        }
      }
      text.append("}");
    }
    return text.append("\n}\n").toString();
  }

  /** Few names, so that libraries meet. */
  private String libraryName() {
    return "lib" + random.nextInt(5);
  }

  /** Names within one library differ by more than case, which Valkey mishandles. */
  private String functionName(int index) {
    String name = "f" + index + random.nextInt(5);
    return random.nextInt(4) == 0 ? name.toUpperCase(Locale.ROOT) : name;
  }

  private List<Object> call() {
    List<Object> words = new ArrayList<>();
    words.add(pick(List.of("FCALL", "FCALL", "FCALL", "fcall", "FCALL_RO")));
    words.add(functionName(random.nextInt(3)));
    int keys = random.nextInt(3);
    words.add(random.nextInt(15) == 0 ? pick(List.of("x", "-1", "9", "1.0", "")) : keys);
    for (int i = 0; i < keys; i++) {
      words.add(pick(List.of("s", "h", "key", "")));
    }
    int arguments = random.nextInt(3);
    for (int i = 0; i < arguments; i++) {
      words.add(pick(List.of("1", "text", "3.5", "", "\u00e9\r\n")));
    }
    return words;
  }

  private List<Object> list() {
    List<Object> words = new ArrayList<>(List.of("FUNCTION", "LIST"));
    int options = random.nextInt(4);
    for (int i = 0; i < options; i++) {
      switch (random.nextInt(6)) {
        case 0, 1 -> words.add("WITHCODE");
        case 2, 3 ->
            words.addAll(
                List.of(
                    "LIBRARYNAME", pick(List.of("*", "lib1", "LIB*", "lib[0-2]", "l?b3", "none"))));
        case 4 -> words.add("libraryname");
        default -> words.add("nosuch");
      }
    }
    return words;
  }

  private List<Object> wrong() {
    return pick(
        List.of(
            List.of("FUNCTION"),
            List.of("FUNCTION", "NOSUCH"),
            List.of("function", "nosuch", "x"),
            List.of("FUNCTION", "LOAD"),
            List.of("FUNCTION", "LOAD", "REPLACE"),
            List.of("FUNCTION", "DELETE"),
            List.of("FUNCTION", "DELETE", "a", "b"),
            List.of("FUNCTION", "DUMP", "x"),
            List.of("FUNCTION", "STATS", "x"),
            List.of("FUNCTION", "KILL"),
            List.of("FUNCTION", "KILL", "x"),
            List.of("FUNCTION", "RESTORE"),
            List.of("FUNCTION", "RESTORE", "junk"),
            List.of("FUNCTION", "RESTORE", "junk", "NOSUCH"),
            List.of("FUNCTION", "RESTORE", "junk", "FLUSH", "x"),
            List.of("FUNCTION", "RESTORE", ""),
            List.of("FCALL"),
            List.of("FCALL", "f00"),
            List.of("FCALL_RO", "f00"),
            List.of("SCRIPT", "KILL"),
            List.of("NOSUCH", "a", "b"),
            List.of("COMMAND", "GETKEYS", "FCALL", "f", "2", "a", "b"),
            List.of("MULTI"),
            List.of("EXEC"),
            List.of("DISCARD")));
  }

  private List<Object> evaluate() {
    String body = pick(BODIES).replace("keys", "KEYS").replace("args", "ARGV");
    return List.of(pick(List.of("EVAL", "EVAL", "EVAL_RO")), body, "1", "s", "argument");
  }

  private <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
