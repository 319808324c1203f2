package dev.fnstore.registry;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.model.Change;
import dev.fnstore.model.Revision;

/** Says what requests do to the tags of an image. */
public final class Tags {
  private static final int MOST_NAME_BYTES = 128;

  private Tags() {}

  /** Whether {@code name} can name a tag: a letter, then letters, digits and {@code . _ - /}. */
  public static boolean isName(Bytes name) {
    if (name.isEmpty() || name.length() > MOST_NAME_BYTES || !isLetter(name.at(0))) {
      return false;
    }
    for (byte b : name.shared()) {
      boolean digit = b >= '0' && b <= '9';
      if (!isLetter(b) && !digit && b != '.' && b != '_' && b != '-' && b != '/') {
        return false;
      }
    }
    return true;
  }

  private static boolean isLetter(byte b) {
    return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z');
  }

  /**
   * FUNCTION TAG SET.
   *
   * @throws RefusedException if {@code name} cannot name a tag
   */
  public static Change.TagSet set(Bytes name, Revision revision) throws RefusedException {
    if (!isName(name)) {
      throw RefusedException.naming(
          "'",
          name,
          "' cannot name a tag: a name is a letter, then letters, digits, '.', '_', '-' and '/',"
              + " at most "
              + MOST_NAME_BYTES
              + " in all");
    }
    return new Change.TagSet(name, revision);
  }

  /**
   * FUNCTION TAG DELETE.
   *
   * @throws RefusedException if there is no such tag
   */
  public static Change.TagDelete delete(RegistryImage image, Bytes name) throws RefusedException {
    if (image.tag(name).isEmpty()) {
      throw unknown(name);
    }
    return new Change.TagDelete(name);
  }

  /** There is no tag of this name. */
  public static RefusedException unknown(Bytes name) {
    return RefusedException.naming("no tag '", name, "'");
  }
}
