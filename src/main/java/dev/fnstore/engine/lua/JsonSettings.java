package dev.fnstore.engine.lua;

/**
 * The options of {@code cjson}. Valkey keeps what a script sets for all others; here a run does.
 */
final class JsonSettings {
  /** What to do with NaN and infinities. */
  enum Invalid {
    OFF,
    ON,
    NULL
  }

  boolean sparseConvert;
  int sparseRatio;
  int sparseSafe;
  int encodeMaxDepth;
  int decodeMaxDepth;
  int precision;
  boolean keepBuffer;
  Invalid encodeInvalid = Invalid.OFF;
  boolean decodeInvalid;

  JsonSettings() {
    reset();
  }

  void reset() {
    sparseConvert = false;
    sparseRatio = 2;
    sparseSafe = 10;
    encodeMaxDepth = 1000;
    decodeMaxDepth = 1000;
    precision = 14;
    keepBuffer = true;
    encodeInvalid = Invalid.OFF;
    decodeInvalid = true;
  }
}
