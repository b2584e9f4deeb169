package dev.sightline;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noCodeUnits;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import dev.sightline.node.Secret;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** The borders between the modules; those within relay-core are guarded there. */
@AnalyzeClasses(packages = "dev.sightline", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String INGEST = "dev.sightline.ingest..";
  private static final String EDGE = "dev.sightline.edge..";
  private static final String ACCESS = "dev.sightline.access..";
  private static final String ACME = "dev.sightline.acme..";
  private static final String KUBERNETES = "dev.sightline.kubernetes..";
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
          name("dev.sightline.link.LinkChannel"),
          name("dev.sightline.tls.PemReader"),
          name("dev.sightline.ingest.Unreachable"),
          name("dev.sightline.ingest.TlsClient"),
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
          .dependOnClassesThat(in(EDGE, ACCESS, ACME, KUBERNETES, DEMO));

  @ArchTest
  static final ArchRule AN_EDGE_DOES_NOT_KNOW_INGESTS =
      noClasses().that().resideInAPackage(EDGE).should().dependOnClassesThat(in(INGEST, DEMO));

  /** Who somebody is, and what he may, has nothing to do with how pictures reach him. */
  @ArchTest
  static final ArchRule ACCESS_KNOWS_LITTLE_OF_THE_REST =
      noClasses()
          .that()
          .resideInAPackage(ACCESS)
          .should()
          .dependOnClassesThat(
              in("dev.sightline..")
                  .and(
                      not(
                          in(
                              ACCESS,
                              "dev.sightline.frame",
                              "dev.sightline.metrics",
                              "dev.sightline.node",
                              "dev.sightline.tls"))));

  @ArchTest
  static final ArchRule CERTIFICATES_ARE_GOT_WITHOUT_AN_EDGE =
      noClasses().that().resideInAPackage(ACME).should().dependOnClassesThat(in(EDGE, ACCESS));

  @ArchTest
  static final ArchRule THE_API_OF_KUBERNETES_KNOWS_NOTHING_OF_OURS =
      noClasses()
          .that()
          .resideInAPackage(KUBERNETES)
          .should()
          .dependOnClassesThat(in("dev.sightline..").and(not(resideInAPackage(KUBERNETES))));

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

  /** Which would take the longer, the more of a guess is right. */
  @ArchTest
  static final ArchRule SECRETS_ARE_NOT_COMPARED_AS_TEXTS =
      noCodeUnits()
          .that(
              DescribedPredicate.describe(
                  "read a secret", unit -> calls(unit, Secret.class, "value")))
          .should(
              ArchCondition.from(
                  DescribedPredicate.<JavaCodeUnit>describe(
                      "compare texts or bytes one by one",
                      unit ->
                          calls(unit, String.class, "equals", "contentEquals", "compareTo")
                              || calls(unit, Arrays.class, "equals")
                              || calls(unit, Objects.class, "equals"))));

  private static boolean calls(JavaCodeUnit unit, Class<?> owner, String... names) {
    return unit.getMethodCallsFromSelf().stream()
        .map(call -> call.getTarget())
        .anyMatch(
            target ->
                target.getOwner().isEquivalentTo(owner)
                    && List.of(names).contains(target.getName()));
  }

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
