package dev.fnstore.engine.lua;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.engine.lua.LuaPrograms.Program;
import dev.fnstore.testing.Peer;
import dev.fnstore.testing.RespConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Random programs are answered as Valkey 8.1 answers them, and so are those that were not once,
 * which are kept in {@code found-programs}. {@code -Dlua.programs=N} for more, {@code -Dlua.seed=N}
 * to replay.
 */
final class LuaProgramsPeerTest {
  private static final long SEED = Long.getLong("lua.seed", System.nanoTime());
  private static final int PROGRAMS = Integer.getInteger("lua.programs", 300);
  private static final int MOST_SHOWN = 8;
  private static final int MOST_ATTEMPTS = 3000;
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(20);

  /** Between a found program and what Valkey answers. */
  private static final String ANSWER_MARK = "\n--[[ Valkey answers:\n";

  private static final String END_MARK = "\n]]\n";

  @Test
  void shouldAnswerRandomProgramsAsValkeyDoes() {
    List<String> differences = new ArrayList<>();
    Random seeds = new Random(SEED);
    int run = 0;
    int unanswered = 0;
    while (run < PROGRAMS && differences.size() < MOST_SHOWN) {
      try (Peer peer = Peer.start(Peer.Kind.VALKEY_8);
          RespConnection connection = peer.connect().timeout(ANSWER_LIMIT)) {
        while (run < PROGRAMS && differences.size() < MOST_SHOWN) {
          run++;
          Program program = LuaPrograms.program(seeds.nextLong());
          if (differsAgain(connection, program.source())) {
            differences.add(shrunk(connection, program));
          }
        }
      } catch (Unanswered e) {
        unanswered++; // there one in some thousands does not end; it goes on with a new server
      }
    }
    System.out.printf(
        "%d random Lua programs, seed %d: %d differences, %d that Valkey did not answer%n",
        run, SEED, differences.size(), unanswered);
    assertThat(differences).as("-Dlua.seed=%d -Dlua.programs=%d", SEED, run).isEmpty();
    assertThat(unanswered).isLessThanOrEqualTo(1 + run / 1000);
  }

  @Test
  void shouldAnswerFoundProgramsAsValkeyDid() throws IOException, URISyntaxException {
    List<String> differences = new ArrayList<>();
    List<Path> files = foundPrograms();
    for (Path file : files) {
      String text = Files.readString(file, StandardCharsets.ISO_8859_1);
      int mark = text.lastIndexOf(ANSWER_MARK);
      String source = text.substring(0, mark);
      String answer =
          text.substring(mark + ANSWER_MARK.length(), text.length() - END_MARK.length());
      ProgramRunners.ways()
          .forEach(
              (name, way) -> {
                String ours = ProgramRunners.here(way, source);
                if (!ours.strip().equals(answer.strip())) {
                  differences.add("%s, %s:\n%s".formatted(file.getFileName(), name, ours));
                }
              });
    }
    assertThat(differences).isEmpty();
    assertThat(files).isNotEmpty();
  }

  private static List<Path> foundPrograms() throws IOException, URISyntaxException {
    URL folder = Objects.requireNonNull(LuaProgramsPeerTest.class.getResource("found-programs"));
    try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
      return files.sorted().toList();
    }
  }

  /**
   * Whether it differs whenever it is asked: Valkey's collector may come between two answers, and
   * changes what {@code #} gives.
   */
  private static boolean differsAgain(RespConnection peer, String source) {
    for (int i = 0; i < 3; i++) {
      if (!differs(peer, source)) {
        return false;
      }
    }
    return true;
  }

  private static boolean differs(RespConnection peer, String source) {
    String theirs;
    try {
      theirs = ProgramRunners.onPeer(peer, source);
    } catch (UncheckedIOException e) {
      throw new Unanswered(e);
    }
    return ProgramRunners.ways().values().stream()
        .anyMatch(way -> !ProgramRunners.here(way, source).equals(theirs));
  }

  /** As small as it gets, in the form of a file of {@code found-programs}, and our answers. */
  private static String shrunk(RespConnection peer, Program program) {
    LuaTree smallest =
        new LuaTreeShrinker(
                tree -> differs(peer, new Program(tree, program.isLibrary()).source()),
                MOST_ATTEMPTS)
            .shrink(program.tree());
    String source = new Program(smallest, program.isLibrary()).source();
    String ours =
        ProgramRunners.ways().entrySet().stream()
            .map(way -> way.getKey() + ":\n" + ProgramRunners.here(way.getValue(), source))
            .collect(Collectors.joining("\n"));
    return source + ANSWER_MARK + ProgramRunners.onPeer(peer, source) + END_MARK + ours;
  }

  /** Valkey did not answer in time. */
  private static final class Unanswered extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unanswered(Throwable cause) {
      super(cause);
    }
  }
}
