package dev.fnstore.log;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** Reading of the families: as they are now, or as they were at one moment. For any thread. */
interface Reads {
  byte @Nullable [] get(Family family, byte[] key) throws RocksDBException;

  /** The values of keys that are in order, in that order; null for one that is not there. */
  List<byte @Nullable []> getAll(Family family, List<byte[]> keys) throws RocksDBException;

  /** An iterator for reading many; the caller closes it. */
  RocksIterator iterator(Family family);

  /** An iterator for seeking here and there; the caller closes it. */
  RocksIterator seeker(Family family);

  /** Where it all is. */
  Path path();
}
