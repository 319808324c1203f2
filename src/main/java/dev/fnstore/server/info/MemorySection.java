package dev.fnstore.server.info;

import dev.fnstore.registry.RegistryImage;

/** INFO memory. What functions and scripts take is reckoned, see {@link MemoryFigures}. */
final class MemorySection implements Section {
  private final InfoSources sources;

  MemorySection(InfoSources sources) {
    this.sources = sources;
  }

  @Override
  public String name() {
    return "Memory";
  }

  @Override
  public void write(InfoLines lines, long nowMs) {
    MemoryFigures memory = sources.memory();
    long used = memory.used();
    lines.addBytes("used_memory", used);
    ProcessFigures.residentBytes().ifPresent(bytes -> lines.addBytes("used_memory_rss", bytes));
    lines.addBytes("used_memory_peak", memory.peak());
    lines.add("used_memory_heap", memory.heap());
    lines.add("used_memory_heap_committed", memory.heapCommitted());
    lines.add("used_memory_heap_max", memory.heapMost());
    lines.add("used_memory_direct", memory.direct());
    ProcessFigures.systemBytes().ifPresent(bytes -> lines.addBytes("total_system_memory", bytes));
    writeScripts(lines, memory);
    lines.addBytes("maxmemory", sources.config().maxMemoryBytes());
    lines.add("maxmemory_policy", sources.config().evictionPolicyText());
    lines.add("mem_allocator", "jvm");
  }

  private void writeScripts(InfoLines lines, MemoryFigures memory) {
    RegistryImage image = sources.store().pending();
    long evalCode = memory.evalCode();
    long functionCode = memory.functionCode();
    long evalScripts = memory.evalScripts();
    long functions = memory.functions();
    lines.add("used_memory_vm_eval", evalCode);
    lines.add("used_memory_scripts_eval", evalScripts);
    lines.add("number_of_cached_scripts", sources.scripts().count());
    lines.add("number_of_functions", image.functionCount());
    lines.add("number_of_libraries", image.libraryCount());
    lines.add("number_of_running_libraries", sources.store().figures().runningCount());
    lines.add("used_memory_vm_functions", functionCode);
    lines.addBytes("used_memory_vm_total", evalCode + functionCode);
    lines.add("used_memory_functions", functions);
    lines.addBytes("used_memory_scripts", evalScripts + functions);
  }
}
