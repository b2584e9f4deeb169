package dev.sightline.ingest;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sightline.auth.Authentication;
import dev.sightline.auth.Credentials;
import dev.sightline.frame.StreamId;
import dev.sightline.node.ConfigException;
import dev.sightline.node.ConfigReader;
import dev.sightline.node.ConfigSources;
import dev.sightline.node.Flags;
import dev.sightline.node.Secret;
import dev.sightline.testkit.TestCertificate;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IngestConfigTest {

  private static final String SETTINGS =
      """
      {"ingest": {"linger": "20s", "retry": {"max": "30s"}},
       "cameras": {
         "front": "http://cam/front",
         "yard": {"url": "http://cam/yard", "linger": "5s", "on-demand": "false",
                  "max-frame-size": "1MiB", "retry": {"first": "2s"},
                  "username": "viewer", "password": "${YARD}"}}}
      """;

  @Test
  void readsCamerasWithTheirOwnSettingsOverTheShared() throws ConfigException {
    IngestConfig config = read(SETTINGS, Map.of("YARD", "s3cret"), new Flags());
    CameraConfig front = camera(config, 0);
    CameraConfig yard = camera(config, 1);
    assertThat(front.id()).isEqualTo(new StreamId("front"));
    assertThat(front.source()).isEqualTo(SourceUrl.parse("http://cam/front"));
    assertThat(front.policy()).isEqualTo(config.defaults());
    assertThat(front.policy().linger()).isEqualTo(Duration.ofSeconds(20));
    assertThat(yard.policy().linger()).isEqualTo(Duration.ofSeconds(5));
    assertThat(yard.policy().onDemand()).isFalse();
    assertThat(yard.policy().limits().maxBodyBytes()).isEqualTo(1 << 20);
    assertThat(yard.policy().retry().first()).isEqualTo(Duration.ofSeconds(2));
    assertThat(yard.policy().retry().max()).isEqualTo(Duration.ofSeconds(30));
    assertThat(yard.policy().stallTimeout()).isEqualTo(SourcePolicy.DEFAULT.stallTimeout());
    assertThat(yard.source().credentials())
        .contains(new Credentials("viewer", new Secret("s3cret")));
    assertThat(config.toString()).doesNotContain("s3cret").doesNotContain("viewer");
  }

  @Test
  void aVariableSetsWhatTheFileLeavesOpen() throws ConfigException {
    Map<String, String> variables =
        Map.of("YARD", "", "SIGHTLINE_CAMERAS_FRONT_STALL_TIMEOUT", "7s");
    IngestConfig config = read(SETTINGS, variables, new Flags());
    assertThat(camera(config, 0).policy().stallTimeout()).isEqualTo(Duration.ofSeconds(7));
  }

  @Test
  void aFlagAddsACameraOrMovesOne() throws ConfigException {
    Flags flags =
        new Flags()
            .put("cameras.yard.url", "--camera", "http://other/")
            .put("cameras.gate.url", "--camera", "http://gate/?a=b");
    IngestConfig config = read(SETTINGS, Map.of("YARD", "s3cret"), flags);
    assertThat(config.streamNames()).isEqualTo("front, yard, gate");
    assertThat(camera(config, 1).source().host()).isEqualTo("other");
    assertThat(camera(config, 1).policy().onDemand()).isFalse();
    assertThat(camera(config, 2).source().target()).isEqualTo("/?a=b");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"front": "rtmp://u:geheim@cam/"}                        | cameras.front.url must start with http:// or https://, not rtmp://
          {"front": "rtsp://u:geheim@/"}                           | cameras.front.url must name a host after the scheme: a name, an address, or an IPv6 address in brackets
          {"front": "rtsp:u:geheim@cam/"}                          | cameras.front.url must start with rtsp:// or rtsps://
          {"front": {"url": "rtsp://u:geheim@cam/", "password": "geheim"}} | cameras.front.url names a user as well as the settings beside it; keep one
          {"front": {"url": "rtsp://cam/", "password": "geheim"}}  | cameras.front.username is missing, since there is a password
          {"front": {"url": "rtsp://cam/", "rtsp-transport": "tls"}} | cameras.front.rtsp-transport must be one of tcp, udp, not 'tls'
          {"front": {"url": "rtsp://cam/", "quality": "0"}}        | cameras.front.quality must be a whole number from 1 to 100, not '0'
          {"front": "v4l2:video0"}                                 | cameras.front.url must name a device below /dev, such as v4l2:/dev/video0
          {"front": {"exec": "ffmpeg 'geheim"}}                    | cameras.front.exec has a quote (') that nothing closes
          {"front": {"exec": " "}}                                 | cameras.front.exec must name a program
          {"front": {"exec": ["", "geheim"]}}                      | cameras.front.exec must name a program
          {"front": {"exec": ["a", ["geheim"]]}}                   | cameras.front.exec must be a list of plain values
          {"front": {"exec": {"a": "geheim"}}}                     | cameras.front.exec must be one value, not a section or a list
          {"front": {"exec": "a geheim", "url": "http://u:geheim@cam/"}} | cameras.front.url is given as well as exec; keep one
          {"front": "exec:"}                                       | cameras.front.url must name a program
          {"front": {}}                                            | cameras.front.url is missing
          {"front": null}                                          | cameras.front.url is missing
          {"front": {"url": "${NONE}"}}                            | cameras.front.url needs the environment variable NONE, which is not set
          {"Front": "http://cam/"}                                 | cameras.Front: stream name 'Front' must be 1 to 63 of a-z, 0-9, '-' and '_', starting with a letter or digit
          {"a.b": "http://cam/"}                                   | cameras.a.b: stream name 'a.b' must be 1 to 63 of a-z, 0-9, '-' and '_', starting with a letter or digit
          {"metrics": "http://cam/"}                               | cameras.metrics: stream name 'metrics' is taken by the product's own URLs; choose another
          {"front": {"url": "http://cam/", "pasword": "geheim"}}   | cameras.front.pasword is not a setting; did you mean cameras.front.password?
          {"front": {"url": "http://cam/", "password": "geheim"}}  | cameras.front.username is missing, since there is a password
          {"front": {"url": "http://u:geheim@cam/", "username": "v"}} | cameras.front.url names a user as well as the settings beside it; keep one
          {"front": {"url": "http://cam/", "linger": "10"}}        | cameras.front.linger must be a duration with its unit (ms, s, m, h, d) such as 200ms, 10s or 2m, not '10'
          {"front": {"url": "http://cam/", "stall-timeout": "0s"}} | cameras.front.stall-timeout must be from 100ms to 1h, not 0s
          {"front": {"url": "http://cam/", "max-frame-size": "1GiB"}} | cameras.front.max-frame-size must be from 1KiB to 256MiB, not 1GiB
          {"front": {"url": "http://cam/", "on-demand": "no"}}     | cameras.front.on-demand must be true or false, not 'no'
          {"front": {"url": "http://cam/", "retry": {"first": "2m"}}} | cameras.front.retry.first must not be longer than retry.max
          {"front": {"url": "http://cam/", "retry": {"floor": "11m"}}} | cameras.front.retry.floor must be from 0s to 10m, not 11m
          {"front": {"url": "http://cam/", "poll-every": "10ms"}}  | cameras.front.poll-every must be from 50ms to 1h, not 10ms
          {"front": {"url": "http://cam/", "user-agent": " "}}     | cameras.front.user-agent must not be empty
          {"front": {"url": "http://cam/", "headers": ["A: geheim"]}} | cameras.front.headers must be a section with settings below it, not a value
          {"front": {"url": "http://cam/", "headers": {"A B": "geheim"}}} | cameras.front.headers.A B is no name of a header: letters, digits and - are allowed, without spaces or colons
          {"front": {"url": "http://cam/", "headers": {"A": "geheim\\n"}}} | cameras.front.headers.A must be up to 8192 characters of ASCII without line breaks or other control characters
          {"front": {"url": "http://cam/", "headers": {"A": {"b": "geheim"}}}} | cameras.front.headers.A must be one value, not a section or a list
          {"front": {"url": "http://cam/", "headers": {"A": "geheim", "a": "geheim"}}} | cameras.front.headers names a twice; keep one
          {"front": {"url": "http://cam/", "headers": {"TE": "geheim"}}} | cameras.front.headers.TE is not yours to set: it belongs to the connection
          {"front": {"url": "http://cam/", "headers": {"user-agent": "x"}}} | cameras.front.headers.user-agent has a setting of its own, user-agent
          {"front": {"url": "http://u:geheim@cam/", "headers": {"authorization": "geheim"}}} | cameras.front.headers name Authorization, and there is a user as well; keep one
          {"front": {"url": "http://cam/", "username": "v", "headers": {"Authorization": "geheim"}}} | cameras.front.headers name Authorization, and there is a user as well; keep one
          {"front": {"url": "http://cam/", "method": "PUT"}}       | cameras.front.method must be GET or POST, not 'PUT'
          {"front": {"url": "http://cam/", "body": "geheim"}}      | cameras.front.body needs the setting 'method: POST' beside it
          {"front": {"url": "http://cam/", "authentication": "ntlm"}} | cameras.front.authentication must be one of auto, basic, digest, not 'ntlm'
          {"front": {"url": "http://cam/", "redirects": "same_host"}} | cameras.front.redirects must be one of off, same-host, anywhere, not 'same_host'
          {"front": {"url": "https://cam/", "tls": {"fingerprint": "AB:CD"}}} | cameras.front.tls.fingerprint must be the SHA-256 of the camera's certificate, 64 hex digits with or without colons
          {"front": {"url": "https://cam/", "tls": {"ca-file": "/none"}}} | cameras.front.tls.ca-file names /none, which can't be read
          {"front": {"url": "https://cam/", "tls": {"ca-flie": "/none"}}} | cameras.front.tls.ca-flie is not a setting; did you mean cameras.front.tls.ca-file?
          {"front": {"url": "upload:x"}} | cameras.front.url must be just upload: where MPEG-TS is uploaded, since it comes to /upload/SECRET
          {"front": {"url": "upload:", "secret": ""}} | cameras.front.secret must have 1 to 256 characters
          {"front": {"url": "upload:", "secret": "geheim"}, "yard": {"url": "upload:", "secret": "geheim"}} | cameras: the streams 'front' and 'yard' have the same upload secret; give each its own
          {"front": {"url": "upload:", "secret": "geheim"}, "yard": "upload:"} | cameras: the streams 'front' and 'yard' both take uploads, so both need a secret
          {"front": {"url": "upload:", "publisher": "fight"}} | cameras.front.publisher must be one of take-over, refuse, not 'fight'
          {"front": {"url": "http://cam/", "proxy": "https://u:geheim@p/"}} | cameras.front.proxy must be http://host:port, or off
          {"front": {"url": "http://cam/", "proxy": "http://u:geheim@p/x"}} | cameras.front.proxy must be http://host:port, or off
          {"front": {"url": "http://cam/", "proxy": "u:geheim@p"}} | cameras.front.proxy must start with http:// or https://
          {"front": {"url": "http://cam/", "weight": "0"}}         | cameras.front.weight must be a whole number from 1 to 100, not '0'
          {"front": {"url": "push:", "weight": "1.5"}}             | cameras.front.weight must be a whole number from 1 to 100, not '1.5'
          {"front": {"url": "http://cam/", "retry": "2m"}}         | cameras.front.retry must be a section with settings below it, not a value
          """)
  void tellsWhatIsWrongWithoutShowingAPassword(String cameras, String problem) {
    String settings = "{\"cameras\": %s}".formatted(cameras);
    assertThat(problemsOf(settings))
        .containsExactly(problem)
        .noneMatch(sentence -> sentence.contains("geheim"));
  }

  @Test
  void readsTheWeightOfEachStreamOfPictures() throws ConfigException {
    String settings =
        """
        {"cameras": {"front": {"url": "http://cam/", "weight": "100"}, "yard": "http://cam/yard",
                     "live": "upload:"}}
        """;
    Map<String, String> variables = Map.of("SIGHTLINE_CAMERAS_YARD_WEIGHT", "3");
    assertThat(read(settings, variables, new Flags()).weights())
        .containsEntry(new StreamId("front"), 100)
        .containsEntry(new StreamId("yard"), 3);
    assertThat(read(settings, Map.of(), new Flags()).weights())
        .containsEntry(new StreamId("yard"), 1);
  }

  @Test
  void anUploadHasNoWeight() {
    String settings = "{\"cameras\": {\"live\": {\"url\": \"upload:\", \"weight\": \"3\"}}}";
    assertThat(problemsOf(settings))
        .singleElement()
        .asString()
        .startsWith("cameras.live.weight is not a setting");
  }

  @Test
  void readsHowACameraIsAsked() throws ConfigException {
    String settings =
        """
        {"ingest": {"user-agent": "Mozilla/5.0", "poll-every": "2s", "redirects": "off",
                    "headers": {"X-Site": "north", "x-key": "geheim"}, "retry": {"floor": "5s"}},
         "cameras": {
           "front": "http://cam/",
           "theta": {"url": "http://theta/", "method": "post", "body": "${BODY}",
                     "headers": {"X-Key": " ${KEY} ", "Host": "inner"}, "redirects": "anywhere",
                     "authentication": "digest", "poll-every": "50ms"}}}
        """;
    IngestConfig config = read(settings, Map.of("BODY", "{geheim}", "KEY", "g3heim"), new Flags());
    SourcePolicy front = camera(config, 0).policy();
    SourcePolicy theta = camera(config, 1).policy();
    assertThat(front.pollEvery()).isEqualTo(Duration.ofSeconds(2));
    assertThat(front.retry().floor()).isEqualTo(Duration.ofSeconds(5));
    assertThat(front.request())
        .isEqualTo(
            new RequestPolicy(
                "Mozilla/5.0",
                List.of(header("X-Site", "north"), header("x-key", "geheim")),
                "GET",
                Optional.empty(),
                Authentication.AUTO,
                Redirects.OFF));
    assertThat(theta.pollEvery()).isEqualTo(Duration.ofMillis(50));
    assertThat(theta.request())
        .isEqualTo(
            new RequestPolicy(
                "Mozilla/5.0",
                List.of(
                    header("X-Site", "north"), header("X-Key", "g3heim"), header("Host", "inner")),
                "POST",
                Optional.of(new Secret("{geheim}")),
                Authentication.DIGEST,
                Redirects.ANYWHERE));
    assertThat(theta.request().sets("host")).isTrue();
    assertThat(front.request().sets("host")).isFalse();
    assertThat(config.toString()).doesNotContain("geheim").doesNotContain("g3heim");
  }

  @Test
  void aCameraThatIsAskedByGetSendsNoBodyOfTheDefaults() throws ConfigException {
    String settings =
        """
        {"ingest": {"method": "POST", "body": "x"},
         "cameras": {"a": "http://a/", "b": {"url": "http://b/", "method": "GET"}}}
        """;
    IngestConfig config = read(settings, Map.of(), new Flags());
    assertThat(camera(config, 0).policy().request().body()).contains(new Secret("x"));
    assertThat(camera(config, 1).policy().request().body()).isEmpty();
  }

  @Test
  void boundsWhatIsSentToACamera() {
    String headers =
        IntStream.range(0, 33).mapToObj("\"X-%d\": \"geheim\""::formatted).collect(joining(", "));
    String settings =
        """
        {"cameras": {"front": {"url": "http://cam/", "method": "POST", "body": "%s",
                               "headers": {%s}}}}
        """
            .formatted("ä".repeat(33_000), headers);
    assertThat(problemsOf(settings))
        .containsExactly(
            "cameras.front.headers must not have more than 32 settings below it",
            "cameras.front.body must not be longer than 64KiB");
  }

  @Test
  void oneCameraTooManyIsOneProblem() {
    String cameras =
        IntStream.rangeClosed(0, 10_000)
            .mapToObj("\"c%d\": \"http://cam/\""::formatted)
            .collect(joining(", ", "{", "}"));
    assertThat(problemsOf("{\"cameras\": %s}".formatted(cameras)))
        .containsExactly("cameras are 10001, more than the 10000 that an ingest may have");
  }

  @Test
  void readsTheWayToACamera() throws ConfigException {
    String first = "AB".repeat(32);
    String second = "cd:".repeat(31) + "CD";
    String settings =
        """
        {"ingest": {"proxy": "http://user:geheim@[::1]:3128", "tls": {"fingerprint": "%s"}},
         "cameras": {
           "front": "http://cam/",
           "yard": {"url": "https://cam/", "proxy": "off", "tls": {"fingerprint": ["%s", "%s"]}}}}
        """
            .formatted(first, first, second);
    IngestConfig config = read(settings, Map.of(), new Flags());
    LinkPolicy front = camera(config, 0).policy().link();
    LinkPolicy yard = camera(config, 1).policy().link();
    assertThat(front.proxy()).contains(SourceUrl.parse("http://user:geheim@[::1]:3128/"));
    assertThat(front.trust().fingerprints()).containsExactly("ab".repeat(32));
    assertThat(yard.proxy()).isEmpty();
    assertThat(yard.trust().fingerprints()).containsExactly("ab".repeat(32), "cd".repeat(32));
    assertThat(config.toString()).doesNotContain("geheim");
  }

  @Test
  void aCameraThatSaysWhomItTrustsTrustsNobodyElse(@TempDir Path directory) throws Exception {
    Path file = TestCertificate.authority(directory).pemFile();
    String settings =
        """
        {"ingest": {"tls": {"fingerprint": "%s"}},
         "cameras": {"yard": {"url": "https://cam/", "tls": {"ca-file": "%s"}}}}
        """
            .formatted("ab".repeat(32), file);
    TlsTrust trust = camera(read(settings, Map.of(), new Flags()), 0).policy().link().trust();
    assertThat(trust.fingerprints()).isEmpty();
    assertThat(trust.caFile()).contains(CertificateFile.read(file.toString()));
    String both = settings.replace("\"ca-file\"", "\"fingerprint\": \"%s\", \"ca-file\"");
    assertThat(problemsOf(both.formatted("cd".repeat(32))))
        .containsExactly("cameras.yard.tls.ca-file is given as well as tls.fingerprint; keep one");
    assertThat(problemsOf(settings.replace("https://", "http://")))
        .containsExactly("cameras.yard.tls.ca-file is given but the URL is http://");
  }

  @Test
  void readsWhichProgramGivesThePictures() throws ConfigException {
    String settings =
        """
        {"cameras": {
           "a": {"exec": "ffmpeg -i 'a b' ${KEY} -", "linger": "1s"},
           "b": {"exec": ["sh", "-c", "echo ${KEY} $${KEY}; cat a b"]},
           "c": "EXEC:/opt/x/draw --fps 5"}}
        """;
    IngestConfig config = read(settings, Map.of("KEY", "g heim"), new Flags());
    List<ProgramConfig> programs =
        config.cameras().stream().map(ProgramConfig.class::cast).toList();
    assertThat(programs.get(0).command()).containsExactly("ffmpeg", "-i", "a b", "g", "heim", "-");
    assertThat(programs.get(1).command())
        .containsExactly("sh", "-c", "echo g heim ${KEY}; cat a b");
    assertThat(programs.get(2).command()).containsExactly("/opt/x/draw", "--fps", "5");
    assertThat(programs.get(0).policy().linger()).isEqualTo(Duration.ofSeconds(1));
    assertThat(programs.get(1).masking().mask("a g heim b")).isEqualTo("a *** b");
    assertThat(programs.get(2).origin()).isEqualTo("exec:draw");
    assertThat(config.toString()).doesNotContain("heim");
    assertThat(read(settings, Map.of("KEY", "g heim"), new Flags())).isEqualTo(config);
  }

  @Test
  void onlyTheFileNamesPrograms() {
    String file =
        "{\"ingest\": {\"ffmpeg\": \"/a\"}, \"cameras\": {\"a\": {\"exec\": \"a\"}, \"b\": \"http://b/\"}}";
    Map<String, String> variables =
        Map.of(
            "SIGHTLINE_CAMERAS_A_EXEC", "geheim",
            "SIGHTLINE_CAMERAS_B_URL", "exec:geheim",
            "SIGHTLINE_INGEST_FFMPEG", "/geheim");
    Flags flags = new Flags().put("cameras.c.url", "--camera", "exec:geheim x");
    List<String> problems =
        catchThrowableOfType(ConfigException.class, () -> read(file, variables, flags)).problems();
    String reason = " names a program, and programs are named in the configuration file only";
    assertThat(problems)
        .containsExactlyInAnyOrder(
            "ingest.ffmpeg" + reason,
            "cameras.a.exec" + reason,
            "cameras.b.url" + reason,
            "cameras.c.url" + reason);
  }

  @Test
  void readsHowFfmpegPullsACamera() throws ConfigException {
    String settings =
        """
        {"ingest": {"ffmpeg": "/opt/ffmpeg", "quality": "60"},
         "cameras": {
           "cam": {"url": "rtsp://cam/s?x=geheim1", "username": "ann", "password": "ge:heim",
                   "rtsp-transport": "udp"},
           "web": {"url": "v4l2:/dev/video0", "quality": "90"}}}
        """;
    IngestConfig config = read(settings, Map.of(), new Flags());
    RtspConfig cam = (RtspConfig) config.cameras().get(0);
    WebcamConfig web = (WebcamConfig) config.cameras().get(1);
    assertThat(cam.url().secretText()).isEqualTo("rtsp://ann:ge%3Aheim@cam:554/s?x=geheim1");
    assertThat(cam.origin()).isEqualTo("rtsp://cam:554/s?…");
    assertThat(cam.policy().link().ffmpeg())
        .isEqualTo(new FfmpegPolicy("/opt/ffmpeg", FfmpegPolicy.RtspTransport.UDP, 60));
    assertThat(web.policy().link().ffmpeg().quality()).isEqualTo(90);
    assertThat(config.toString()).doesNotContain("heim");
  }

  private static RequestHeader header(String name, String value) {
    return new RequestHeader(name, new Secret(value));
  }

  private static List<String> problemsOf(String settings) {
    return catchThrowableOfType(ConfigException.class, () -> read(settings, Map.of(), new Flags()))
        .problems();
  }

  private static IngestConfig read(String settings, Map<String, String> variables, Flags flags)
      throws ConfigException {
    ConfigReader reader =
        new ConfigReader(new ConfigSources(new JsonObject(settings), variables, flags));
    IngestConfig config = IngestConfig.read(reader);
    reader.finish();
    return config;
  }

  private static CameraConfig camera(IngestConfig config, int position) {
    return (CameraConfig) config.cameras().get(position);
  }
}
