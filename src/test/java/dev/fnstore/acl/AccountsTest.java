package dev.fnstore.acl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.bytes.Bytes;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who is connected as a user keeps the account, whatever the user becomes. */
final class AccountsTest {
  private final Accounts accounts = new Accounts(new UserRules(new SampleCommands(), () -> false));

  private User allowed(String name) throws RuleException {
    User user = accounts.rules().create(Bytes.of(name));
    return accounts.rules().apply(user, Bytes.of("+@all"));
  }

  @Test
  void shouldChangeAUserUnderThoseWhoAreConnectedAsIt() throws Exception {
    accounts.put(allowed("ann"));
    Account connected = accounts.find(Bytes.of("ann")).orElseThrow();

    accounts.put(accounts.rules().create(Bytes.of("ann")));

    assertThat(connected.user().check(SampleCommands.SELECT, List.of(Bytes.of("select"))))
        .isNotNull();
    assertThat(accounts.find(Bytes.of("ann"))).contains(connected);
  }

  @Test
  void shouldLeaveNothingToWhoIsConnectedAsAUserThatIsGone() throws Exception {
    accounts.put(allowed("ann"));
    Account connected = accounts.find(Bytes.of("ann")).orElseThrow();

    assertThat(accounts.remove(Bytes.of("ann"))).contains(connected);

    assertThat(connected.user().check(SampleCommands.SELECT, List.of(Bytes.of("select"))))
        .isNotNull();
    assertThat(accounts.find(Bytes.of("ann"))).isEmpty();
    assertThat(accounts.remove(Bytes.of("ann"))).isEmpty();
    assertThat(accounts.remove(User.DEFAULT_NAME)).isEmpty();
  }

  @Test
  void shouldReplaceAllButNeverTheAccountOfTheDefaultUser() throws Exception {
    Account first = accounts.defaultAccount();
    accounts.put(accounts.rules().apply(first.user(), Bytes.of("off")));
    accounts.put(allowed("ann"));
    accounts.put(allowed("bea"));

    List<Account> gone = accounts.replaceAll(List.of(allowed("bea"), allowed("cal")));

    assertThat(gone).extracting(Account::name).containsExactly(Bytes.of("ann"));
    assertThat(accounts.all())
        .extracting(Account::name)
        .containsExactly(Bytes.of("bea"), Bytes.of("cal"), User.DEFAULT_NAME);
    assertThat(accounts.defaultAccount()).isSameAs(first);
    assertThat(first.user().isOpen()).isTrue();
  }
}
