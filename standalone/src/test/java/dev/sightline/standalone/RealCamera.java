package dev.sightline.standalone;

import dev.sightline.testkit.Await;
import dev.sightline.testkit.FreePort;
import dev.sightline.testkit.Requires;
import dev.sightline.testkit.RunningProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A program that serves MJPEG in its own dialect, on a free port of 127.0.0.1. It may not listen
 * yet when its start returns, which a relay has to put up with anyway.
 */
final class RealCamera implements AutoCloseable {

  private static final String PICTURE = "testsrc2=size=320x240:rate=10";

  /** Serves the clip over and over, and keeps all that it writes in its own directory. */
  private static final String MOTION =
      """
      daemon off
      setup_mode off
      log_file %1$s/motion.log
      target_dir %1$s
      netcam_url %2$s
      width 320
      height 240
      framerate 10
      stream_port %3$d
      stream_localhost on
      stream_maxrate 10
      webcontrol_port 0
      movie_output off
      picture_output off
      """;

  private static final String DIGEST =
      """
      stream_auth_method 2
      stream_authentication %s:%s
      """;

  private static final String VLC_OUTPUT = "#standard{access=http,mux=mpjpeg,dst=127.0.0.1:%d/}";

  private static final String GSTREAMER =
      "gst-launch-1.0 -q videotestsrc is-live=true"
          + " ! video/x-raw,width=320,height=240,framerate=10/1 ! jpegenc"
          + " ! multipartmux boundary=gstreamer ! tcpserversink host=127.0.0.1 port=%d";

  private final RunningProgram program;
  private final int port;

  private RealCamera(RunningProgram program, int port) {
    this.program = program;
    this.port = port;
  }

  /** ffmpeg's own listener, which takes one client and ends with it. */
  static RealCamera ffmpeg(int port) {
    return ffmpeg(port, "-content_type multipart/x-mixed-replace;boundary=ffmpeg ");
  }

  /** The same as most people start it; it then announces {@code application/octet-stream}. */
  static RealCamera ffmpegWithoutType() {
    return ffmpeg(FreePort.onLoopback(), "");
  }

  private static RealCamera ffmpeg(int port, String type) {
    Requires.program("ffmpeg");
    String command =
        "ffmpeg -nostdin -v error -re -f lavfi -i %s -c:v mjpeg %s-listen 1 -f mpjpeg"
            + " http://127.0.0.1:%d/";
    return new RealCamera(
        RunningProgram.start(command.formatted(PICTURE, type, port).split(" ")), port);
  }

  /** VLC, which announces {@code application/octet-stream}; it shows a clip that ffmpeg makes. */
  static RealCamera vlc(Path directory) {
    Requires.program("ffmpeg");
    Requires.program("cvlc");
    int port = FreePort.onLoopback();
    List<String> command = new ArrayList<>(asNobody(directory));
    command.addAll(List.of("cvlc", "-I", "dummy", "--loop", makeClip(directory).toString()));
    command.addAll(List.of("--sout-keep", "--sout", VLC_OUTPUT.formatted(port)));
    return new RealCamera(RunningProgram.start(command, Map.of(), directory), port);
  }

  /** GStreamer's own multipart stream, on a plain socket: see {@link HttpFront}. */
  static RealCamera gstreamer() {
    Requires.program("gst-launch-1.0");
    int port = FreePort.onLoopback();
    return new RealCamera(RunningProgram.start(GSTREAMER.formatted(port).split(" ")), port);
  }

  /** ustreamer without a device, which shows a card that says so. */
  static RealCamera ustreamer() {
    Requires.program("ustreamer");
    int port = FreePort.onLoopback();
    RunningProgram program =
        RunningProgram.start(
            "ustreamer --device /nonexistent --host 127.0.0.1 --port %d --no-log-colors"
                .formatted(port)
                .split(" "));
    return new RealCamera(program, port);
  }

  /** motion, fed from a clip that ffmpeg makes. */
  static RealCamera motion(Path directory) {
    return motion(directory, clip(directory), "", 200);
  }

  /** The same, showing itself to one user only. */
  static RealCamera motionWithDigest(Path directory, String username, String password) {
    return motion(directory, clip(directory), DIGEST.formatted(username, password), 401);
  }

  /** motion, fed from a stream. */
  static RealCamera motion(Path directory, String source) {
    return motion(directory, source, "", 200);
  }

  private static String clip(Path directory) {
    Requires.program("ffmpeg");
    Requires.program("motion");
    return "file://" + makeClip(directory);
  }

  private static RealCamera motion(Path directory, String source, String settings, int status) {
    Requires.program("motion");
    int port = FreePort.onLoopback();
    Path config = directory.resolve("motion.conf");
    write(config, MOTION.formatted(directory, source, port) + settings);
    List<String> command = List.of("motion", "-n", "-c", config.toString());
    RealCamera camera = new RealCamera(RunningProgram.start(command, Map.of(), directory), port);
    // It listens seconds before it has a picture, and hangs up on everybody until then.
    Await.until("motion has a picture", () -> answers(camera.url() + "current", status));
    return camera;
  }

  /** The URL of the stream. */
  String url() {
    return "http://127.0.0.1:" + port + "/";
  }

  int port() {
    return port;
  }

  RunningProgram program() {
    return program;
  }

  @Override
  public void close() {
    program.close();
  }

  /** VLC refuses to be run by root; whoever else runs it is to read what is in the directory. */
  static List<String> asNobody(Path directory) {
    if (!System.getProperty("user.name").equals("root")) {
      return List.of();
    }
    Requires.program("setpriv");
    if (!directory.toFile().setExecutable(true, false)) {
      throw new AssertionError(directory + " can't be opened for others");
    }
    return List.of(
        "setpriv --reuid=65534 --regid=65534 --clear-groups env HOME=/nonexistent".split(" "));
  }

  private static Path makeClip(Path directory) {
    Path clip = directory.resolve("clip.avi");
    try (RunningProgram ffmpeg =
        RunningProgram.start(
            "ffmpeg -nostdin -v error -f lavfi -i %s -t 5 -c:v mjpeg %s"
                .formatted(PICTURE, clip)
                .split(" "))) {
      if (ffmpeg.awaitExit() != 0) {
        throw new AssertionError("ffmpeg made no clip: " + ffmpeg.lines());
      }
    }
    return clip;
  }

  private static boolean answers(String url, int status) {
    try {
      return ((HttpURLConnection) URI.create(url).toURL().openConnection()).getResponseCode()
          == status;
    } catch (IOException e) {
      return false; // Not yet.
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
