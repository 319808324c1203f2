package dev.fnstore.model;

import dev.fnstore.bytes.Bytes;

/**
 * Who did it. What a client did not tell is empty, never absent.
 *
 * @param user the user it authenticated as, {@code default} unless it did
 * @param address {@code ip:port}, or {@code unix:path}, or {@code local} for an offline command
 * @param clientName of CLIENT SETNAME or HELLO
 * @param libraryName of CLIENT SETINFO LIB-NAME
 * @param libraryVersion of CLIENT SETINFO LIB-VER
 */
public record Actor(
    Bytes user, Bytes address, Bytes clientName, Bytes libraryName, Bytes libraryVersion) {}
