package dev.fnstore.store;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.model.Digest;
import dev.fnstore.model.Library;
import dev.fnstore.model.RegisteredLibrary;
import dev.fnstore.payload.DumpCache;
import dev.fnstore.payload.PayloadException;
import dev.fnstore.registry.RefusedException;
import dev.fnstore.registry.RegistryImage;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/** Payloads of images, one after the other; what did not change is not looked at again. */
final class ImageDumps {
  private final DumpCache dumps = new DumpCache();
  private RegistryImage dumped = RegistryImage.EMPTY;
  private Collection<Library> libraries = List.of();

  /**
   * The payload of all libraries of an image.
   *
   * @throws RefusedException if it would be larger than a reply can be
   */
  Bytes dump(RegistryImage image, Function<Digest, Bytes> sources, int rdbVersion)
      throws RefusedException {
    if (!image.revision().equals(dumped.revision())) {
      libraries = image.libraries().stream().map(RegisteredLibrary::library).toList();
      dumped = image;
    }
    try {
      return dumps.dump(libraries, sources, rdbVersion);
    } catch (PayloadException e) {
      throw new RefusedException(String.valueOf(e.getMessage()));
    }
  }
}
