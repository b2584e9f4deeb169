package dev.sightline.ingest;

import dev.sightline.ingest.EndReason.Kind;
import dev.sightline.multipart.MalformedPartException;
import dev.sightline.multipart.Part;
import dev.sightline.multipart.StreamFormat;
import dev.sightline.multipart.StreamParser;
import dev.sightline.node.DurationText;
import dev.sightline.program.ChildProcess;
import dev.sightline.program.ProgramEnd;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * One run of a source that is a program: a look at its device, if that is needed, and the program
 * itself until it ends or isn't wanted any more. A program that writes one picture and ends well is
 * to be run again, as a camera that answers with single pictures is asked again.
 */
final class ProgramRun implements SourceConnection {

  private final ProgramAccess access;
  private final SourcePolicy policy;
  private final Recipe recipe;
  private final Listener listener;
  private final StreamParser parser;
  private Context context;
  private ChildProcess process;
  private long pictures;
  private long progressAt;
  private long watchdog = -1;
  private boolean ended;

  ProgramRun(ProgramAccess access, SourcePolicy policy, Recipe recipe, Listener listener) {
    this.access = access;
    this.policy = policy;
    this.recipe = recipe;
    this.listener = listener;
    this.parser = StreamParser.of(null, policy.limits(), this::take).orElseThrow();
  }

  /** What the output is read with. */
  StreamParser parser() {
    return parser;
  }

  @Override
  public void open() {
    context = Vertx.currentContext();
    progress();
    watch();
    access.free().onComplete(gone -> context.runOnContext(v -> begin()));
  }

  private void begin() {
    if (ended) {
      return;
    }
    Optional<EndReason> obstacle = access.isHeld() ? Optional.of(held()) : recipe.obstacle();
    if (obstacle.isPresent()) {
      end(obstacle.get());
    } else {
      lookOrRun();
    }
  }

  private void lookOrRun() {
    recipe.look().ifPresentOrElse(this::look, this::run);
  }

  private EndReason held() {
    return new EndReason(
        Kind.UNREACHABLE,
        "something that %s has started still holds its output".formatted(recipe.name()));
  }

  private void look(List<String> command) {
    process = access.launch(command, false, new Look());
  }

  private void run() {
    process = access.launch(recipe.command(), true, new Output());
  }

  /** What is common to both processes: what comes after the end of the run is nobody's business. */
  private abstract class Child implements ChildProcess.Listener {

    @Override
    public void notStarted(IOException why) {
      end(recipe.notStarted(why));
    }
  }

  private final class Look extends Child {

    @Override
    public void output(Buffer piece) {}

    @Override
    public void ended(ProgramEnd looked) {
      if (ended) {
        return;
      }
      progress();
      recipe.learn(looked).ifPresentOrElse(ProgramRun.this::end, ProgramRun.this::lookOrRun);
    }
  }

  private final class Output extends Child {

    @Override
    public void output(Buffer piece) {
      if (!ended) {
        parse(() -> parser.handle(piece));
      }
    }

    @Override
    public void ended(ProgramEnd how) {
      if (!ended) {
        parse(parser::end);
        endBy(how);
      }
    }
  }

  private void parse(Runnable step) {
    try {
      step.run();
    } catch (MalformedPartException e) {
      end(new EndReason(Kind.MALFORMED, withLastWords("in its output " + e.getMessage())));
    }
  }

  private void take(Part part) {
    if (!ended && listener.part(part)) {
      pictures++;
      progress();
    }
  }

  private void endBy(ProgramEnd how) {
    if (ended) {
      return;
    }
    boolean isOnePicture = parser.format() == StreamFormat.JPEGS && pictures == 1;
    if (isOnePicture && how.exitCode() == 0) {
      settle();
      listener.finished();
    } else {
      end(recipe.ended(how, pictures > 0));
    }
  }

  private void progress() {
    progressAt = System.nanoTime();
  }

  private void watch() {
    long quiet = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - progressAt);
    long left = policy.stallTimeout().toMillis() - quiet;
    if (left > 0) {
      watchdog = context.owner().setTimer(left, id -> watch());
    } else {
      String stalled = "no picture for " + DurationText.format(policy.stallTimeout());
      end(new EndReason(Kind.STALLED, withLastWords(stalled)));
    }
  }

  private String withLastWords(String sentence) {
    return process == null ? sentence : ProgramWords.withLastWords(sentence, process.lastLines());
  }

  @Override
  public Future<Void> close() {
    settle();
    return process == null ? Future.succeededFuture() : process.stop();
  }

  private void settle() {
    ended = true;
    if (context != null) {
      context.owner().cancelTimer(watchdog);
    }
  }

  private void end(EndReason reason) {
    if (!ended) {
      close();
      if (pictures == 0) {
        recipe.forget();
      }
      listener.ended(reason);
    }
  }
}
