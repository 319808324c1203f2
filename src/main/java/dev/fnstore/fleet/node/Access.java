package dev.fnstore.fleet.node;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The way into the servers of a deployment. Passwords and files are read for each connection, so
 * that those that are changed hold from the next one on.
 *
 * @param tls null: without TLS
 * @param environment the variables of the environment; null where there is none of that name
 */
public record Access(
    Login login, @Nullable TlsOptions tls, Function<String, @Nullable String> environment) {
  /** The way into Valkey and Redis themselves. */
  public static Access toNodes(TargetUri uri, Function<String, @Nullable String> environment) {
    return new Access(uri.login(), uri.tls(), environment);
  }

  /** The way into the Sentinels that watch them: TLS is the same, users and passwords are not. */
  public static Access toSentinels(TargetUri uri, Function<String, @Nullable String> environment) {
    return new Access(uri.sentinelLogin(), uri.tls(), environment);
  }

  /**
   * Who we are now; reads the environment or a file, so it may wait for a disk.
   *
   * @throws NodeException.Misconfigured that names what is missing
   */
  Credentials credentials() throws NodeException.Misconfigured {
    String password = login.password().read(environment);
    // a user that needs no password is still to be named, which takes one
    boolean named = login.user() != null && password == null;
    return new Credentials(login.user(), named ? "" : password);
  }

  /**
   * Looks whether the files of TLS are there, since errors of the client do not name them.
   *
   * @throws NodeException.Misconfigured that names the first one that is not
   */
  void checkFiles() throws NodeException.Misconfigured {
    if (tls != null) {
      check("ca-file", tls.authorities());
      check("cert-file", tls.certificate());
      check("key-file", tls.key());
    }
  }

  private static void check(String option, @Nullable Path file) throws NodeException.Misconfigured {
    if (file != null && !(Files.isRegularFile(file) && Files.isReadable(file))) {
      throw new NodeException.Misconfigured(
          "the " + option + " " + file + " is not there or cannot be read");
    }
  }

  @Override
  public String toString() {
    return "Access[login=" + login + ", tls=" + tls + "]";
  }
}
