package dev.fnstore.acl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.command.CommandSpec;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What rules make of a user, and what the user may then do; texts are held by the peer tests. */
final class UserRulesTest {
  private final UserRules rules = new UserRules(new SampleCommands(), () -> false);

  private User user(String... words) throws Exception {
    User user = rules.create(Bytes.of("ann"));
    for (Bytes rule : RuleWords.join(Stream.of(words).map(Bytes::of).toList())) {
      user = rules.apply(user, rule);
    }
    return user;
  }

  private static @Nullable Denial check(User user, CommandSpec command, String... words) {
    List<Bytes> all =
        Stream.concat(Stream.of(command.name()), Stream.of(words)).map(Bytes::of).toList();
    return user.check(command, all);
  }

  private static Bytes denied(User user, CommandSpec command, String... words) {
    Denial denial = Objects.requireNonNull(check(user, command, words));
    return Bytes.of(denial.reason().text() + " ").concat(denial.object());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "on; user ann on sanitize-payload resetchannels -@all",
        "on nopass; user ann on nopass sanitize-payload resetchannels -@all",
        "skip-sanitize-payload; user ann off skip-sanitize-payload resetchannels -@all",
        "~a %R~b %W~b %W~c; user ann off sanitize-payload ~a ~b %W~c resetchannels -@all",
        "~a allkeys; user ann off sanitize-payload ~* resetchannels -@all",
        "&a &b &a; user ann off sanitize-payload resetchannels &a &b -@all",
        "&a &*; user ann off sanitize-payload &* -@all",
        "+GET -get +get; user ann off sanitize-payload resetchannels -@all +get",
        "+config|get +config; user ann off sanitize-payload resetchannels -@all +config",
        "+config -config|get; user ann off sanitize-payload resetchannels -@all +config"
            + " -config|get",
        "+@all -@String; user ann off sanitize-payload resetchannels +@all -@string",
        "+get +@all; user ann off sanitize-payload resetchannels +@all",
        "+select|1 +SELECT|2; user ann off sanitize-payload resetchannels -@all +select|1"
            + " +select|2",
        "( +get ~a ); user ann off sanitize-payload resetchannels -@all (~a resetchannels -@all"
            + " +get)",
        "on +get ~a reset; user ann off sanitize-payload resetchannels -@all",
      })
  void shouldBeWrittenDownAsValkeyDoes(String words, String described) throws Exception {
    User user = user(words.split(" ", -1));

    assertThat(user.describe()).isEqualTo(Bytes.of(described));
    String file = "ann.acl";
    assertThat(AclText.read(user.describe(), file, rules))
        .singleElement()
        .extracting(User::describe)
        .isEqualTo(user.describe());
  }

  @ParameterizedTest
  @CsvSource({
    "+nosuch, UNKNOWN",
    "-nosuch, UNKNOWN",
    "+@nosuch, UNKNOWN",
    "+config|nosuch, UNKNOWN",
    "-select|1, UNKNOWN",
    "nosuch, SYNTAX",
    "+select|, SYNTAX",
    "'+select|a b', SYNTAX",
    "+select|a\"b, SYNTAX",
    "'~a b', SYNTAX",
    "%~a, SYNTAX",
    "%, SYNTAX",
    "%RR~a, SYNTAX",
    "(on), SYNTAX",
    "'(+get \"x)', SYNTAX",
    "'(~* ~a)', KEYS_AFTER_ALL",
    "'(&* &a)', CHANNELS_AFTER_ALL",
    "<other, NO_SUCH_PASSWORD",
    "#abc, BAD_HASH",
    "!abc, BAD_HASH",
    "+config|get|x, FIRST_WORD_OF_SUBCOMMAND"
  })
  void shouldRefuseWhatIsNoRule(String rule, RuleException.Reason reason) throws Exception {
    User user = user("on", ">secret");

    assertThatThrownBy(() -> rules.apply(user, Bytes.of(rule)))
        .isInstanceOfSatisfying(RuleException.class, e -> assertThat(e.reason()).isEqualTo(reason))
        .hasMessageNotContaining("secret");
  }

  @Test
  void shouldAllowNothingButToLogInAtFirst() throws Exception {
    User user = user();

    assertThat(denied(user, SampleCommands.SELECT, "0")).isEqualTo(Bytes.of("command select"));
    assertThat(check(user, SampleCommands.AUTH, "x")).isNull();
    assertThat(user.isUnrestricted()).isFalse();
  }

  @Test
  void shouldTellReadingFromWriting() throws Exception {
    User user = user("+@all", "%R~r*", "%W~w*");

    assertThat(check(user, SampleCommands.GET, "r1")).isNull();
    assertThat(denied(user, SampleCommands.GET, "w1")).isEqualTo(Bytes.of("key w1"));
    assertThat(check(user, SampleCommands.SET, "w1", "v")).isNull();
    assertThat(denied(user, SampleCommands.SET, "w1", "v", "GET")).isEqualTo(Bytes.of("key w1"));
    assertThat(denied(user, SampleCommands.MSET, "w1", "v", "r1", "v"))
        .isEqualTo(Bytes.of("key r1"));
  }

  @Test
  void shouldNotMixWhatTwoSelectorsAllow() throws Exception {
    User user = user("+get", "~a*", "(+mset", "~b*)");

    assertThat(check(user, SampleCommands.MSET, "b1", "v", "b2", "v")).isNull();
    assertThat(denied(user, SampleCommands.MSET, "b1", "v", "a1", "v"))
        .isEqualTo(Bytes.of("key a1"));
    assertThat(denied(user, SampleCommands.GET, "b1")).isEqualTo(Bytes.of("key b1"));
    assertThat(denied(user, SampleCommands.SET, "a1", "v")).isEqualTo(Bytes.of("command set"));
  }

  @Test
  void shouldMatchChannelsButTakePatternsAsTheyAre() throws Exception {
    User user = user("+@pubsub", "&news.*");

    assertThat(check(user, SampleCommands.PUBLISH, "news.1", "m")).isNull();
    assertThat(denied(user, SampleCommands.PUBLISH, "sport", "m"))
        .isEqualTo(Bytes.of("channel sport"));
    assertThat(check(user, SampleCommands.PSUBSCRIBE, "news.*")).isNull();
    assertThat(denied(user, SampleCommands.PSUBSCRIBE, "news.1"))
        .isEqualTo(Bytes.of("channel news.1"));
  }

  @Test
  void shouldHaveAllRightsByAnyOfItsSelectors() throws Exception {
    assertThat(user("(+@all ~* &*)").isUnrestricted()).isTrue();
    assertThat(user("+@all", "~*").isUnrestricted()).isFalse();
    assertThat(user("+@all", "~*", "&*", "-get").isUnrestricted()).isFalse();
    assertThat(rules.createDefault().isUnrestricted()).isTrue();
  }

  @Test
  void shouldTellWhenChannelsAreLost() throws Exception {
    assertThat(user("&a", "&b").channelsLeftOf(user("&a"))).isNull();
    assertThat(user("(&a)").channelsLeftOf(user("&a"))).isNull();
    assertThat(user("&*").channelsLeftOf(user("&a"))).isNull();
    assertThat(user("&b").channelsLeftOf(user("&a")))
        .isEqualTo(new ChannelRights(false, List.of(Bytes.of("b"))));
    assertThat(user("&b").channelsLeftOf(user("&*"))).isNotNull();
  }

  @Test
  void shouldKnowPasswordsByTheirHashesAlone() throws Exception {
    User user = user("on", ">one", ">two", "<one");

    assertThat(user.accepts(Bytes.of("two"))).isTrue();
    assertThat(user.accepts(Bytes.of("one"))).isFalse();
    assertThat(user.accepts(Bytes.EMPTY)).isFalse();
    assertThat(rules.apply(user, Bytes.of("off")).accepts(Bytes.of("two"))).isFalse();
    assertThat(rules.apply(user, Bytes.of("nopass")).accepts(Bytes.EMPTY)).isTrue();
    assertThat(user.describe().toLatin1())
        .contains(" #" + PasswordHash.of(Bytes.of("two")).hex().toLatin1() + " ")
        .doesNotContain("two");
    assertThat(user.passwords().toString()).isEqualTo("[(redacted)]");
  }

  @ParameterizedTest
  @CsvSource({
    ">secret, >(redacted)",
    "<secret, <(redacted)",
    "'(+get >secret ~a)', '(+get >(redacted)'",
    "~a>b, ~a>b",
    "+get, +get"
  })
  void shouldShowNoPasswordOfARule(String rule, String shown) {
    assertThat(RuleWords.withoutPasswords(Bytes.of(rule))).isEqualTo(Bytes.of(shown));
  }
}
