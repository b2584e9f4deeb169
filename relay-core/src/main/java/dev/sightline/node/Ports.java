package dev.sightline.node;

import io.vertx.core.Future;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.IntStream;

/** What to do and to say about TCP ports that are taken. */
public final class Ports {

  /** How many ports from the wanted one on are tried. */
  static final int TRIES = 100;

  static final int HIGHEST = 65_535;

  private Ports() {}

  /**
   * For {@code listen(…).recover(…)}: turns the failure to listen into a {@link StartException}
   * that names the flag to use.
   *
   * @param flag sets the port, such as {@code --port}
   */
  public static <T> Function<Throwable, Future<T>> explain(String host, int port, String flag) {
    return failure -> Future.failedFuture(explained(host, port, flag, failure));
  }

  private static Throwable explained(String host, int port, String flag, Throwable failure) {
    String reason = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
    if (isTaken(failure)) {
      return new StartException(taken(host, port, flag), failure);
    }
    if (reason.contains("permission denied")) {
      return new StartException(
          "port %d needs more rights than this process has; choose one above 1023 with %s"
              .formatted(port, flag),
          failure);
    }
    if (reason.contains("cannot assign requested address") || reason.contains("unresolved")) {
      return new StartException("%s is not an address of this machine".formatted(host), failure);
    }
    return failure;
  }

  private static String taken(String host, int port, String flag) {
    OptionalInt free = firstFree(host, port + 1);
    return "port %d is already in use; choose another with %s%s"
        .formatted(
            port, flag, free.isPresent() ? ", such as %s %d".formatted(flag, free.getAsInt()) : "");
  }

  /** Whether listening failed since another socket listens there. */
  static boolean isTaken(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (String.valueOf(cause.getMessage()).contains("Address already in use")) {
        return true;
      }
    }
    return false;
  }

  /** The first port from {@code port} on that is free now; it may be taken a moment later. */
  static OptionalInt firstFree(String host, int port) {
    return upwardsFrom(port).filter(candidate -> isFree(host, candidate)).findFirst();
  }

  static IntStream upwardsFrom(int port) {
    return IntStream.range(port, Math.min(port + TRIES, HIGHEST + 1));
  }

  static boolean isFree(String host, int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName(host))) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
