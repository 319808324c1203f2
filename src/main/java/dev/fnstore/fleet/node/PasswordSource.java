package dev.fnstore.fleet.node;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Where a password is kept. It is read when it is needed, so that it can be changed there. */
public sealed interface PasswordSource {
  /**
   * The password now.
   *
   * @param environment the variables of the environment; null where there is none of that name
   * @return null if there is none to give
   * @throws NodeException.Misconfigured that names the variable or the file, if it is not there,
   *     cannot be read, is empty or no UTF-8
   */
  @Nullable String read(Function<String, @Nullable String> environment)
      throws NodeException.Misconfigured;

  /** No password. */
  record None() implements PasswordSource {
    @Override
    public @Nullable String read(Function<String, @Nullable String> environment) {
      return null;
    }
  }

  /** A variable of the environment. */
  record Variable(String name) implements PasswordSource {
    @Override
    public String read(Function<String, @Nullable String> environment)
        throws NodeException.Misconfigured {
      String password = environment.apply(name);
      if (password == null || password.isEmpty()) {
        throw new NodeException.Misconfigured(
            "the password is to be in the environment variable " + name + ", which is not set");
      }
      return password;
    }
  }

  /** A file with nothing else in it; one line end after the password does not count. */
  record InFile(Path path) implements PasswordSource {
    /** Far more than any password, and little enough to be held. */
    private static final int MOST_BYTES = 1 << 16;

    @Override
    public String read(Function<String, @Nullable String> environment)
        throws NodeException.Misconfigured {
      try (InputStream in = Files.newInputStream(path)) {
        byte[] content = in.readNBytes(MOST_BYTES + 1);
        if (content.length > MOST_BYTES) {
          throw wrong("is larger than 65536 bytes");
        }
        String password = withoutLineEnd(decoded(content));
        if (password.isEmpty()) {
          throw wrong("is empty");
        }
        return password;
      } catch (CharacterCodingException e) {
        throw wrong("is no UTF-8");
      } catch (IOException e) {
        throw wrong("cannot be read");
      }
    }

    private static String decoded(byte[] content) throws CharacterCodingException {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
    }

    private static String withoutLineEnd(String text) {
      if (text.endsWith("\r\n")) {
        return text.substring(0, text.length() - 2);
      }
      return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    }

    private NodeException.Misconfigured wrong(String how) {
      return new NodeException.Misconfigured(
          "the password is to be in the file " + path + ", which " + how);
    }
  }
}
