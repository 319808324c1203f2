package dev.fnstore.server.acl;

import dev.fnstore.acl.AclText;
import dev.fnstore.acl.AclText.AclTextException;
import dev.fnstore.acl.User;
import dev.fnstore.acl.UserRules;
import dev.fnstore.bytes.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collection;
import java.util.Set;

/** The file that {@code aclfile} names. It is its owner's alone to read. */
public final class AclFile {
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final Path file;

  public AclFile(String file) {
    this.file = Path.of(file);
  }

  /**
   * The users that it lists.
   *
   * @throws AclTextException with Valkey's words for why it cannot be read
   */
  public Collection<User> read(UserRules rules) throws AclFileException, AclTextException {
    byte[] content;
    try {
      content = Files.readAllBytes(file);
    } catch (IOException e) {
      throw new AclFileException(
          "Error loading ACLs, opening file '" + file + "': " + reason(e), e);
    }
    return AclText.read(Bytes.wrap(content), file.toString(), rules);
  }

  /** It is not there, or may not be read. */
  public static final class AclFileException extends Exception {
    private static final long serialVersionUID = 1L;

    private AclFileException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  private static String reason(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "No such file or directory";
    } else if (e instanceof AccessDeniedException) {
      return "Permission denied";
    }
    return String.valueOf(e.getMessage());
  }

  /** Puts these users in the place of all that it lists: whole or not at all, and synced. */
  public void write(Collection<User> users) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Path whole = Files.createTempFile(folder, file.getFileName() + ".tmp-", "", OWNER_ONLY);
    try {
      try (FileChannel channel = FileChannel.open(whole, StandardOpenOption.WRITE)) {
        ByteBuffer text = ByteBuffer.wrap(AclText.write(users).shared());
        while (text.hasRemaining()) {
          channel.write(text);
        }
        channel.force(true);
      }
      Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(whole);
    }
    try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
      names.force(true);
    }
  }
}
