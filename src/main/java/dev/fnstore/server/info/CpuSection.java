package dev.fnstore.server.info;

/** INFO cpu: of the whole process, in seconds; empty where the system does not tell. */
final class CpuSection implements Section {
  @Override
  public String name() {
    return "CPU";
  }

  @Override
  public void write(InfoLines lines, long nowMs) {
    ProcessFigures.cpuSeconds()
        .ifPresent(
            cpu -> {
              lines.add("used_cpu_sys", cpu.system(), 6);
              lines.add("used_cpu_user", cpu.user(), 6);
              lines.add("used_cpu_sys_children", cpu.childrenSystem(), 6);
              lines.add("used_cpu_user_children", cpu.childrenUser(), 6);
            });
  }
}
