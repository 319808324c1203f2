package dev.fnstore.engine;

import dev.fnstore.bytes.Bytes;
import java.util.List;
import java.util.Optional;

/** The engines of a server, found by the name that a shebang gives in either case. */
public final class Engines {
  private final List<ScriptEngine> engines;

  public Engines(List<ScriptEngine> engines) {
    this.engines = List.copyOf(engines);
  }

  public Optional<ScriptEngine> named(Bytes name) {
    return engines.stream().filter(engine -> name.equalsIgnoreCase(engine.name())).findFirst();
  }

  public List<ScriptEngine> all() {
    return engines;
  }
}
