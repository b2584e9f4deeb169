package dev.sightline.ingest;

import dev.sightline.auth.Authenticator;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpConnection;

/**
 * What outlives the connections to one camera: the client that makes them one at a time, how the
 * camera wants to be shown credentials, and which picture it gave last. Lives on the ingest's event
 * loop.
 */
final class CameraSession implements SourceAccess {

  /** A field, since a client that is garbage closes its connections. */
  private final HttpClient client;

  private final Vertx vertx;
  private final CameraConfig camera;
  private final Authenticator authenticator;
  private Validators validators = Validators.NONE;
  private HttpConnection connection;
  private SourceUrl connectedTo;
  private long uniqueNumber;

  CameraSession(Vertx vertx, CameraConfig camera) {
    this.vertx = vertx;
    this.camera = camera;
    client = CameraHttp.newClient(vertx, camera);
    authenticator =
        new Authenticator(
            camera.source().credentials(),
            camera.policy().request().authentication(),
            Authenticator::cnonce);
  }

  @Override
  public SourceConnection connection(SourceConnection.Listener listener) {
    return new CameraConnection(vertx, camera, this, listener);
  }

  /** A camera is known by its host, whatever it is asked for. */
  @Override
  public Likeness likeness(SourceAccess before) {
    if (!(before instanceof CameraSession known)
        || !camera.source().sameHost(known.camera.source())) {
      return Likeness.NONE;
    }
    boolean sameRequest =
        camera.source().equals(known.camera.source())
            && camera.policy().request().equals(known.camera.policy().request());
    return sameRequest ? Likeness.SAME_REQUEST : Likeness.SAME_DEVICE;
  }

  HttpClient client() {
    return client;
  }

  Authenticator authenticator() {
    return authenticator;
  }

  /** What is asked for, which caches have never seen if the camera is polled so. */
  SourceUrl request(SourceUrl url) {
    return camera
        .polling()
        .flatMap(PollPolicy::cacheBuster)
        .filter(name -> url.sameHost(camera.source()))
        .map(name -> url.withParameter(name, Long.toString(nextUniqueNumber())))
        .orElse(url);
  }

  /** A time in milliseconds, so that it is another one in the next run too. */
  private long nextUniqueNumber() {
    uniqueNumber = Math.max(uniqueNumber + 1, System.currentTimeMillis());
    return uniqueNumber;
  }

  /** Of the last picture, as long as pictures are asked for one by one. */
  Validators validators() {
    return validators;
  }

  boolean knowsPicture() {
    return !validators.equals(Validators.NONE);
  }

  void gave(Validators latest) {
    validators = latest;
  }

  /** Notes the connection that is used now; true when it was used by the request before, too. */
  boolean uses(HttpConnection next, SourceUrl url) {
    boolean again = next == connection;
    connection = next;
    connectedTo = url;
    return again;
  }

  /**
   * Closes a connection that leads elsewhere, such as to the port that the camera sent us from:
   * there is one at a time.
   */
  Future<Void> leaveOthersThan(SourceUrl url) {
    return connection == null || connectedTo.sameEndpoint(url)
        ? Future.succeededFuture()
        : hangUp();
  }

  /** Closes the connection, and tells when it is closed. */
  Future<Void> hangUp() {
    HttpConnection used = connection;
    connection = null;
    return used == null ? Future.succeededFuture() : used.close();
  }

  /** Ends the session, from which on no connection can be made. */
  @Override
  public Future<Void> close() {
    return hangUp().eventually(client::close);
  }
}
