package dev.fnstore.server.acl;

import dev.fnstore.acl.Accounts;
import dev.fnstore.acl.AclText.AclTextException;
import dev.fnstore.acl.PasswordHash;
import dev.fnstore.acl.User;
import dev.fnstore.acl.UserRules;
import dev.fnstore.server.acl.AclFile.AclFileException;
import dev.fnstore.server.config.ServerConfig;
import java.util.Collection;
import java.util.Optional;

/** The users that the parameters {@code aclfile} and {@code requirepass} name. */
public final class ConfiguredUsers {
  private final ServerConfig config;
  private final Accounts accounts;

  public ConfiguredUsers(ServerConfig config, Accounts accounts) {
    this.config = config;
    this.accounts = accounts;
    config.onRequiredPassword(this::require);
  }

  private void require(Optional<PasswordHash> password) {
    User user = accounts.defaultAccount().user();
    accounts.put(UserRules.withOnlyPassword(user, password.stream().toList()));
  }

  /**
   * Reads them before the first client comes. As with Valkey, a file has the last word on the
   * default user.
   *
   * @throws AclFileException if the file cannot be read
   * @throws AclTextException naming each line of it that is wrong
   */
  public void load() throws AclFileException, AclTextException {
    require(config.requiredPassword());
    Optional<AclFile> file = file();
    if (file.isPresent()) {
      Collection<User> users = file.get().read(accounts.rules());
      accounts.replaceAll(users);
    }
  }

  /** The ACL file, if one is named. */
  public Optional<AclFile> file() {
    String name = config.aclFile();
    return name.isEmpty() ? Optional.empty() : Optional.of(new AclFile(name));
  }
}
