package dev.sightline.node;

import dev.sightline.frame.StreamId;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Tracing by OpenTelemetry, to whatever takes OTLP over HTTP. With its span all that knows it. */
final class OtlpTracing implements Tracing {

  static final int FLUSH_MILLIS = 1_000;

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final SdkTracerProvider provider;
  private final Tracer tracer;
  private final long slow;
  private volatile Optional<String> node = Optional.empty();
  private final AtomicLong slowAt = new AtomicLong(System.nanoTime() - SECOND);

  private OtlpTracing(SdkTracerProvider provider, Duration slow) {
    this.provider = provider;
    this.tracer = provider.get("dev.sightline");
    this.slow = slow.toNanos();
  }

  static OtlpTracing open(TracingConfig config, Role role) {
    String endpoint = config.endpoint().orElseThrow().toString();
    OtlpHttpSpanExporterBuilder exporter =
        OtlpHttpSpanExporter.builder()
            .setEndpoint(endpoint)
            .setConnectTimeout(PATIENCE)
            .setTimeout(PATIENCE);
    config.headers().forEach(each -> exporter.addHeader(each.name(), each.value().value()));
    SdkTracerProvider provider =
        SdkTracerProvider.builder()
            .setResource(Resource.create(describe(role)))
            .addSpanProcessor(TraceDelivery.to(endpoint, exporter.build()))
            .build();
    return new OtlpTracing(provider, config.slow());
  }

  /** Under the names that OpenTelemetry has for it. */
  private static Attributes describe(Role role) {
    AttributesBuilder node =
        Attributes.builder()
            .put("service.name", role == Role.STANDALONE ? "sightline" : "sightline-" + role)
            .put("service.version", Program.version())
            .put("service.instance.id", UUID.randomUUID().toString());
    Optional.ofNullable(System.getenv("HOSTNAME"))
        .or(OtlpTracing::machine)
        .ifPresent(name -> node.put("host.name", name));
    return node.build();
  }

  /** What Linux says, which asks nobody: Java would look the name up, and may wait for that. */
  private static Optional<String> machine() {
    try {
      return Optional.of(Files.readString(Path.of("/proc/sys/kernel/hostname")).strip());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  @Override
  public void nameNode(String id) {
    node = Optional.of(id);
  }

  @Override
  public Operation begin(Operation.Name name) {
    return begin(name, Context.root());
  }

  private Operation begin(Operation.Name name, Context parent) {
    return new Traced(tracer.spanBuilder(name.toString()).setParent(parent).startSpan());
  }

  @Override
  public void firstPicture(StreamId stream, long nanos) {
    long now = System.nanoTime();
    long before = slowAt.get();
    if (nanos >= slow && now - before >= SECOND && slowAt.compareAndSet(before, now)) {
      Span span =
          tracer
              .spanBuilder(Operation.Name.FIRST_PICTURE.toString())
              .setNoParent()
              .setStartTimestamp(Instant.now().minusNanos(nanos))
              .startSpan();
      new Traced(span).with(Operation.Detail.STREAM, stream).end();
    }
  }

  @Override
  public void close() {
    provider.shutdown().join(FLUSH_MILLIS, TimeUnit.MILLISECONDS);
  }

  private final class Traced implements Operation {

    private final Span span;

    private Traced(Span span) {
      this.span = span;
    }

    @Override
    public Operation with(Detail detail, Object value) {
      if (value instanceof Integer number) {
        span.setAttribute(AttributeKey.longKey(detail.key()), number);
      } else {
        span.setAttribute(detail.key(), value.toString());
      }
      return this;
    }

    @Override
    public Operation begin(Name part) {
      return OtlpTracing.this.begin(part, Context.root().with(span));
    }

    @Override
    public void end() {
      node.ifPresent(id -> with(Detail.NODE, id));
      span.end();
    }

    @Override
    public void fail(String sentence) {
      span.setStatus(StatusCode.ERROR, sentence);
      end();
    }
  }
}
