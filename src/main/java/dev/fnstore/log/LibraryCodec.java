package dev.fnstore.log;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import dev.fnstore.bytes.Bytes;
import dev.fnstore.log.proto.FunctionRecord;
import dev.fnstore.log.proto.LibraryRecord;
import dev.fnstore.model.Digest;
import dev.fnstore.model.FunctionFlag;
import dev.fnstore.model.FunctionSpec;
import dev.fnstore.model.Library;
import java.util.EnumSet;
import java.util.Set;

/** Libraries, and what all records are made of, to and from the messages of {@code proto/}. */
final class LibraryCodec {
  private LibraryCodec() {}

  static LibraryRecord encode(Library library) {
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

  static Library decode(LibraryRecord record) {
    return new Library(
        bytes(record.getName()),
        record.getEngine(),
        digest(record.getDigest()),
        record.getFunctionsList().stream().map(LibraryCodec::decode).toList());
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

  static ByteString bytes(Bytes bytes) {
    return UnsafeByteOperations.unsafeWrap(bytes.shared());
  }

  static Bytes bytes(ByteString bytes) {
    return Bytes.wrap(bytes.toByteArray());
  }

  static Digest digest(ByteString bytes) {
    return new Digest(bytes(bytes));
  }

  static InvalidProtocolBufferException unreadable(String reason) {
    return new InvalidProtocolBufferException(reason);
  }
}
