package dev.sightline.containers;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * A container that is treated as a kubelet treats it: probed while it lives, and ended in order.
 */
final class Pod {

  private final PodTemplate template;
  private final String name;
  private final String address;
  private final ScheduledExecutorService clock;
  private final AtomicBoolean ending = new AtomicBoolean();
  private volatile Instant started;
  private volatile Instant readySince;
  private volatile boolean alive = true;
  private ScheduledFuture<?> startup;
  private ScheduledFuture<?> liveness;
  private ScheduledFuture<?> readiness;

  Pod(PodTemplate template, String name, String address, ScheduledExecutorService clock) {
    this.template = template;
    this.name = name;
    this.address = address;
    this.clock = clock;
  }

  /** Starts the container, and from then on asks it. */
  void start(List<String> run) {
    List<String> command = new ArrayList<>(List.of("run", "--detach"));
    command.addAll(run);
    Docker.run(command.toArray(String[]::new));
    started = Instant.now();
    probeUntilUp();
  }

  private synchronized void probeUntilUp() {
    Probe up = template.probe("startupProbe");
    Instant last = started.plus(up.period().multipliedBy(up.failures()));
    startup = every(up.period(), () -> cameUp(up.ask(address), last));
  }

  private synchronized void cameUp(boolean up, Instant last) {
    if (up && !startup.isCancelled()) {
      startup.cancel(false);
      Probe live = template.probe("livenessProbe");
      Probe.Opinion isAlive = live.new Opinion(true);
      liveness = every(live.period(), () -> alive &= isAlive.after(live.ask(address)));
      Probe ready = template.probe("readinessProbe");
      Probe.Opinion isReady = ready.new Opinion(false);
      readiness = every(ready.period(), () -> become(isReady.after(ready.ask(address))));
    } else if (Instant.now().isAfter(last)) {
      alive = false;
    }
  }

  private synchronized void become(boolean ready) {
    if (!ready || ending.get()) {
      readySince = null;
    } else if (readySince == null) {
      readySince = Instant.now();
    }
  }

  private ScheduledFuture<?> every(Duration period, Runnable action) {
    return clock.scheduleAtFixedRate(action, 0, period.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * Takes it from its Services and tells it to end, in the same moment; kills it when its grace is
   * over. Completes when it is gone.
   */
  CompletableFuture<PodEnd> end(ExecutorService threads) {
    ending.set(true);
    become(false);
    stopProbing();
    return CompletableFuture.supplyAsync(this::stop, threads);
  }

  private synchronized void stopProbing() {
    Stream.of(startup, liveness, readiness)
        .filter(Objects::nonNull)
        .forEach(probe -> probe.cancel(false));
  }

  private PodEnd stop() {
    Instant begun = Instant.now();
    Docker.run("stop", "--time", Long.toString(template.grace().toSeconds()), name);
    Duration took = Duration.between(begun, Instant.now());
    String state = Docker.inspect(name, "{{.State.ExitCode}} {{.State.OOMKilled}}");
    return new PodEnd(name, took, state);
  }

  String name() {
    return name;
  }

  String address() {
    return address;
  }

  PodTemplate template() {
    return template;
  }

  /** Whether its Services lead to it. */
  boolean isReady() {
    return readySince != null;
  }

  /** Whether it has been ready for so long that a Deployment goes on. */
  boolean isAvailable() {
    Instant since = readySince;
    return since != null && Instant.now().isAfter(since.plus(template.minReady()));
  }

  /** Whether no probe has failed for so long that a kubelet would have ended it. */
  boolean isAlive() {
    return alive;
  }

  /** From the container's start to the first answer that it is ready. */
  Duration startTook() {
    Instant since = readySince;
    if (since == null) {
      throw new IllegalStateException(name + " isn't ready");
    }
    return Duration.between(started, since);
  }
}
