package dev.sightline;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The borders between this module's packages. */
@AnalyzeClasses(packages = "dev.sightline", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String FRAME = "dev.sightline.frame";
  private static final String METRICS = "dev.sightline.metrics";
  private static final String MULTIPART = "dev.sightline.multipart";
  private static final String JPEG = "dev.sightline.jpeg";
  private static final String TS = "dev.sightline.ts";
  private static final String DRAWING = "dev.sightline.drawing";
  private static final String BUS = "dev.sightline.bus";
  private static final String LINK = "dev.sightline.link";
  private static final String TLS = "dev.sightline.tls";
  private static final String NODE = "dev.sightline.node";

  @ArchTest
  static final ArchRule FRAMES_ARE_PLAIN_VALUES =
      classes()
          .that()
          .resideInAPackage(FRAME)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(FRAME, "java.lang..", "java.util..", "io.vertx.core.buffer");

  /** Bytes in, values out: no sockets, no files, no clock. */
  @ArchTest
  static final ArchRule THE_MULTIPART_FORMAT_DOES_NO_INPUT_OR_OUTPUT =
      classes()
          .that()
          .resideInAPackage(MULTIPART)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              MULTIPART,
              JPEG,
              "java.lang..",
              "java.util..",
              "java.nio.charset",
              "io.vertx.core.buffer");

  /** The same, and pictures needn't know how they travel. */
  @ArchTest
  static final ArchRule PICTURES_ARE_BYTES_AND_KNOW_NO_STREAM_FORMAT =
      classes()
          .that()
          .resideInAPackage(JPEG)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              JPEG, "java.lang..", "java.util..", "java.nio", "io.vertx.core.buffer");

  /** Bytes in, bytes out; what time it is, it is told. */
  @ArchTest
  static final ArchRule TRANSPORT_STREAMS_ARE_BYTES_AND_KNOW_NO_CLOCK =
      classes()
          .that()
          .resideInAPackage(TS)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              TS, "java.lang..", "java.util..", "java.nio.charset", "io.vertx.core.buffer");

  @ArchTest
  static final ArchRule DRAWING_NEEDS_LITTLE_BUT_JAVA =
      classes()
          .that()
          .resideInAPackage(DRAWING)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              DRAWING,
              "java.lang..",
              "java.util..",
              "java.io",
              "java.awt",
              "java.awt.color",
              "java.awt.geom",
              "java.awt.image",
              "javax.imageio..",
              "io.vertx.core.buffer");

  @ArchTest
  static final ArchRule METRICS_KNOW_ONLY_STREAM_NAMES =
      classes()
          .that()
          .resideInAPackage(METRICS)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              METRICS,
              FRAME,
              "java.lang..",
              "java.util..",
              "java.time",
              "io.micrometer.core.instrument..");

  @ArchTest
  static final ArchRule CERTIFICATES_KNOW_NOBODY_WHO_SHOWS_THEM =
      noClasses()
          .that()
          .resideInAPackage(TLS)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(FRAME, METRICS, MULTIPART, JPEG, TS, DRAWING, BUS, NODE);

  @ArchTest
  static final ArchRule THE_BUS_KNOWS_NEITHER_NODE_NOR_MULTIPART =
      noClasses()
          .that()
          .resideInAPackage(BUS)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(NODE, TLS, LINK, MULTIPART, JPEG, TS, DRAWING);

  @ArchTest
  static final ArchRule A_LINK_IS_A_BUS_AND_NOTHING_ELSE =
      noClasses()
          .that()
          .resideInAPackage(LINK)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(NODE, TLS, MULTIPART, JPEG, TS, DRAWING, METRICS);

  @ArchTest
  static final ArchRule A_NODE_DOES_NOT_KNOW_WHAT_RUNS_ON_IT =
      noClasses()
          .that()
          .resideInAPackage(NODE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              MULTIPART, JPEG, TS, DRAWING, "dev.sightline.ingest..", "dev.sightline.edge..");

  @ArchTest
  static final ArchRule PACKAGES_DEPEND_ON_EACH_OTHER_ONE_WAY =
      slices().matching("dev.sightline.(*)..").should().beFreeOfCycles();

  /** Internals may change with any release, so one class of each kind uses them. */
  @ArchTest
  static final ArchRule INTERNALS_OF_VERTX_ARE_USED_IN_ONE_PLACE =
      noClasses()
          .that()
          .resideInAnyPackage(FRAME, METRICS, MULTIPART, JPEG, TS, DRAWING, BUS, LINK, TLS, NODE)
          .and()
          .doNotHaveFullyQualifiedName("dev.sightline.bus.EventBusTransport")
          .and()
          .doNotHaveFullyQualifiedName("dev.sightline.bus.FrameCodec")
          .and()
          .doNotHaveFullyQualifiedName("dev.sightline.bus.BusConnections")
          .and()
          .doNotHaveFullyQualifiedName("dev.sightline.link.LinkChannel")
          .and()
          .doNotHaveFullyQualifiedName("dev.sightline.tls.PemReader")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.vertx.core.internal..", "io.vertx..impl..", "io.netty..");
}
