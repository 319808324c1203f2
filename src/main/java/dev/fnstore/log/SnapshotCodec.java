package dev.fnstore.log;

import static dev.fnstore.log.LibraryCodec.bytes;
import static dev.fnstore.log.LibraryCodec.digest;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.fnstore.log.proto.RegisteredLibraryRecord;
import dev.fnstore.log.proto.RegisteredTargetRecord;
import dev.fnstore.log.proto.SnapshotRecord;
import dev.fnstore.log.proto.TagRecord;
import dev.fnstore.model.RegisteredLibrary;
import dev.fnstore.model.RegisteredTarget;
import dev.fnstore.model.Revision;
import dev.fnstore.model.Tag;
import java.util.ArrayList;
import java.util.List;

/** Snapshots to and from the bytes of {@code proto/snapshot.proto}. */
final class SnapshotCodec {
  private SnapshotCodec() {}

  static byte[] encode(Snapshot snapshot) {
    SnapshotRecord.Builder record =
        SnapshotRecord.newBuilder()
            .setRevision(snapshot.head().revision().number())
            .setEventDigest(bytes(snapshot.head().digest().value()))
            .setOrderTimeMs(snapshot.head().orderTimeMs());
    Revision changed = snapshot.changed();
    if (changed != null) {
      record.setChangedRevision(changed.number());
    }
    for (RegisteredLibrary library : snapshot.libraries()) {
      record.addLibraries(
          RegisteredLibraryRecord.newBuilder()
              .setLibrary(LibraryCodec.encode(library.library()))
              .setCreateRevision(library.created().number())
              .setModRevision(library.modified().number())
              .setVersion(library.version()));
    }
    for (Tag tag : snapshot.tags()) {
      record.addTags(
          TagRecord.newBuilder()
              .setName(bytes(tag.name()))
              .setRevision(tag.revision().number())
              .setSetRevision(tag.set().number()));
    }
    snapshot.targets().forEach(target -> record.addTargets(TargetCodec.encode(target)));
    return record.build().toByteArray();
  }

  /**
   * Reads a snapshot.
   *
   * @throws InvalidProtocolBufferException if the bytes are none
   */
  static Snapshot decode(byte[] encoded) throws InvalidProtocolBufferException {
    SnapshotRecord record = SnapshotRecord.parseFrom(encoded);
    try {
      Head head =
          new Head(
              new Revision(record.getRevision()),
              digest(record.getEventDigest()),
              record.getOrderTimeMs());
      return new Snapshot(
          head,
          record.hasChangedRevision() ? new Revision(record.getChangedRevision()) : null,
          record.getLibrariesList().stream().map(SnapshotCodec::decode).toList(),
          record.getTagsList().stream().map(SnapshotCodec::decode).toList(),
          targets(record));
    } catch (IllegalArgumentException e) {
      throw LibraryCodec.unreadable(String.valueOf(e.getMessage()));
    }
  }

  private static List<RegisteredTarget> targets(SnapshotRecord record)
      throws InvalidProtocolBufferException {
    List<RegisteredTarget> targets = new ArrayList<>(record.getTargetsCount());
    for (RegisteredTargetRecord target : record.getTargetsList()) {
      targets.add(TargetCodec.decode(target));
    }
    return targets;
  }

  private static RegisteredLibrary decode(RegisteredLibraryRecord record) {
    return new RegisteredLibrary(
        LibraryCodec.decode(record.getLibrary()),
        new Revision(record.getCreateRevision()),
        new Revision(record.getModRevision()),
        record.getVersion());
  }

  private static Tag decode(TagRecord record) {
    return new Tag(
        bytes(record.getName()),
        new Revision(record.getRevision()),
        new Revision(record.getSetRevision()));
  }
}
