package dev.fnstore.store;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * How a store is opened.
 *
 * @param dataFolder created if it is not there
 * @param clock the wall clock of events
 * @param minFreeDiskBytes asked at every change: below it changes are refused
 */
public record StoreOptions(Path dataFolder, InstantSource clock, LongSupplier minFreeDiskBytes) {}
