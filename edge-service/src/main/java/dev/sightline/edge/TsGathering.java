package dev.sightline.edge;

import dev.sightline.frame.Stretch;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Makes messages of what comes within one turn of the event loop, so that they become fewer and
 * larger as it gets busier. A start always begins a message. Used on one event loop.
 */
final class TsGathering {

  private final List<Stretch> waiting = new ArrayList<>();

  /** Adds a stretch and tells whether it is the first, so that the turn's end is to be awaited. */
  boolean add(Stretch stretch) {
    waiting.add(stretch);
    return waiting.size() == 1;
  }

  /** At the end of the turn: gives out what has come. */
  void drain(Consumer<TsDraft> out) {
    TsDraft draft = null;
    for (Stretch stretch : waiting) {
      for (int from = 0; from < stretch.size(); ) {
        if (draft == null || !draft.goesOnWith(stretch, from)) {
          give(draft, out);
          draft = new TsDraft(stretch, from);
        }
        from += draft.add(stretch, from);
      }
    }
    waiting.clear();
    give(draft, out);
  }

  private static void give(TsDraft draft, Consumer<TsDraft> out) {
    if (draft != null) {
      out.accept(draft);
    }
  }
}
