package dev.fnstore.engine.lua;

/** What writes the parts of one generated program. */
final class ProgramParts {
  final ProgramScope scope;
  final ProgramValues values;
  final ProgramStrings strings;
  final ProgramTables tables;
  final ProgramFunctions functions;
  final ProgramFaults faults;
  final ProgramObjects objects;
  final ProgramCoroutines coroutines;
  final ProgramStatements statements;

  /** Whether a table may be raised: if it escapes, Valkey dies unless it has a string err. */
  boolean raisesTables;

  ProgramParts(long seed, int budget) {
    scope = new ProgramScope(seed, budget);
    values = new ProgramValues(this);
    strings = new ProgramStrings(this);
    tables = new ProgramTables(this);
    functions = new ProgramFunctions(this);
    faults = new ProgramFaults(this);
    objects = new ProgramObjects(this);
    coroutines = new ProgramCoroutines(this);
    statements = new ProgramStatements(this);
  }
}
