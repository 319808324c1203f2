package dev.fnstore.model;

/** A function with the library that it belongs to. */
public record RegisteredFunction(RegisteredLibrary library, FunctionSpec spec) {}
