package dev.fnstore.model;

/**
 * A library as an image holds it, with its place in history.
 *
 * @param created the revision that brought it into being; deletion ends that, and a later load of
 *     the same name is a new creation
 * @param modified the revision that last loaded it
 * @param version how often it was loaded since it was created: 1, 2 …
 */
public record RegisteredLibrary(
    Library library, Revision created, Revision modified, long version) {}
