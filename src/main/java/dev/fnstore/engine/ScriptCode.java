package dev.fnstore.engine;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.resp.Reply;
import java.util.List;

/** A compiled script of EVAL. */
public interface ScriptCode {
  /** Runs it with {@code KEYS} and {@code ARGV}; errors as {@link LibraryInstance#call}. */
  Reply run(List<Bytes> keys, List<Bytes> arguments, ScriptHost host);
}
