package dev.sightline.testkit;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The command line of a fake camera that is a process of its own. */
final class CameraArguments {

  private static final String USAGE =
      "usage: FakeCamera [--host HOST] [--port N] [--fps N] [--size BYTES] [--status N]"
          + " [--quirks NAME,...] [--credentials USER:PASSWORD]";

  private CameraArguments() {}

  /**
   * @throws IllegalArgumentException with the usage when an argument is unknown or has no value
   */
  static CameraOptions parse(String... arguments) {
    if (arguments.length % 2 != 0) {
      throw new IllegalArgumentException(USAGE);
    }
    CameraOptions options = CameraOptions.defaults();
    for (int at = 0; at < arguments.length; at += 2) {
      options = with(options, arguments[at], arguments[at + 1]);
    }
    return options;
  }

  private static CameraOptions with(CameraOptions options, String name, String value) {
    return switch (name) {
      case "--host" -> options.withHost(value);
      case "--port" -> options.withPort(Integer.parseInt(value));
      case "--fps" -> options.withFps(Double.parseDouble(value));
      case "--size" -> options.withFrameSize(Integer.parseInt(value));
      case "--status" -> options.withStatus(Integer.parseInt(value));
      case "--quirks" -> options.withQuirks(quirks(value));
      case "--credentials" -> withCredentials(options, value);
      default -> throw new IllegalArgumentException("unknown option " + name + "; " + USAGE);
    };
  }

  private static Set<CameraQuirk> quirks(String names) {
    return Arrays.stream(names.split(",", -1))
        .map(name -> CameraQuirk.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_')))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static CameraOptions withCredentials(CameraOptions options, String value) {
    int colon = value.indexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException("--credentials takes USER:PASSWORD; " + USAGE);
    }
    return options.withCredentials(value.substring(0, colon), value.substring(colon + 1));
  }
}
