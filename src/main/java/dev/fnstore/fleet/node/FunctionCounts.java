package dev.fnstore.fleet.node;

/**
 * What a server counts of functions. Calls are all that ran, also within transactions and by
 * replication, and also those that failed; CONFIG RESETSTAT and a restart make them 0.
 *
 * @param libraries how many there are
 * @param functions how many there are in all libraries
 */
public record FunctionCounts(
    long libraries, long functions, long loads, long deletes, long flushes, long restores) {
  static FunctionCounts of(InfoText info) throws NodeException {
    return new FunctionCounts(
        info.number("number_of_libraries"),
        info.number("number_of_functions"),
        info.calls("function|load"),
        info.calls("function|delete"),
        info.calls("function|flush"),
        info.calls("function|restore"));
  }
}
