package dev.fnstore.engine.lua;

import dev.fnstore.engine.ServerIdentity;
import org.luaj.vm2.LuaValue;

/** The globals that scripts see: everything in them is frozen, at every depth. */
final class Sandbox {
  private final Table loadGlobals;
  private final Table runGlobals;
  private final Environment environment;
  private final Table evalGlobals;
  private final Environment evalEnvironment;
  private final Random48 random = new Random48();

  /** Of cjson: back to their defaults at every run, so that no run sees another's. */
  private final JsonSettings json = new JsonSettings();

  Sandbox(Vm vm, Session session, ServerIdentity identity) {
    Table strings = StringLibrary.table(vm);
    Table stringMetatable = new Library().add("__index", strings).frozen();
    vm.stringMetatable = stringMetatable;
    Table load = ServerApi.loadTime(session, identity);
    loadGlobals = new Library().add("server", load).add("redis", load).frozen();
    environment = new Environment(loadGlobals);
    runGlobals = globals(vm, session, identity, strings, false);
    environment.show(runGlobals);
    evalEnvironment = new Environment(loadGlobals);
    evalGlobals = globals(vm, session, identity, strings, true);
    evalEnvironment.show(evalGlobals);
  }

  private Table globals(
      Vm vm, Session session, ServerIdentity identity, Table strings, boolean isEval) {
    Library globals = new Library();
    Table server = ServerApi.runTime(session, identity, isEval);
    BaseLibrary.addTo(globals, vm, isEval ? evalEnvironment : environment);
    globals
        .add("server", server)
        .add("redis", server)
        .add("string", strings)
        .add("table", TableLibrary.table(vm))
        .add("math", MathLibrary.table(random))
        .add("os", new Library().add("clock", arguments -> cpuSeconds()).frozen())
        .add("coroutine", CoroutineLibrary.table(vm))
        .add("bit", BitLibrary.table())
        .add("struct", StructLibrary.table())
        .add("cjson", JsonLibrary.table(vm, json))
        .add("cmsgpack", MessagePackLibrary.table(vm));
    Table table = globals.table();
    table.rawset("_G", table);
    table.metatable = Environment.refusingUnknown();
    table.freeze();
    return table;
  }

  private static LuaValue cpuSeconds() {
    return Num.of(System.nanoTime() / 1e9);
  }

  Environment environment() {
    return environment;
  }

  Environment evalEnvironment() {
    return evalEnvironment;
  }

  /** From now on chunks see what a library sees while it loads. */
  void beginLoad() {
    environment.show(loadGlobals);
  }

  void endLoad() {
    environment.show(runGlobals);
  }

  void beginRun() {
    json.reset();
  }

  /** A script of EVAL has KEYS and ARGV as globals. */
  void beginEval(Table keys, Table arguments) {
    json.reset();
    evalGlobals.rawset("KEYS", keys);
    evalGlobals.rawset("ARGV", arguments);
  }

  void endEval() {
    evalGlobals.rawset("KEYS", LuaValue.NIL);
    evalGlobals.rawset("ARGV", LuaValue.NIL);
  }
}
