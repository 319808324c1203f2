package dev.fnstore.log;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.jar.JarEntry;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDB;
import org.rocksdb.util.Environment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads RocksDB's native library from a file that is unpacked once and stays, where RocksDB itself
 * unpacks 15 MB at each start, and leaves them behind when the process is killed.
 *
 * <pre>
 *   TEMPORARY/fnstore-USER/                     for nobody else to write
 *     rocksdb-CRC-SIZE/librocksdbjnijni-….so    CRC and SIZE as the jar has them
 * </pre>
 *
 * <p>The file is written under another name, synced and renamed: whoever sees it sees all of it,
 * however many processes start at once.
 */
public final class NativeLibrary {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");

  private static boolean isLoaded;

  private NativeLibrary() {}

  /** Loads it, however often it is called, once, and starts {@link RocksThreads}. */
  public static synchronized void load() {
    if (!isLoaded) {
      loadOnce();
      RocksThreads.start();
      isLoaded = true;
    }
  }

  private static void loadOnce() {
    @Nullable Path folder = null;
    try {
      folder = unpacked(home());
    } catch (IOException | UnsupportedOperationException e) {
      log().warn("RocksDB's library is unpacked for this run only: {}", e.toString());
    }
    if (folder != null) {
      try {
        RocksDB.loadLibrary(List.of(folder.toString()));
        return;
      } catch (UnsatisfiedLinkError e) {
        log().warn("RocksDB's library cannot be loaded from {}: {}", folder, e.getMessage());
      }
    }
    RocksDB.loadLibrary();
  }

  /**
   * Asked for only where there is something to say: it is loaded beside the rest of a start, and of
   * two threads that set up the log at once one has slf4j print that it came too early.
   */
  private static Logger log() {
    return LoggerFactory.getLogger(NativeLibrary.class);
  }

  private static Path home() {
    String user = System.getProperty("user.name", "").replaceAll("[^A-Za-z0-9_.-]", "_");
    return Path.of(System.getProperty("java.io.tmpdir", "/tmp"), "fnstore-" + user);
  }

  /**
   * The folder below {@code home} with the library, unpacked if it is not there; null where this
   * jar has none for this system under the name that RocksDB asks for.
   *
   * @throws IOException if it cannot be written, or others could write it too
   */
  static @Nullable Path unpacked(Path home) throws IOException {
    String name = Environment.getJniLibraryFileName("rocksdb");
    URL resource = RocksDB.class.getClassLoader().getResource(name);
    if (resource == null) {
      return null;
    }
    URLConnection connection = resource.openConnection();
    if (!(connection instanceof JarURLConnection jar)) {
      return null;
    }
    JarEntry entry = jar.getJarEntry();
    takeFolder(home);
    Path folder =
        home.resolve(
            String.format(Locale.ROOT, "rocksdb-%08x-%d", entry.getCrc(), entry.getSize()));
    takeFolder(folder);
    // where it looks in folders, RocksDB asks for another name than in its jar
    Path library = folder.resolve(Environment.getJniLibraryFileName("rocksdbjni"));
    if (!isWhole(library, entry.getSize())) {
      unpack(connection, folder, library);
    }
    return folder;
  }

  private static void takeFolder(Path folder) throws IOException {
    try {
      Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    } catch (FileAlreadyExistsException e) {
      // it is the one we made, or it is not used: see below
    }
    checkOwn(folder);
  }

  private static boolean isWhole(Path library, long size) throws IOException {
    if (!Files.exists(library, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    return Files.isRegularFile(library, LinkOption.NOFOLLOW_LINKS) && Files.size(library) == size;
  }

  /** What lies in a folder for all users may have been put there by any of them. */
  private static void checkOwn(Path folder) throws IOException {
    PosixFileAttributes found =
        Files.readAttributes(folder, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    Path probe = Files.createTempFile(folder, "own", null);
    try {
      boolean isOurs =
          found.isDirectory()
              && found.owner().equals(Files.getOwner(probe))
              && OWNER_ONLY.containsAll(found.permissions());
      if (!isOurs) {
        throw new IOException(folder + " is not a folder of this user alone");
      }
    } finally {
      Files.delete(probe);
    }
  }

  private static void unpack(URLConnection from, Path folder, Path library) throws IOException {
    Path fresh = Files.createTempFile(folder, "unpacking", ".so");
    try (InputStream content = from.getInputStream();
        FileChannel file = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
      content.transferTo(Channels.newOutputStream(file));
      file.force(true);
    }
    Files.move(fresh, library, StandardCopyOption.ATOMIC_MOVE);
  }
}
