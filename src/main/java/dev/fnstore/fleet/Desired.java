package dev.fnstore.fleet;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.fleet.plan.Wanted;
import dev.fnstore.model.Library;
import dev.fnstore.model.Point;
import dev.fnstore.model.RegisteredLibrary;
import dev.fnstore.model.RegisteredTarget;
import dev.fnstore.model.Revision;
import dev.fnstore.model.Tag;
import dev.fnstore.registry.RefusedException;
import dev.fnstore.registry.RegistryImage;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a target should hold: of the newest image, of its tag's, or of that of any point. */
final class Desired {
  private final FleetStore store;
  private final Context context;

  /** The last one, since most looks ask for the same. */
  private @Nullable Wanted last;

  private List<Bytes> lastPatterns = List.of();

  Desired(FleetStore store, Context context) {
    this.store = store;
    this.context = context;
  }

  /**
   * What it follows.
   *
   * @return fails with a {@link RefusedException} if that is a tag which is not there
   */
  Future<Wanted> of(RegistryImage image, RegisteredTarget target) {
    Bytes tagName = target.target().tag();
    if (tagName == null) {
      return Future.succeededFuture(of(image, image.changed(), target));
    }
    Optional<Tag> tag = image.tag(tagName);
    if (tag.isEmpty()) {
      return Future.failedFuture(
          RefusedException.naming("it follows the tag '", tagName, "', which is not set"));
    }
    return asOf(tag.get().revision(), target);
  }

  /** The revision of what it follows; null: that is a tag which is not there. */
  static @Nullable Revision revision(RegistryImage image, RegisteredTarget target) {
    Bytes tag = target.target().tag();
    return tag == null ? image.changed() : image.tag(tag).map(Tag::revision).orElse(null);
  }

  /** What was last deployed to it; nothing if nothing was. */
  Future<Wanted> deployed(RegisteredTarget target) {
    Revision revision = target.deployed();
    return revision == null
        ? Future.succeededFuture(new Wanted(Revision.ZERO, List.of(), List.of()))
        : asOf(revision, target);
  }

  private Future<Wanted> asOf(Revision revision, RegisteredTarget target) {
    Wanted present = last;
    if (present != null
        && present.revision().equals(revision)
        && lastPatterns.equals(target.target().patterns())) {
      return Future.succeededFuture(present);
    }
    return asOf(new Point.AtRevision(revision), target);
  }

  /** What it would hold as of a point. */
  Future<Wanted> asOf(Point point, RegisteredTarget target) {
    return Future.fromCompletionStage(store.asOf(point), context)
        .map(image -> of(image, image.revision(), target));
  }

  private Wanted of(RegistryImage image, Revision revision, RegisteredTarget target) {
    Wanted present = last;
    List<Bytes> patterns = target.target().patterns();
    if (present == null || !present.revision().equals(revision) || !lastPatterns.equals(patterns)) {
      List<Library> libraries = image.libraries().stream().map(RegisteredLibrary::library).toList();
      present = new Wanted(revision, libraries, patterns);
      last = present;
      lastPatterns = patterns;
    }
    return present;
  }
}
