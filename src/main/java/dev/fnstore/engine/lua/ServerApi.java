package dev.fnstore.engine.lua;

import static org.luaj.vm2.LuaValue.NONE;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.engine.ScriptHost;
import dev.fnstore.engine.ServerIdentity;
import dev.fnstore.resp.Doubles;
import dev.fnstore.resp.Protocol;
import dev.fnstore.resp.Reply;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** The members of {@code server} and {@code redis}. */
final class ServerApi {
  private static final LuaString OK = Str.of("ok");
  private static final int REPLICATION_FLAGS = 3;

  private final Session session;

  private ServerApi(Session session) {
    this.session = session;
  }

  /** What a library has while it loads. */
  static Table loadTime(Session session, ServerIdentity identity) {
    ServerApi api = new ServerApi(session);
    Library library = new Library();
    api.addCommon(library, identity);
    LoadApi.addTo(library, session);
    Table table = library.table();
    table.metatable = Environment.refusingUnknown();
    table.freeze();
    return table;
  }

  /** What a running function has; a script of EVAL has a few more. */
  static Table runTime(Session session, ServerIdentity identity, boolean isEval) {
    ServerApi api = new ServerApi(session);
    Library library = new Library();
    api.addCommon(library, identity);
    library
        .add("call", arguments -> api.call(arguments, true))
        .add("pcall", arguments -> api.call(arguments, false))
        .add("error_reply", ServerApi::errorReply)
        .add("status_reply", ServerApi::statusReply)
        .add("sha1hex", ServerApi::sha1Hex)
        .add("setresp", api::setProtocol)
        .add("set_repl", ServerApi::setReplication)
        .add("acl_check_cmd", api::checkCommand)
        .add("REPL_NONE", 0)
        .add("REPL_AOF", 1)
        .add("REPL_SLAVE", 2)
        .add("REPL_REPLICA", 2)
        .add("REPL_ALL", 3);
    if (isEval) {
      library
          .add("replicate_commands", arguments -> LuaValue.TRUE)
          .add("breakpoint", arguments -> LuaValue.FALSE)
          .add("debug", arguments -> NONE);
    }
    return library.frozen();
  }

  private void addCommon(Library library, ServerIdentity identity) {
    library
        .add("log", this::log)
        .add("LOG_DEBUG", 0)
        .add("LOG_VERBOSE", 1)
        .add("LOG_NOTICE", 2)
        .add("LOG_WARNING", 3)
        .add("REDIS_VERSION", Str.of(identity.redisVersion()))
        .add("REDIS_VERSION_NUM", ServerIdentity.number(identity.redisVersion()))
        .add("VALKEY_VERSION", Str.of(identity.valkeyVersion()))
        .add("VALKEY_VERSION_NUM", ServerIdentity.number(identity.valkeyVersion()))
        .add("SERVER_NAME", Str.of(identity.serverName()));
  }

  private Varargs call(Varargs arguments, boolean raises) {
    Table error;
    try {
      List<Bytes> words = words(arguments);
      Reply reply = session.runningHost().call(words, session.protocol());
      if (!(reply instanceof Reply.ErrorReply refusal)) {
        return ReplyToLua.convert(reply, session.protocol());
      }
      error = ErrorTable.ofReply(refusal.text());
    } catch (BadCall bad) {
      error = ErrorTable.of(bad.text);
    }
    if (raises) {
      throw LuaRaise.of(error, 0);
    }
    return error;
  }

  /** Arguments that are no command. */
  private static final class BadCall extends Exception {
    private static final long serialVersionUID = 1L;
    private final String text;

    BadCall(String text) {
      super(text, null, false, false);
      this.text = text;
    }
  }

  private static List<Bytes> words(Varargs arguments) throws BadCall {
    int count = arguments.narg();
    if (count == 0) {
      throw new BadCall("Please specify at least one argument for this call");
    }
    List<Bytes> words = new ArrayList<>(count);
    for (int i = 1; i <= count; i++) {
      LuaValue value = arguments.arg(i);
      if (value instanceof Num number) {
        words.add(Bytes.of(text(number.value)));
      } else if (value instanceof LuaString string) {
        words.add(Str.bytes(string));
      } else {
        throw new BadCall("Command arguments must be strings or integers");
      }
    }
    return words;
  }

  private static String text(double number) {
    return number == Math.rint(number) && Math.abs(number) < 0x1p63
        ? Long.toString((long) number)
        : Doubles.format(number);
  }

  private static Varargs errorReply(Varargs arguments) {
    return arguments.narg() == 1 && arguments.arg(1) instanceof LuaString text
        ? ErrorTable.ofText(text)
        : ErrorTable.of("wrong number or type of arguments");
  }

  private static Varargs statusReply(Varargs arguments) {
    if (arguments.narg() != 1 || !(arguments.arg(1) instanceof LuaString text)) {
      return ErrorTable.of("wrong number or type of arguments");
    }
    Table table = new Table();
    table.rawset(OK, text);
    return table;
  }

  private static Varargs sha1Hex(Varargs arguments) {
    if (arguments.narg() != 1) {
      throw ErrorTable.raise("wrong number of arguments");
    }
    LuaString text = Str.coerce(arguments.arg(1));
    byte[] content = text == null ? new byte[0] : Str.bytes(text).toByteArray();
    try {
      return Str.of(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(content)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }

  private Varargs log(Varargs arguments) {
    int count = arguments.narg();
    if (count < 2) {
      throw ErrorTable.raise("server.log() requires two arguments or more.");
    }
    double level = NumberParser.coerce(arguments.arg(1));
    if (NumberParser.isNone(level)) {
      throw ErrorTable.raise("First argument must be a number (log level).");
    }
    ScriptHost.LogLevel[] levels = ScriptHost.LogLevel.values();
    int index = (int) level;
    if (index < 0 || index >= levels.length) {
      throw ErrorTable.raise("Invalid log level.");
    }
    ByteBuilder message = new ByteBuilder();
    for (int i = 2; i <= count; i++) {
      LuaString text = Str.coerce(arguments.arg(i));
      if (text != null) {
        message.append(i == 2 ? "" : " ").append(text);
      }
    }
    ScriptHost host = session.host();
    if (host != null) {
      host.log(levels[index], Bytes.wrap(message.toByteArray()));
    }
    return NONE;
  }

  private Varargs setProtocol(Varargs arguments) {
    if (arguments.narg() != 1) {
      throw ErrorTable.raise("server.setresp() requires one argument.");
    }
    int version = (int) numberOrZero(arguments.arg(1));
    for (Protocol protocol : Protocol.values()) {
      if (protocol.number() == version) {
        session.speak(protocol);
        return NONE;
      }
    }
    throw ErrorTable.raise("RESP version must be 2 or 3.");
  }

  private static Varargs setReplication(Varargs arguments) {
    if (arguments.narg() != 1) {
      throw ErrorTable.raise("server.set_repl() requires one argument.");
    }
    int flags = (int) numberOrZero(arguments.arg(1));
    if ((flags & ~REPLICATION_FLAGS) != 0) {
      throw ErrorTable.raise(
          "Invalid replication flags. Use REPL_AOF, REPL_REPLICA, REPL_ALL or REPL_NONE.");
    }
    return NONE;
  }

  private static double numberOrZero(LuaValue value) {
    double number = NumberParser.coerce(value);
    return NumberParser.isNone(number) ? 0 : number;
  }

  private Varargs checkCommand(Varargs arguments) {
    try {
      return switch (session.runningHost().mayCall(words(arguments))) {
        case ALLOWED -> LuaValue.TRUE;
        case DENIED -> LuaValue.FALSE;
        case INVALID -> throw ErrorTable.raise("Invalid command passed to server.acl_check_cmd()");
      };
    } catch (BadCall bad) {
      throw ErrorTable.raise(bad.text);
    }
  }
}
