package dev.sightline.ingest;

import dev.sightline.bus.StreamDirectory.Entry;
import dev.sightline.bus.StreamStatus;
import dev.sightline.frame.StreamId;
import dev.sightline.node.SeldomLog;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/** Which of the streams that a place tells of are taken, and why the others aren't. */
final class RemoteSelection {

  private enum Trouble {
    LOOP,
    FAR,
    NAME,
    MANY
  }

  private final RemoteNames names;
  private final int most;
  private final SeldomLog seldom = new SeldomLog(LoggerFactory.getLogger(RemoteSelection.class));

  /**
   * @param most streams that are taken
   */
  RemoteSelection(RemoteNames names, int most) {
    this.names = names;
    this.most = most;
  }

  /** Those that are taken, by the names that they have here. */
  Map<StreamId, StreamStatus> of(Collection<Entry> entries) {
    Map<StreamId, StreamStatus> taken = new LinkedHashMap<>();
    for (Entry entry : entries) {
      StreamStatus status = entry.status();
      if (names.comesFromHere(status.hops())) {
        leaveOut(Trouble.LOOP, "the stream %s comes from here: %s", status);
      } else if (names.isTooFar(status.hops())) {
        leaveOut(Trouble.FAR, "the stream %s has come through too many regions: %s", status);
      } else if (names.takes(status.stream())) {
        Optional<StreamId> here = names.here(status.stream());
        if (here.isEmpty()) {
          leaveOut(Trouble.NAME, "the name of the stream %s is too long with the prefix", status);
        } else if (taken.size() < most) {
          taken.put(here.get(), status);
        } else {
          leaveOut(
              Trouble.MANY, "%d streams of it are taken at most: ".formatted(most) + "%s", status);
        }
      }
    }
    return taken;
  }

  private void leaveOut(Trouble trouble, String why, StreamStatus status) {
    seldom.warn(
        trouble,
        "{}: left out, since {}",
        names,
        why.formatted(status.stream(), String.join(" > ", status.hops())));
  }
}
