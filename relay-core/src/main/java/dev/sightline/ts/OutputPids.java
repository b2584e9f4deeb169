package dev.sightline.ts;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** The PIDs of what leaves, a number of each kind, and which of them are taken. */
final class OutputPids {

  private final Map<TsKind, OutputPid[]> pids = new EnumMap<>(TsKind.class);
  private final Set<OutputPid> taken = new HashSet<>();

  OutputPids() {
    for (TsKind kind : TsKind.values()) {
      IntStream range = IntStream.range(kind.firstPid(), kind.firstPid() + kind.pids());
      pids.put(kind, range.mapToObj(OutputPid::new).toArray(OutputPid[]::new));
    }
  }

  /** Takes the first free PID of a kind; the limits on uploads see to it that there is one. */
  OutputPid take(TsKind kind) {
    for (OutputPid candidate : pids.get(kind)) {
      if (taken.add(candidate)) {
        return candidate;
      }
    }
    throw new IllegalStateException("no PID is left for " + kind);
  }

  void giveBack(OutputPid pid) {
    taken.remove(pid);
  }
}
