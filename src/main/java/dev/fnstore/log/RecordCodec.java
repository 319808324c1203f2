package dev.fnstore.log;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import dev.fnstore.bytes.Bytes;
import dev.fnstore.log.proto.ActorRecord;
import dev.fnstore.log.proto.DeleteRecord;
import dev.fnstore.log.proto.EventRecord;
import dev.fnstore.log.proto.FlushRecord;
import dev.fnstore.log.proto.FunctionRecord;
import dev.fnstore.log.proto.LibraryRecord;
import dev.fnstore.log.proto.LoadRecord;
import dev.fnstore.log.proto.RegisteredLibraryRecord;
import dev.fnstore.log.proto.RestoreRecord;
import dev.fnstore.log.proto.SnapshotRecord;
import dev.fnstore.model.Actor;
import dev.fnstore.model.Change;
import dev.fnstore.model.Digest;
import dev.fnstore.model.Event;
import dev.fnstore.model.FunctionFlag;
import dev.fnstore.model.FunctionSpec;
import dev.fnstore.model.Library;
import dev.fnstore.model.RegisteredLibrary;
import dev.fnstore.model.RestorePolicy;
import dev.fnstore.model.Revision;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Events and snapshots to and from the bytes of {@code proto/}. */
final class RecordCodec {
  private RecordCodec() {}

  static byte[] encode(Event event) {
    EventRecord.Builder record =
        EventRecord.newBuilder()
            .setRevision(event.revision().number())
            .setTimeMs(event.timeMs())
            .setOrderTimeMs(event.orderTimeMs())
            .setActor(encode(event.actor()))
            .setMessage(bytes(event.message()));
    Change change = event.change();
    if (change instanceof Change.Load load) {
      record.setLoad(LoadRecord.newBuilder().setLibrary(encode(load.library())));
    } else if (change instanceof Change.Delete delete) {
      record.setDelete(DeleteRecord.newBuilder().setLibraryName(bytes(delete.libraryName())));
    } else if (change instanceof Change.Flush) {
      record.setFlush(FlushRecord.getDefaultInstance());
    } else if (change instanceof Change.Restore restore) {
      record.setRestore(encode(restore));
    } else {
      throw new IllegalStateException("no record for " + change.getClass());
    }
    return record.build().toByteArray();
  }

  /**
   * Reads an event.
   *
   * @throws InvalidProtocolBufferException if the bytes are no event that this version knows
   */
  static Event decodeEvent(byte[] encoded) throws InvalidProtocolBufferException {
    EventRecord record = EventRecord.parseFrom(encoded);
    try {
      return new Event(
          new Revision(record.getRevision()),
          record.getTimeMs(),
          record.getOrderTimeMs(),
          decode(record.getActor()),
          bytes(record.getMessage()),
          decodeChange(record));
    } catch (IllegalArgumentException e) {
      throw unreadable(String.valueOf(e.getMessage()));
    }
  }

  private static Change decodeChange(EventRecord record) throws InvalidProtocolBufferException {
    return switch (record.getChangeCase()) {
      case LOAD -> new Change.Load(decode(record.getLoad().getLibrary()));
      case DELETE -> new Change.Delete(bytes(record.getDelete().getLibraryName()));
      case FLUSH -> new Change.Flush();
      case RESTORE -> decode(record.getRestore());
      case CHANGE_NOT_SET ->
          throw unreadable("it holds no change that this version of fnstore knows");
    };
  }

  static byte[] encode(Snapshot snapshot) {
    SnapshotRecord.Builder record =
        SnapshotRecord.newBuilder()
            .setRevision(snapshot.head().revision().number())
            .setEventDigest(bytes(snapshot.head().digest().value()))
            .setOrderTimeMs(snapshot.head().orderTimeMs());
    for (RegisteredLibrary library : snapshot.libraries()) {
      record.addLibraries(
          RegisteredLibraryRecord.newBuilder()
              .setLibrary(encode(library.library()))
              .setCreateRevision(library.created().number())
              .setModRevision(library.modified().number())
              .setVersion(library.version()));
    }
    return record.build().toByteArray();
  }

  static Snapshot decodeSnapshot(byte[] encoded) throws InvalidProtocolBufferException {
    SnapshotRecord record = SnapshotRecord.parseFrom(encoded);
    try {
      Head head =
          new Head(
              new Revision(record.getRevision()),
              digest(record.getEventDigest()),
              record.getOrderTimeMs());
      List<RegisteredLibrary> libraries =
          record.getLibrariesList().stream()
              .map(
                  library ->
                      new RegisteredLibrary(
                          decode(library.getLibrary()),
                          new Revision(library.getCreateRevision()),
                          new Revision(library.getModRevision()),
                          library.getVersion()))
              .toList();
      return new Snapshot(head, libraries);
    } catch (IllegalArgumentException e) {
      throw unreadable(String.valueOf(e.getMessage()));
    }
  }

  private static ActorRecord encode(Actor actor) {
    return ActorRecord.newBuilder()
        .setUser(bytes(actor.user()))
        .setAddress(bytes(actor.address()))
        .setClientName(bytes(actor.clientName()))
        .setLibraryName(bytes(actor.libraryName()))
        .setLibraryVersion(bytes(actor.libraryVersion()))
        .build();
  }

  private static Actor decode(ActorRecord record) {
    return new Actor(
        bytes(record.getUser()),
        bytes(record.getAddress()),
        bytes(record.getClientName()),
        bytes(record.getLibraryName()),
        bytes(record.getLibraryVersion()));
  }

  private static RestoreRecord encode(Change.Restore restore) {
    RestoreRecord.Builder record =
        RestoreRecord.newBuilder()
            .setPolicy(RestoreRecord.Policy.valueOf(restore.policy().name()))
            .setRdbVersion(restore.rdbVersion())
            .setPayloadDigest(bytes(restore.payloadDigest().value()));
    restore.libraries().forEach(library -> record.addLibraries(encode(library)));
    return record.build();
  }

  private static Change.Restore decode(RestoreRecord record) throws InvalidProtocolBufferException {
    RestorePolicy policy =
        switch (record.getPolicy()) {
          case FLUSH -> RestorePolicy.FLUSH;
          case APPEND -> RestorePolicy.APPEND;
          case REPLACE -> RestorePolicy.REPLACE;
          case POLICY_UNSPECIFIED, UNRECOGNIZED -> throw unreadable("unknown restore policy");
        };
    return new Change.Restore(
        policy,
        record.getRdbVersion(),
        digest(record.getPayloadDigest()),
        record.getLibrariesList().stream().map(RecordCodec::decode).toList());
  }

  private static LibraryRecord encode(Library library) {
    LibraryRecord.Builder record =
        LibraryRecord.newBuilder()
            .setName(bytes(library.name()))
            .setEngine(library.engine())
            .setDigest(bytes(library.digest().value()));
    for (FunctionSpec function : library.functions()) {
      FunctionRecord.Builder functionRecord =
          FunctionRecord.newBuilder().setName(bytes(function.name()));
      Bytes description = function.description();
      if (description != null) {
        functionRecord.setDescription(bytes(description));
      }
      function.flags().forEach(flag -> functionRecord.addFlags(flag.text()));
      record.addFunctions(functionRecord);
    }
    return record.build();
  }

  private static Library decode(LibraryRecord record) {
    return new Library(
        bytes(record.getName()),
        record.getEngine(),
        digest(record.getDigest()),
        record.getFunctionsList().stream().map(RecordCodec::decode).toList());
  }

  private static FunctionSpec decode(FunctionRecord record) {
    Set<FunctionFlag> flags = EnumSet.noneOf(FunctionFlag.class);
    for (String text : record.getFlagsList()) {
      flags.add(
          FunctionFlag.named(Bytes.of(text))
              .orElseThrow(() -> new IllegalArgumentException("unknown function flag " + text)));
    }
    return new FunctionSpec(
        bytes(record.getName()),
        record.hasDescription() ? bytes(record.getDescription()) : null,
        flags);
  }

  private static ByteString bytes(Bytes bytes) {
    return UnsafeByteOperations.unsafeWrap(bytes.shared());
  }

  private static Bytes bytes(ByteString bytes) {
    return Bytes.wrap(bytes.toByteArray());
  }

  private static Digest digest(ByteString bytes) {
    return new Digest(bytes(bytes));
  }

  private static InvalidProtocolBufferException unreadable(String reason) {
    return new InvalidProtocolBufferException(reason);
  }
}
