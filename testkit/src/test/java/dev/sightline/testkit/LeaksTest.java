package dev.sightline.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Each leak on purpose is taken here, before it would fail the test. */
class LeaksTest {

  private static final String SECRET = "my-s3cret/1";

  private static final Logger PRODUCT = LoggerFactory.getLogger("dev.sightline.product");
  private static final Logger LIBRARY = LoggerFactory.getLogger("org.example");

  @Test
  void whatIsNoSecretIsNoLeak() {
    Leaks.look("here", "a secret, a token and a password; aXMgbm9uZQ==");
    assertThat(Leaks.take()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3cret", "S3CRET", "http://u:a-s3cret!@h/", "geheim", "open%20sesame"})
  void findsASecretHoweverItIsWritten(String text) {
    Leaks.look("here", "before " + text + " after");
    assertThat(Leaks.take()).containsExactly("here tells a secret: before " + text + " after");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "u", "us", "user:", "a longer one:"})
  void findsItInBase64WhateverStandsBefore(String before) {
    byte[] pair = (before + SECRET).getBytes(StandardCharsets.UTF_8);
    Leaks.look("here", "Basic " + Base64.getEncoder().encodeToString(pair));
    assertThat(Leaks.take()).hasSize(1);
  }

  @Test
  void tellsOfTheSameOnceAndOnlyOfWhatIsAroundIt() {
    for (int i = 0; i < 2; i++) {
      Leaks.look("here", "x".repeat(10_000) + SECRET + "y".repeat(10_000));
    }
    assertThat(Leaks.take()).singleElement().asString().hasSizeLessThan(300);
    assertThat(Leaks.take()).isEmpty();
  }

  @Test
  void hearsWhatTheProductLogsShownOrNot() {
    PRODUCT.debug("the password is {}", SECRET);
    PRODUCT.trace("the password is {}", SECRET);
    PRODUCT.info("all is well");
    assertThat(Leaks.take())
        .containsExactly(
            "the log, by dev.sightline.product tells a secret: the password is my-s3cret/1");
  }

  @Test
  void hearsWhatLibrariesLogUnlessItIsForTheirDebugging() {
    LIBRARY.info(SECRET);
    LIBRARY.debug(SECRET);
    assertThat(Leaks.take()).hasSize(1);
  }

  @Test
  void looksIntoExceptionsAndTheirCauses() {
    PRODUCT.warn("lost", new IllegalStateException("why", new IllegalArgumentException(SECRET)));
    assertThat(Leaks.take()).singleElement().asString().startsWith("an exception in the log");
  }

  @Test
  void goesOnListeningWhenTheLogIsSetUpAnew() {
    ((LoggerContext) LoggerFactory.getILoggerFactory()).reset();
    PRODUCT.warn(SECRET);
    assertThat(Leaks.take()).hasSize(1);
  }

  @Test
  void readsTheHeadersAndTheTextOfAnswers() {
    Vertx vertx = Vertx.vertx();
    try {
      HttpCamera header =
          HttpCamera.start(vertx, r -> r.response().putHeader("Location", SECRET).end());
      HttpCamera body = HttpCamera.start(vertx, r -> r.response().end("so " + SECRET));
      HttpCamera picture =
          HttpCamera.start(
              vertx, r -> r.response().putHeader("Content-Type", "image/jpeg").end(SECRET));

      PlainRequest.get(header.url("/")).send();
      assertThat(Leaks.take()).hasSize(1);
      PlainRequest.get(body.url("/")).send();
      assertThat(Leaks.take()).containsExactly("an answer tells a secret: so " + SECRET);
      PlainRequest.get(picture.url("/")).send();
      assertThat(Leaks.take()).isEmpty();
    } finally {
      Await.result(vertx.close());
    }
  }

  @Test
  void readsWhatTheProductsProgramsWriteAndNoOthers(@TempDir Path directory) throws Exception {
    Path product = Files.writeString(directory.resolve("sightline"), "echo $1\n");
    for (List<String> command :
        List.of(List.of("sh", product.toString(), SECRET), List.of("echo", SECRET))) {
      try (RunningProgram program = RunningProgram.start(command, Map.of(), directory)) {
        program.awaitLine(SECRET);
        program.awaitExit();
      }
    }
    assertThat(Leaks.take()).containsExactly("a program of the product tells a secret: " + SECRET);
  }
}
