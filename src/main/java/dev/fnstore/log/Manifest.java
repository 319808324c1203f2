package dev.fnstore.log;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** The MANIFEST of a RocksDB folder that nobody has open: which tables there are. */
public final class Manifest {
  private static final Pattern NAME = Pattern.compile("MANIFEST-[0-9]{6,}");
  private static final int LONGEST_CURRENT_BYTES = 64;

  private Manifest() {}

  /**
   * Checks that it is there and whole. An unfinished last record is cut off where RocksDB would
   * take it for damage.
   *
   * @throws DamagedFileException if it is not
   */
  public static void check(Path folder) throws IOException {
    CutOff.unfinishedRecord(in(folder), false);
  }

  private static Path in(Path folder) throws IOException {
    Path current = folder.resolve("CURRENT");
    if (!Files.isRegularFile(current)) {
      throw new DamagedFileException("its file CURRENT is missing");
    }
    String content =
        Files.size(current) > LONGEST_CURRENT_BYTES
            ? ""
            : Files.readString(current, StandardCharsets.ISO_8859_1);
    String name = content.endsWith("\n") ? content.substring(0, content.length() - 1) : "";
    if (!NAME.matcher(name).matches()) {
      throw new DamagedFileException("its file CURRENT names no MANIFEST");
    }
    Path manifest = folder.resolve(name);
    if (!Files.isRegularFile(manifest)) {
      throw new DamagedFileException("its file CURRENT names " + name + ", which is missing");
    }
    return manifest;
  }
}
