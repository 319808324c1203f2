package dev.fnstore.log;

import static dev.fnstore.log.LibraryCodec.bytes;
import static dev.fnstore.log.LibraryCodec.digest;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import dev.fnstore.bytes.Bytes;
import dev.fnstore.log.proto.ActorRecord;
import dev.fnstore.log.proto.CompactRecord;
import dev.fnstore.log.proto.DeleteRecord;
import dev.fnstore.log.proto.EffectRecord;
import dev.fnstore.log.proto.EffectsRecord;
import dev.fnstore.log.proto.EventRecord;
import dev.fnstore.log.proto.FlushRecord;
import dev.fnstore.log.proto.LoadRecord;
import dev.fnstore.log.proto.RestoreRecord;
import dev.fnstore.log.proto.RollbackRecord;
import dev.fnstore.log.proto.TagDeleteRecord;
import dev.fnstore.log.proto.TagSetRecord;
import dev.fnstore.log.proto.TargetAddRecord;
import dev.fnstore.log.proto.TargetRemoveRecord;
import dev.fnstore.log.proto.WordsRecord;
import dev.fnstore.model.Actor;
import dev.fnstore.model.Change;
import dev.fnstore.model.Digest;
import dev.fnstore.model.Effect;
import dev.fnstore.model.Event;
import dev.fnstore.model.Library;
import dev.fnstore.model.RestorePolicy;
import dev.fnstore.model.Revision;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Events to and from the bytes of {@code proto/event.proto}. */
final class EventCodec {
  private EventCodec() {}

  static byte[] encode(Event event) {
    EventRecord.Builder record =
        EventRecord.newBuilder()
            .setRevision(event.revision().number())
            .setTimeMs(event.timeMs())
            .setOrderTimeMs(event.orderTimeMs())
            .setActor(encode(event.actor()))
            .setMessage(bytes(event.message()));
    List<Effect> effects = event.effects();
    if (effects != null) {
      record.setEffects(encode(effects));
    }
    put(record, event.change());
    return record.build().toByteArray();
  }

  private static void put(EventRecord.Builder record, Change change) {
    if (change instanceof Change.Load load) {
      record.setLoad(LoadRecord.newBuilder().setLibrary(LibraryCodec.encode(load.library())));
    } else if (change instanceof Change.Delete delete) {
      record.setDelete(DeleteRecord.newBuilder().setLibraryName(bytes(delete.libraryName())));
    } else if (change instanceof Change.Flush) {
      record.setFlush(FlushRecord.getDefaultInstance());
    } else if (change instanceof Change.Restore restore) {
      record.setRestore(encode(restore));
    } else if (change instanceof Change.Rollback rollback) {
      record.setRollback(encode(rollback));
    } else if (change instanceof Change.TagSet tag) {
      record.setTagSet(
          TagSetRecord.newBuilder()
              .setName(bytes(tag.name()))
              .setRevision(tag.revision().number()));
    } else if (change instanceof Change.TagDelete tag) {
      record.setTagDelete(TagDeleteRecord.newBuilder().setName(bytes(tag.name())));
    } else if (change instanceof Change.Compact compact) {
      record.setCompact(
          CompactRecord.newBuilder()
              .setBaseRevision(compact.base().number())
              .setBaseDigest(bytes(compact.baseDigest().value()))
              .setImageDigest(bytes(compact.imageDigest().value())));
    } else if (change instanceof Change.Acl acl) {
      record.setAcl(words(acl.words()));
    } else if (change instanceof Change.Config config) {
      record.setConfig(words(config.words()));
    } else if (change instanceof Change.TargetAdd add) {
      record.setTargetAdd(TargetAddRecord.newBuilder().setTarget(TargetCodec.encode(add.target())));
    } else if (change instanceof Change.TargetRemove remove) {
      record.setTargetRemove(TargetRemoveRecord.newBuilder().setName(bytes(remove.name())));
    } else if (change instanceof Change.DeployBegin begin) {
      record.setDeployBegin(TargetCodec.encode(begin.deployment()));
    } else if (change instanceof Change.DeployEnd end) {
      record.setDeployEnd(TargetCodec.encode(end));
    } else if (change instanceof Change.Drift drift) {
      record.setDrift(TargetCodec.encode(drift));
    } else {
      throw new IllegalStateException("no record for " + change.getClass());
    }
  }

  /**
   * Reads an event.
   *
   * @throws InvalidProtocolBufferException if the bytes are no event that this version knows
   */
  static Event decode(byte[] encoded) throws InvalidProtocolBufferException {
    EventRecord record = EventRecord.parseFrom(encoded);
    try {
      Change change = change(record);
      return new Event(
          new Revision(record.getRevision()),
          record.getTimeMs(),
          record.getOrderTimeMs(),
          decode(record.getActor()),
          bytes(record.getMessage()),
          change,
          record.hasEffects() ? effects(record.getEffects(), change) : null);
    } catch (IllegalArgumentException e) {
      throw LibraryCodec.unreadable(String.valueOf(e.getMessage()));
    }
  }

  /**
   * The order time of an event, without reading the rest of it, which may be long.
   *
   * @throws InvalidProtocolBufferException if the bytes are no event
   */
  static long orderTimeMs(byte[] encoded) throws InvalidProtocolBufferException {
    CodedInputStream in = CodedInputStream.newInstance(encoded);
    try {
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        if (WireFormat.getTagFieldNumber(tag) == EventRecord.ORDER_TIME_MS_FIELD_NUMBER) {
          return in.readInt64();
        }
        in.skipField(tag);
      }
      return 0; // proto3 writes no zeros
    } catch (InvalidProtocolBufferException e) {
      throw e;
    } catch (IOException e) {
      throw new IllegalStateException("an array is read without I/O", e);
    }
  }

  private static Change change(EventRecord record) throws InvalidProtocolBufferException {
    return switch (record.getChangeCase()) {
      case LOAD -> new Change.Load(LibraryCodec.decode(record.getLoad().getLibrary()));
      case DELETE -> new Change.Delete(bytes(record.getDelete().getLibraryName()));
      case FLUSH -> new Change.Flush();
      case RESTORE -> decode(record.getRestore());
      case ROLLBACK -> decode(record.getRollback());
      case TAG_SET ->
          new Change.TagSet(
              bytes(record.getTagSet().getName()), new Revision(record.getTagSet().getRevision()));
      case TAG_DELETE -> new Change.TagDelete(bytes(record.getTagDelete().getName()));
      case COMPACT -> decode(record.getCompact());
      case ACL -> new Change.Acl(words(record.getAcl()));
      case CONFIG -> new Change.Config(words(record.getConfig()));
      case TARGET_ADD ->
          new Change.TargetAdd(TargetCodec.decode(record.getTargetAdd().getTarget()));
      case TARGET_REMOVE -> new Change.TargetRemove(bytes(record.getTargetRemove().getName()));
      case DEPLOY_BEGIN -> new Change.DeployBegin(TargetCodec.decode(record.getDeployBegin()));
      case DEPLOY_END -> TargetCodec.decode(record.getDeployEnd());
      case DRIFT -> TargetCodec.decode(record.getDrift());
      case CHANGE_NOT_SET ->
          throw LibraryCodec.unreadable("it holds no change that this version of fnstore knows");
    };
  }

  private static EffectsRecord encode(List<Effect> effects) {
    EffectsRecord.Builder record = EffectsRecord.newBuilder();
    for (Effect effect : effects) {
      EffectRecord.Builder library =
          EffectRecord.newBuilder()
              .setLibraryName(bytes(effect.libraryName()))
              .setVersion(effect.version());
      Digest before = effect.before();
      if (before != null) {
        library.setDigestBefore(bytes(before.value()));
      }
      record.addLibraries(library);
    }
    return record.build();
  }

  private static List<Effect> effects(EffectsRecord record, Change change) {
    Map<Bytes, Digest> after = new HashMap<>();
    for (Library library : change.libraries()) {
      after.put(library.name(), library.digest());
    }
    List<Effect> effects = new ArrayList<>(record.getLibrariesCount());
    for (EffectRecord library : record.getLibrariesList()) {
      Bytes name = bytes(library.getLibraryName());
      ByteString before = library.getDigestBefore();
      effects.add(
          new Effect(
              name,
              before.isEmpty() ? null : digest(before),
              after.get(name),
              library.getVersion()));
    }
    return effects;
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
    restore.libraries().forEach(library -> record.addLibraries(LibraryCodec.encode(library)));
    return record.build();
  }

  private static Change.Restore decode(RestoreRecord record) throws InvalidProtocolBufferException {
    RestorePolicy policy =
        switch (record.getPolicy()) {
          case FLUSH -> RestorePolicy.FLUSH;
          case APPEND -> RestorePolicy.APPEND;
          case REPLACE -> RestorePolicy.REPLACE;
          case POLICY_UNSPECIFIED, UNRECOGNIZED ->
              throw LibraryCodec.unreadable("unknown restore policy");
        };
    return new Change.Restore(
        policy,
        record.getRdbVersion(),
        digest(record.getPayloadDigest()),
        record.getLibrariesList().stream().map(LibraryCodec::decode).toList());
  }

  private static RollbackRecord encode(Change.Rollback rollback) {
    RollbackRecord.Builder record =
        RollbackRecord.newBuilder().setToRevision(rollback.to().number());
    rollback.libraries().forEach(library -> record.addLibraries(LibraryCodec.encode(library)));
    rollback.removed().forEach(name -> record.addRemoved(bytes(name)));
    return record.build();
  }

  private static Change.Rollback decode(RollbackRecord record) {
    return new Change.Rollback(
        new Revision(record.getToRevision()),
        record.getLibrariesList().stream().map(LibraryCodec::decode).toList(),
        record.getRemovedList().stream().map(LibraryCodec::bytes).toList());
  }

  private static Change.Compact decode(CompactRecord record) {
    return new Change.Compact(
        new Revision(record.getBaseRevision()),
        digest(record.getBaseDigest()),
        digest(record.getImageDigest()));
  }

  private static WordsRecord words(List<Bytes> words) {
    return WordsRecord.newBuilder()
        .addAllWords(words.stream().map(LibraryCodec::bytes).toList())
        .build();
  }

  private static List<Bytes> words(WordsRecord record) {
    return record.getWordsList().stream().map(LibraryCodec::bytes).toList();
  }
}
