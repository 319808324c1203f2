package dev.fnstore.cli;

import dev.fnstore.cli.source.ServerAddress;
import dev.fnstore.cli.source.ServerSource;
import dev.fnstore.cli.source.Source;
import dev.fnstore.cli.source.SourceException;
import dev.fnstore.cli.source.TlsOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which server is asked. */
final class ServerOptions {
  private static final String DEFAULT_URL = "valkey://127.0.0.1:7379";
  private static final String PASSWORD = "FNSTORE_PASSWORD";

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = {
        "The server to ask, such as valkey://user@host:7379; valkeys is valkey with TLS. The"
            + " password is taken from FNSTORE_PASSWORD, or asked for on a terminal.",
        "Default: " + DEFAULT_URL
      })
  private @Nullable String url;

  @Option(
      names = "--cacert",
      paramLabel = "FILE",
      description = "Who signed the certificate of a server with TLS, if Java does not know them.")
  private @Nullable Path authorities;

  @Option(
      names = "--cert",
      paramLabel = "FILE",
      description = "Our certificate, where the server wants one.")
  private @Nullable Path certificate;

  @Option(names = "--key", paramLabel = "FILE", description = "The key of our certificate.")
  private @Nullable Path key;

  /** Whether any of these was given. */
  boolean areGiven() {
    return url != null || authorities != null || certificate != null || key != null;
  }

  Source connect(Surroundings surroundings) throws SourceException, FailedException {
    ServerAddress address = ServerAddress.parse(url == null ? DEFAULT_URL : url);
    if ((certificate == null) != (key == null)) {
      throw new FailedException("--cert and --key belong together: give both or none.");
    }
    checkReadable("--cacert", authorities);
    checkReadable("--cert", certificate);
    checkReadable("--key", key);
    return ServerSource.connect(
        address, password(address, surroundings), new TlsOptions(authorities, certificate, key));
  }

  private static void checkReadable(String option, @Nullable Path file) throws FailedException {
    if (file != null && !Files.isReadable(file)) {
      throw new FailedException(option + ": the file " + file + " cannot be read.");
    }
  }

  private static @Nullable String password(ServerAddress address, Surroundings surroundings)
      throws FailedException {
    String set = surroundings.environment().get(PASSWORD);
    if (set != null || address.user() == null) {
      return set;
    }
    String told =
        surroundings.terminal().secret("Password of " + address.user() + " at " + address + ": ");
    if (told == null) {
      throw new FailedException(
          "the password of user '" + address.user() + "' is not known. Set " + PASSWORD + ".");
    }
    return told;
  }
}
