package dev.fnstore.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.acl.Accounts;
import dev.fnstore.acl.User;
import dev.fnstore.acl.UserRules;
import dev.fnstore.bytes.Bytes;
import dev.fnstore.resp.Reply;
import dev.fnstore.server.config.ServerConfig;
import dev.fnstore.server.dispatch.CommandTable;
import dev.fnstore.server.dispatch.Statistics;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Whom the server takes: protected mode and the bound on clients. */
final class AdmissionTest {
  private final ServerConfig config = new ServerConfig();
  private final Accounts accounts =
      new Accounts(new UserRules(new CommandTable(new Statistics(config)), () -> false));
  private final Admission admission =
      new Admission(config, accounts.defaultAccount(), new DescriptorLimit(1000));

  private void apply(String rule) throws Exception {
    User user = accounts.defaultAccount().user();
    accounts.put(accounts.rules().apply(user, Bytes.of(rule)));
  }

  @Test
  void shouldTakeNobodyFromElsewhereWhileThereIsNoPassword() throws Exception {
    Reply.ErrorReply refusal = Objects.requireNonNull(admission.refusal(0, false));
    assertThat(refusal.text().toText())
        .startsWith("DENIED Running in protected mode because protected mode is enabled and no")
        .endsWith("in order for the server to start accepting connections from the outside.");
    assertThat(admission.refusal(0, true)).isNull();

    apply(">secret");
    assertThat(admission.refusal(0, false)).isNull();
    apply("nopass");
    assertThat(admission.refusal(0, false)).isEqualTo(refusal);
    config.set(List.of(Bytes.of("protected-mode"), Bytes.of("no")));
    assertThat(admission.refusal(0, false)).isNull();
  }

  @Test
  void shouldTakeNoMoreThanItHasDescriptorsFor() {
    assertThat(admission.refusal(743, true)).isNull();
    assertThat(admission.refusal(744, true)).isEqualTo(Reply.err("max number of clients reached"));
  }
}
