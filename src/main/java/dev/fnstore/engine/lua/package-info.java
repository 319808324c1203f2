/**
 * Lua 5.1 as Valkey's functions see it. LuaJ gives the value classes and the compiler from text to
 * {@code Prototype}; the interpreter, the tables and every library function are written here,
 * because LuaJ's differ from C Lua in what scripts can see. Warm functions are translated to
 * classes of the JVM with ASM. Uses {@code bytes}, {@code model}, {@code resp}, the interfaces of
 * {@code engine}, {@code org.luaj.vm2} and {@code org.objectweb.asm}. Nothing of Java, files,
 * processes or the network can be reached from a script: it reaches its own tables and what a
 * {@code ScriptHost} gives it.
 */
@NullMarked
package dev.fnstore.engine.lua;

import org.jspecify.annotations.NullMarked;
