package dev.fnstore.log;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Makes what folders list durable: a file's own sync does not say that its name survives. */
public final class FolderSync {
  private FolderSync() {}

  /** Returns once the names in {@code folder} are on disk. */
  public static void sync(@Nullable Path folder) throws IOException {
    if (folder != null) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  /** Creates {@code folder} and those above it that are not there, durably. */
  static void create(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    Path parent = folder.getParent();
    if (parent != null) {
      create(parent);
    }
    Files.createDirectories(folder);
    sync(parent);
  }
}
