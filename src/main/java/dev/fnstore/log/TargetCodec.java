package dev.fnstore.log;

import static dev.fnstore.log.LibraryCodec.bytes;
import static dev.fnstore.log.LibraryCodec.digest;
import static dev.fnstore.log.LibraryCodec.unreadable;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.fnstore.bytes.Bytes;
import dev.fnstore.log.proto.ContestedRecord;
import dev.fnstore.log.proto.DeployEndRecord;
import dev.fnstore.log.proto.DeployedLibraryRecord;
import dev.fnstore.log.proto.DeploymentFailureRecord;
import dev.fnstore.log.proto.DeploymentRecord;
import dev.fnstore.log.proto.DeploymentStepRecord;
import dev.fnstore.log.proto.DriftRecord;
import dev.fnstore.log.proto.RegisteredTargetRecord;
import dev.fnstore.log.proto.TargetRecord;
import dev.fnstore.model.Change;
import dev.fnstore.model.Deployment;
import dev.fnstore.model.Digest;
import dev.fnstore.model.RegisteredTarget;
import dev.fnstore.model.Revision;
import dev.fnstore.model.Target;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Targets, and what was done to them, to and from the messages of {@code proto/}. */
final class TargetCodec {
  private TargetCodec() {}

  static TargetRecord encode(Target target) {
    Bytes tag = target.tag();
    return TargetRecord.newBuilder()
        .setName(bytes(target.name()))
        .addAllUris(strings(target.uris()))
        .setMode(TargetRecord.Mode.valueOf(target.mode().name()))
        .setAuto(target.auto())
        .addAllPatterns(strings(target.patterns()))
        .setTag(tag == null ? ByteString.EMPTY : bytes(tag))
        .build();
  }

  static Target decode(TargetRecord record) throws InvalidProtocolBufferException {
    Target.Mode mode =
        switch (record.getMode()) {
          case EXCLUSIVE -> Target.Mode.EXCLUSIVE;
          case MANAGED -> Target.Mode.MANAGED;
          case MODE_UNSPECIFIED, UNRECOGNIZED -> throw unreadable("unknown mode of a target");
        };
    return new Target(
        bytes(record.getName()),
        names(record.getUrisList()),
        mode,
        record.getAuto(),
        names(record.getPatternsList()),
        record.getTag().isEmpty() ? null : bytes(record.getTag()));
  }

  static RegisteredTargetRecord encode(RegisteredTarget registered) {
    RegisteredTargetRecord.Builder record =
        RegisteredTargetRecord.newBuilder()
            .setTarget(encode(registered.target()))
            .setAddRevision(registered.added().number())
            .addAllLibraries(libraries(registered.libraries()))
            .setBeginRevision(registered.begun().number())
            .addAllContested(contested(registered.contested()));
    Revision deployed = registered.deployed();
    if (deployed != null) {
      record.setDeployedRevision(deployed.number());
    }
    Deployment unfinished = registered.unfinished();
    if (unfinished != null) {
      record.setUnfinished(encode(unfinished));
    }
    return record.build();
  }

  static RegisteredTarget decode(RegisteredTargetRecord record)
      throws InvalidProtocolBufferException {
    return new RegisteredTarget(
        decode(record.getTarget()),
        new Revision(record.getAddRevision()),
        record.hasDeployedRevision() ? new Revision(record.getDeployedRevision()) : null,
        libraries(record.getLibrariesList()),
        unfinished(record),
        new Revision(record.getBeginRevision()),
        contested(record.getContestedList()));
  }

  private static @Nullable Deployment unfinished(RegisteredTargetRecord record) {
    return record.hasUnfinished() ? decode(record.getUnfinished()) : null;
  }

  static DeploymentRecord encode(Deployment deployment) {
    DeploymentRecord.Builder record =
        DeploymentRecord.newBuilder()
            .setTarget(bytes(deployment.target()))
            .setRevision(deployment.revision().number())
            .addAllLoaded(libraries(deployment.loaded()))
            .addAllRemoved(strings(deployment.removed()));
    for (Deployment.Step step : deployment.steps()) {
      record.addSteps(
          DeploymentStepRecord.newBuilder()
              .addAllAddresses(strings(step.addresses()))
              .addAllLoaded(libraries(step.loaded()))
              .addAllRemoved(strings(step.removed()))
              .setBefore(bytes(step.before())));
    }
    return record.build();
  }

  static Deployment decode(DeploymentRecord record) {
    return new Deployment(
        bytes(record.getTarget()),
        new Revision(record.getRevision()),
        libraries(record.getLoadedList()),
        names(record.getRemovedList()),
        record.getStepsList().stream()
            .map(
                step ->
                    new Deployment.Step(
                        names(step.getAddressesList()),
                        libraries(step.getLoadedList()),
                        names(step.getRemovedList()),
                        bytes(step.getBefore())))
            .toList());
  }

  static DeployEndRecord encode(Change.DeployEnd end) {
    DeployEndRecord.Builder record =
        DeployEndRecord.newBuilder()
            .setTarget(bytes(end.target()))
            .setBegun(end.begun().number())
            .setOutcome(DeployEndRecord.Outcome.valueOf(end.outcome().name()))
            .addAllContested(contested(end.contested()));
    for (Deployment.Failure failure : end.failures()) {
      record.addFailures(
          DeploymentFailureRecord.newBuilder()
              .setAddress(bytes(failure.address()))
              .setError(bytes(failure.error())));
    }
    return record.build();
  }

  static Change.DeployEnd decode(DeployEndRecord record) throws InvalidProtocolBufferException {
    Deployment.Outcome outcome =
        switch (record.getOutcome()) {
          case DEPLOYED -> Deployment.Outcome.DEPLOYED;
          case UNDONE -> Deployment.Outcome.UNDONE;
          case UNCERTAIN -> Deployment.Outcome.UNCERTAIN;
          case OUTCOME_UNSPECIFIED, UNRECOGNIZED ->
              throw unreadable("unknown outcome of a deployment");
        };
    return new Change.DeployEnd(
        bytes(record.getTarget()),
        new Revision(record.getBegun()),
        outcome,
        record.getFailuresList().stream()
            .map(
                failure ->
                    new Deployment.Failure(bytes(failure.getAddress()), bytes(failure.getError())))
            .toList(),
        contested(record.getContestedList()));
  }

  private static List<ContestedRecord> contested(Map<Bytes, List<Bytes>> namesByAddress) {
    return namesByAddress.entrySet().stream()
        .map(
            node ->
                ContestedRecord.newBuilder()
                    .setAddress(bytes(node.getKey()))
                    .addAllLibraries(strings(node.getValue()))
                    .build())
        .toList();
  }

  private static SortedMap<Bytes, List<Bytes>> contested(List<ContestedRecord> records) {
    SortedMap<Bytes, List<Bytes>> names = new TreeMap<>();
    records.forEach(
        record -> names.put(bytes(record.getAddress()), names(record.getLibrariesList())));
    return names;
  }

  static DriftRecord encode(Change.Drift drift) {
    return DriftRecord.newBuilder()
        .setTarget(bytes(drift.target()))
        .setAddress(bytes(drift.address()))
        .addAllMissing(strings(drift.missing()))
        .addAllDifferent(strings(drift.different()))
        .addAllForeign(strings(drift.foreign()))
        .setMoreForeign(drift.moreForeign())
        .build();
  }

  static Change.Drift decode(DriftRecord record) {
    return new Change.Drift(
        bytes(record.getTarget()),
        bytes(record.getAddress()),
        names(record.getMissingList()),
        names(record.getDifferentList()),
        names(record.getForeignList()),
        record.getMoreForeign());
  }

  private static List<DeployedLibraryRecord> libraries(Map<Bytes, Digest> digests) {
    return digests.entrySet().stream()
        .map(
            library ->
                DeployedLibraryRecord.newBuilder()
                    .setName(bytes(library.getKey()))
                    .setDigest(bytes(library.getValue().value()))
                    .build())
        .toList();
  }

  private static SortedMap<Bytes, Digest> libraries(List<DeployedLibraryRecord> records) {
    SortedMap<Bytes, Digest> digests = new TreeMap<>();
    records.forEach(record -> digests.put(bytes(record.getName()), digest(record.getDigest())));
    return digests;
  }

  private static List<ByteString> strings(List<Bytes> names) {
    return names.stream().map(LibraryCodec::bytes).toList();
  }

  private static List<Bytes> names(List<ByteString> strings) {
    return strings.stream().map(LibraryCodec::bytes).toList();
  }
}
