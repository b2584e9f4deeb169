package dev.sightline;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The borders between the modules; those within relay-core are guarded there. */
@AnalyzeClasses(packages = "dev.sightline", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String INGEST = "dev.sightline.ingest..";
  private static final String EDGE = "dev.sightline.edge..";
  private static final String ACCESS = "dev.sightline.access..";
  private static final String STANDALONE = "dev.sightline.standalone..";
  private static final String DEMO = "dev.sightline.demo..";
  private static final String TESTKIT = "dev.sightline.testkit..";

  private static final DescribedPredicate<JavaClass> PRODUCT = not(resideInAPackage(TESTKIT));

  /** Internals may change with any release, so one class of each kind uses them. */
  private static final DescribedPredicate<JavaClass> USES_INTERNALS =
      DescribedPredicate.or(
          name("dev.sightline.bus.EventBusTransport"),
          name("dev.sightline.bus.FrameCodec"),
          name("dev.sightline.bus.BusConnections"),
          name("dev.sightline.tls.PemReader"),
          name("dev.sightline.ingest.Unreachable"),
          name("dev.sightline.ingest.CameraHttp"),
          name("dev.sightline.edge.FrameMemory"),
          name("dev.sightline.edge.SharedBuffer"),
          name("dev.sightline.ingest.ChunkTap"),
          name("dev.sightline.edge.ViewerChannel"),
          name("dev.sightline.edge.ProxyHeader"),
          name("dev.sightline.edge.Turnstile"),
          name("dev.sightline.edge.PlainChannel"),
          name("dev.sightline.edge.EncryptedChannel"),
          nameMatching("dev\\.sightline\\.edge\\.Pieces(\\$Writing)?"),
          name("dev.sightline.edge.Http2Channel"));

  @ArchTest
  static final ArchRule AN_INGEST_DOES_NOT_KNOW_EDGES =
      noClasses()
          .that()
          .resideInAPackage(INGEST)
          .should()
          .dependOnClassesThat(in(EDGE, ACCESS, DEMO));

  @ArchTest
  static final ArchRule AN_EDGE_DOES_NOT_KNOW_INGESTS =
      noClasses().that().resideInAPackage(EDGE).should().dependOnClassesThat(in(INGEST, DEMO));

  @ArchTest
  static final ArchRule ONLY_STANDALONE_KNOWS_BOTH_ROLES =
      noClasses()
          .that()
          .resideOutsideOfPackages(INGEST, EDGE, STANDALONE)
          .should()
          .dependOnClassesThat(in(INGEST, EDGE, STANDALONE));

  @ArchTest
  static final ArchRule THE_DEMO_CAMERA_IS_A_CAMERA_LIKE_ANY_OTHER =
      noClasses()
          .that()
          .resideInAPackage(DEMO)
          .should()
          .dependOnClassesThat(in("dev.sightline.bus..", "dev.sightline.frame.."));

  @ArchTest
  static final ArchRule NOTHING_SHIPPED_USES_THE_TESTKIT =
      noClasses().that(PRODUCT).should().dependOnClassesThat(in(TESTKIT));

  @ArchTest
  static final ArchRule PACKAGES_DEPEND_ON_EACH_OTHER_ONE_WAY =
      slices().matching("dev.sightline.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule THERE_IS_ONE_KIND_OF_LOG =
      noClasses().that(PRODUCT).should(USE_JAVA_UTIL_LOGGING);

  /** What a person is to read on starting goes through the command line's own writer. */
  @ArchTest
  static final ArchRule NOTHING_PRINTS_BY_THE_WAY =
      noClasses().that(PRODUCT).should(ACCESS_STANDARD_STREAMS);

  @ArchTest
  static final ArchRule INTERNALS_OF_VERTX_ARE_USED_IN_FEW_PLACES =
      noClasses()
          .that(PRODUCT)
          .and(not(USES_INTERNALS))
          .should()
          .dependOnClassesThat(in("io.vertx.core.internal..", "io.vertx..impl..", "io.netty.."));

  private static DescribedPredicate<JavaClass> in(String... packages) {
    return JavaClass.Predicates.resideInAnyPackage(packages);
  }

  /** So that all of them are in one list, with their labels. */
  @ArchTest
  static final ArchRule METERS_ARE_MADE_IN_ONE_PLACE =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("dev.sightline.metrics.Meters")
          .should()
          .callMethodWhere(
              target(nameMatching("builder|register|counter|gauge|timer|summary"))
                  .and(target(owner(resideInAPackage("io.micrometer.core.instrument"))))
                  .as("a meter is made"));
}
