package dev.fnstore.server.command;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.bytes.Integers;
import dev.fnstore.resp.Reply;
import dev.fnstore.server.dispatch.Call;
import dev.fnstore.server.dispatch.Client;
import dev.fnstore.server.dispatch.Clients;
import dev.fnstore.server.dispatch.Command;
import dev.fnstore.server.notify.Tracking;
import dev.fnstore.server.notify.TrackingMode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** CLIENT TRACKING, TRACKINGINFO, CACHING, GETREDIR. */
final class TrackingCommands {
  private static final Reply.ErrorReply SYNTAX = Reply.err("syntax error");
  private static final String FLAGS = "noscript loading stale";

  private final Clients clients;
  private final Tracking tracking;

  TrackingCommands(Clients clients, Tracking tracking) {
    this.clients = clients;
    this.tracking = tracking;
  }

  List<Command> all() {
    return List.of(
        ClientCommands.command(
            "tracking",
            "-3 6.0.0 " + FLAGS,
            "Tells the connection of changes to keys that it has read.",
            "<ON|OFF> [REDIRECT client-id] [PREFIX prefix [PREFIX prefix ...]] [BCAST] [OPTIN]"
                + " [OPTOUT] [NOLOOP]",
            this::track),
        ClientCommands.command(
            "trackinginfo",
            "2 6.2.0 " + FLAGS,
            "Tells how the connection is told of changes.",
            "",
            this::info),
        ClientCommands.command(
            "caching",
            "3 6.0.0 " + FLAGS,
            "Tracks, or does not, what the next command reads.",
            "<YES|NO>",
            this::caching),
        ClientCommands.command(
            "getredir",
            "2 6.0.0 " + FLAGS,
            "Tells which client is told in the connection's place.",
            "",
            this::redirect));
  }

  /** The options of TRACKING as they are read. */
  private static final class Options {
    private long redirect;
    private boolean broadcast;
    private final List<Bytes> prefixes = new ArrayList<>();
    private boolean optIn;
    private boolean optOut;
    private boolean noLoop;

    TrackingMode mode(Set<Bytes> before) {
      Set<Bytes> all = new LinkedHashSet<>(before);
      all.addAll(broadcast && prefixes.isEmpty() ? List.of(Bytes.EMPTY) : prefixes);
      return new TrackingMode(redirect, broadcast, List.copyOf(all), optIn, optOut, noLoop);
    }
  }

  private Reply track(Call call) {
    Options options = new Options();
    Reply.ErrorReply refusal = read(call, options);
    if (refusal != null) {
      return refusal;
    }
    boolean on = call.word(2).equalsIgnoreCase("on");
    if (!on && !call.word(2).equalsIgnoreCase("off")) {
      return SYNTAX;
    } else if (!on) {
      tracking.forget(call.client());
      return Reply.OK;
    }
    Optional<TrackingMode> before = tracking.mode(call.client());
    refusal = contradiction(options, before);
    if (refusal != null) {
      return refusal;
    }
    Set<Bytes> prefixes = new LinkedHashSet<>();
    before.filter(mode -> options.broadcast).ifPresent(mode -> prefixes.addAll(mode.prefixes()));
    tracking.track(call.client(), options.mode(prefixes));
    return Reply.OK;
  }

  private Reply.@Nullable ErrorReply read(Call call, Options options) {
    for (int i = 3; i < call.wordCount(); i++) {
      boolean hasMore = i + 1 < call.wordCount();
      switch (call.word(i).toLatin1().toLowerCase(Locale.ROOT)) {
        case "redirect" -> {
          if (!hasMore) {
            return SYNTAX;
          }
          i++;
          OptionalLong id = Integers.parse(call.word(i));
          if (options.redirect != 0) {
            return Reply.err("A client can only redirect to a single other client");
          } else if (id.isEmpty()) {
            return Reply.err("value is not an integer or out of range");
          } else if (clients.find(id.getAsLong()).isEmpty()) {
            return Reply.err("The client ID you want redirect to does not exist");
          }
          options.redirect = id.getAsLong();
        }
        case "bcast" -> options.broadcast = true;
        case "optin" -> options.optIn = true;
        case "optout" -> options.optOut = true;
        case "noloop" -> options.noLoop = true;
        case "prefix" -> {
          if (!hasMore) {
            return SYNTAX;
          }
          i++;
          options.prefixes.add(call.word(i));
        }
        default -> {
          return SYNTAX;
        }
      }
    }
    return null;
  }

  private static Reply.@Nullable ErrorReply contradiction(
      Options options, Optional<TrackingMode> before) {
    if (!options.prefixes.isEmpty() && !options.broadcast) {
      return Reply.err("PREFIX option requires BCAST mode to be enabled");
    } else if (before.isPresent() && before.get().broadcast() != options.broadcast) {
      return Reply.err(
          "You can't switch BCAST mode on/off before disabling tracking for this client, and then"
              + " re-enabling it with a different mode.");
    } else if (options.broadcast && (options.optIn || options.optOut)) {
      return Reply.err("OPTIN and OPTOUT are not compatible with BCAST");
    } else if (options.optIn && options.optOut) {
      return Reply.err("You can't specify both OPTIN mode and OPTOUT mode");
    } else if (before.isPresent()
        && ((options.optIn && before.get().optOut()) || (options.optOut && before.get().optIn()))) {
      return Reply.err(
          "You can't switch OPTIN/OPTOUT mode before disabling tracking for this client, and then"
              + " re-enabling it with a different mode.");
    }
    return options.broadcast ? overlap(options, before) : null;
  }

  private static Reply.@Nullable ErrorReply overlap(
      Options options, Optional<TrackingMode> before) {
    List<Bytes> prefixes = options.prefixes;
    for (int i = 0; i < prefixes.size(); i++) {
      for (Bytes existing : before.map(TrackingMode::prefixes).orElse(List.of())) {
        if (overlaps(prefixes.get(i), existing)) {
          return overlap(prefixes.get(i), "an existing prefix", existing);
        }
      }
      for (int j = i + 1; j < prefixes.size(); j++) {
        if (overlaps(prefixes.get(i), prefixes.get(j))) {
          return overlap(prefixes.get(i), "another provided prefix", prefixes.get(j));
        }
      }
    }
    return null;
  }

  /** A prefix may be given again, but not one that begins with another. */
  private static boolean overlaps(Bytes one, Bytes other) {
    return !one.equals(other) && (one.startsWith(other) || other.startsWith(one));
  }

  private static Reply.ErrorReply overlap(Bytes prefix, String with, Bytes other) {
    return new Reply.ErrorReply(
        Bytes.of("ERR Prefix '")
            .concat(prefix)
            .concat(Bytes.of("' overlaps with " + with + " '"))
            .concat(other)
            .concat(Bytes.of("'. Prefixes for a single client must not overlap.")));
  }

  private Reply info(Call call) {
    Client client = call.client();
    Optional<TrackingMode> mode = tracking.mode(client);
    List<Reply> flags = new ArrayList<>();
    flags.add(Reply.bulk(mode.isPresent() ? "on" : "off"));
    mode.ifPresent(
        on -> {
          add(flags, "bcast", on.broadcast());
          add(flags, "optin", on.optIn());
          add(flags, "caching-yes", on.optIn() && tracking.isCachingGiven(client));
          add(flags, "optout", on.optOut());
          add(flags, "caching-no", on.optOut() && tracking.isCachingGiven(client));
          add(flags, "noloop", on.noLoop());
          add(flags, "broken_redirect", tracking.isRedirectBroken(client));
        });
    List<Reply> prefixes = new ArrayList<>();
    mode.ifPresent(on -> on.prefixes().forEach(prefix -> prefixes.add(Reply.bulk(prefix))));
    return new Reply.Dictionary(
        List.of(
            new Reply.Entry(Reply.bulk("flags"), new Reply.Group(flags)),
            new Reply.Entry(
                Reply.bulk("redirect"), Reply.of(mode.map(TrackingMode::redirect).orElse(-1L))),
            new Reply.Entry(Reply.bulk("prefixes"), Reply.array(prefixes))));
  }

  private static void add(List<Reply> flags, String flag, boolean holds) {
    if (holds) {
      flags.add(Reply.bulk(flag));
    }
  }

  private Reply caching(Call call) {
    Optional<TrackingMode> mode = tracking.mode(call.client());
    if (mode.isEmpty()) {
      return Reply.err(
          "CLIENT CACHING can be called only when the client is in tracking mode with OPTIN or"
              + " OPTOUT mode enabled");
    } else if (call.word(2).equalsIgnoreCase("yes")) {
      if (!mode.get().optIn()) {
        return Reply.err(
            "CLIENT CACHING YES is only valid when tracking is enabled in OPTIN mode.");
      }
    } else if (call.word(2).equalsIgnoreCase("no")) {
      if (!mode.get().optOut()) {
        return Reply.err(
            "CLIENT CACHING NO is only valid when tracking is enabled in OPTOUT mode.");
      }
    } else {
      return SYNTAX;
    }
    tracking.caching(call.client());
    return Reply.OK;
  }

  private Reply redirect(Call call) {
    return Reply.of(tracking.mode(call.client()).map(TrackingMode::redirect).orElse(-1L));
  }
}
