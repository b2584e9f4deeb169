package dev.sightline.access;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.sightline.node.Secret;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * No time tells anything of a secret: passwords and signatures are compared by the libraries that
 * know them, which look at all bytes, and what credentials were found right is looked up by an
 * HMAC. So few classes here get to see a secret, and none of those compares.
 */
@AnalyzeClasses(packagesOf = SecretsTest.class, importOptions = DoNotIncludeTests.class)
class SecretsTest {

  @ArchTest
  static final ArchRule SECRETS_ARE_SEEN_BY_THOSE_WHO_HAND_THEM_ON =
      noClasses()
          .that()
          .doNotHaveSimpleName("Logins")
          .and()
          .doNotHaveSimpleName("Gate")
          .and()
          .doNotHaveSimpleName("Access")
          .and()
          .doNotHaveSimpleName("TokenConfig")
          .should()
          .callMethod(Secret.class, "value");

  @ArchTest
  static final ArchRule WHO_SEES_A_SECRET_COMPARES_NO_BYTES =
      noClasses()
          .that()
          .haveSimpleName("Logins")
          .or()
          .haveSimpleName("Gate")
          .or()
          .haveSimpleName("Access")
          .or()
          .haveSimpleName("TokenConfig")
          .should()
          .callMethod(Arrays.class, "equals", byte[].class, byte[].class)
          .orShould()
          .callMethod(MessageDigest.class, "isEqual", byte[].class, byte[].class)
          .orShould()
          .callMethod(String.class, "equals", Object.class);
}
