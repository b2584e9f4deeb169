package dev.sightline.ingest;

import dev.sightline.bus.StreamStatus;
import dev.sightline.frame.StreamId;
import dev.sightline.frame.StreamKind;
import dev.sightline.frame.Stretch;
import dev.sightline.ingest.PushConfig.Publisher;
import dev.sightline.ingest.UploadRefusal.Kind;
import dev.sightline.node.Secret;
import dev.sightline.node.SeldomLog;
import dev.sightline.ts.TsInput;
import dev.sightline.ts.TsMixer;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stream of MPEG-TS that is uploaded: makes one of its uploads, gives it to the bus, and tells
 * how it is doing. Lives on the ingest's event loop.
 *
 * <p>It is live, whether somebody watches or not, while there is an upload of which packets leave.
 *
 * <p>Next: {@link dev.sightline.bus.FramePublisher}
 */
final class TsSource implements StreamSource {

  private static final Logger LOG = LoggerFactory.getLogger(TsSource.class);

  private static final String NOBODY = "nobody uploads";
  private static final String NOTHING_YET =
      "an upload has brought nothing yet that a decoder can begin with";
  private static final long TICKS_PER_MILLI = 90;

  private enum News {
    BEGUN,
    ENDED
  }

  private final UploadConfig config;
  private final SourceTools tools;
  private final ArrivalCondition arrival;
  private final UploadFigures figures;
  private final TsMixer mixer;
  private final Set<UploadRequest> uploads = new LinkedHashSet<>();
  private final SeldomLog seldom = new SeldomLog(LOG);
  private long newestAt;
  private int place;

  TsSource(UploadConfig config, SourceTools tools) {
    this.config = config;
    this.tools = tools;
    this.arrival = new ArrivalCondition(config, tools, (before, next) -> changed());
    this.figures = new UploadFigures(config.id(), tools.metrics());
    this.mixer =
        new TsMixer(
            () -> System.currentTimeMillis() * TICKS_PER_MILLI,
            config.publisher() == Publisher.TAKE_OVER,
            this::append);
  }

  @Override
  public void place(int position) {
    place = position;
  }

  /** The decoders of viewers go on. */
  @Override
  public void follow(StreamSource before) {
    if (before instanceof TsSource source) {
      mixer.follow(source.mixer);
    }
  }

  @Override
  public void start() {
    tools.publisher().openOrdered(config.id(), this::demand);
    arrival.begin(this::look);
  }

  @Override
  public Future<Void> stop() {
    arrival.end();
    List.copyOf(uploads).forEach(upload -> upload.refuse(removed()));
    return Future.succeededFuture();
  }

  private static UploadRefusal removed() {
    String sentence = "this stream was changed or removed; upload again";
    return new UploadRefusal(Kind.REMOVED, 503, sentence);
  }

  @Override
  public boolean isAtRest() {
    return arrival.condition().isAtRest();
  }

  @Override
  public StreamStatus status() {
    SourceCondition condition = arrival.condition();
    return new StreamStatus(
        config.id(),
        StreamKind.TS,
        condition.state(),
        condition.since(),
        condition.reason(),
        config.origin(),
        figures.starts(),
        figures.bytes(),
        figures.uploads(),
        place,
        0,
        0,
        newestAt);
  }

  StreamId stream() {
    return config.id();
  }

  Optional<Secret> secret() {
    return config.secret();
  }

  UploadFigures figures() {
    return figures;
  }

  /** Reads an upload, if there is room for one more; what was cut off comes back at once. */
  void receive(HttpServerRequest request) {
    if (arrival.isOver()) {
      refuse(request, removed());
      return;
    }
    if (mixer.isFull()) {
      String sentence = "%d uploads bring this stream already".formatted(TsMixer.MOST_UPLOADS);
      refuse(request, new UploadRefusal(Kind.TOO_MANY, 503, sentence));
      return;
    }
    figures.begun();
    String sender = request.remoteAddress().host();
    seldom.info(News.BEGUN, "{}: an upload has begun, from {}", config.id(), sender);
    UploadRequest upload = new UploadRequest(this, request);
    uploads.add(upload);
    if (!arrival.isLive()) {
      arrival.absent(NOTHING_YET);
    }
    upload.begin();
  }

  TsInput join(Runnable onReplaced) {
    return mixer.join(config.maxNoise(), onReplaced);
  }

  void refuse(HttpServerRequest request, UploadRefusal refusal) {
    figures.refused(refusal.kind());
    seldom.warn(refusal.kind(), "{}: an upload was refused: {}", config.id(), refusal.sentence());
    if (refusal.code() == 503) {
      request.response().putHeader(HttpHeaders.RETRY_AFTER, "1");
    }
    EarlyAnswer.refuse(
        tools.vertx(), request, refusal.code(), config.id() + ": " + refusal.sentence());
  }

  /** Forgets an upload that is over. */
  void left(UploadRequest upload, String why) {
    uploads.remove(upload);
    JsonObject tally = upload.tally().toJson();
    seldom.info(News.ENDED, "{}: an upload has ended: {} ({})", config.id(), why, tally);
    if (uploads.isEmpty()) {
      arrival.absent("the upload has ended: " + why);
    }
  }

  private void append(Buffer packets, boolean isStart) {
    StreamId id = config.id();
    long position = tools.publisher().positionOf(id);
    newestAt = TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis());
    if (isStart) {
      figures.start();
    }
    arrival.arrived();
    tools.publisher().append(new Stretch(id, tools.epoch(), position, isStart, packets));
  }

  private void demand() {
    arrival.demanded(uploads.isEmpty() ? NOBODY : NOTHING_YET);
  }

  private void look() {
    List.copyOf(uploads).forEach(upload -> upload.endIfStalled(config.stallTimeout()));
  }

  private void changed() {
    tools.onChange().accept(status());
  }
}
