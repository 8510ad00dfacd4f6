package org.latchkey;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.have;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.latchkey.access.Authorizer;
import org.latchkey.audit.Audited;
import org.latchkey.schema.PersistenceUnit;
import org.latchkey.shared.Caller;

/** The house's rules, held against every class of the product. */
@AnalyzeClasses(
    packages = "org.latchkey",
    importOptions = {DoNotIncludeTests.class, ArchitectureTest.WithoutAdapter.class})
class ArchitectureTest {

  /** The resource adapter is on the class path, but is a module of its own. */
  static final class WithoutAdapter implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("/adapter/");
    }
  }

  /** Which feature may use which; every one may use shared, access and audit as well, if listed. */
  private static final Map<String, Set<String>> USES =
      Map.ofEntries(
          Map.entry("shared", Set.of()),
          Map.entry("transactions", Set.of("shared")),
          Map.entry("tokens", Set.of()),
          Map.entry("schema", Set.of("shared")),
          Map.entry("leases", Set.of("shared")),
          Map.entry("coherence", Set.of("shared")),
          Map.entry("crypto", Set.of("shared")),
          Map.entry("x509", Set.of("shared", "crypto")),
          Map.entry("mail", Set.of("shared", "crypto")),
          Map.entry("publicca", Set.of("shared", "crypto", "x509")),
          Map.entry("identity", Set.of("shared", "coherence", "crypto")),
          Map.entry("access", Set.of("shared", "identity")),
          Map.entry("audit", Set.of("shared", "crypto", "leases")),
          Map.entry("accessanalyzer", Set.of("shared", "access", "audit")),
          Map.entry("cloudtrail", Set.of("shared", "access", "audit", "crypto")),
          Map.entry("findings", Set.of("shared", "access", "audit", "cloudtrail")),
          Map.entry("sinks", Set.of("shared", "adapter", "audit", "crypto")),
          Map.entry("keys", Set.of("shared", "access", "audit", "coherence", "crypto")),
          Map.entry("grants", Set.of("shared", "access", "audit", "coherence", "crypto", "keys")),
          Map.entry("keyuse", Set.of("shared", "access", "audit", "crypto", "keys", "grants")),
          Map.entry(
              "authorities",
              Set.of(
                  "shared",
                  "access",
                  "audit",
                  "coherence",
                  "crypto",
                  "keys",
                  "keyuse",
                  "leases",
                  "tokens",
                  "x509")),
          Map.entry(
              "certificates",
              Set.of(
                  "shared",
                  "access",
                  "audit",
                  "crypto",
                  "identity",
                  "leases",
                  "keys",
                  "keyuse",
                  "tokens",
                  "x509",
                  "mail",
                  "publicca",
                  "authorities")),
          Map.entry(
              "associations",
              Set.of(
                  "shared",
                  "access",
                  "audit",
                  "adapter",
                  "crypto",
                  "identity",
                  "leases",
                  "keyuse",
                  "certificates",
                  "grants")),
          Map.entry(
              "notifications",
              Set.of("shared", "access", "audit", "crypto", "leases", "mail", "certificates")),
          Map.entry("iam", Set.of("shared", "access", "audit", "coherence", "crypto", "identity")),
          Map.entry("startup", Set.of("shared", "audit", "crypto", "iam", "identity")));

  @ArchTest
  static final ArchRule features_areFreeOfCycles =
      slices().matching("org.latchkey.(*)..").should().beFreeOfCycles();

  @ArchTest
  static void features_useOnlyWhatTheyMay(JavaClasses product) {
    for (JavaClass each : product) {
      String feature = feature(each);
      Set<String> allowed = USES.get(feature);
      assertThat(allowed).as("the package of %s is in the list", each.getName()).isNotNull();
      Set<String> used =
          each.getDirectDependenciesFromSelf().stream()
              .map(dependency -> dependency.getTargetClass())
              .filter(target -> target.getPackageName().startsWith("org.latchkey."))
              .map(ArchitectureTest::feature)
              .filter(other -> !other.equals(feature))
              .collect(Collectors.toCollection(TreeSet::new));
      assertThat(allowed).as("what %s may use", each.getName()).containsAll(used);
    }
  }

  @ArchTest
  static final ArchRule cryptography_isInCryptoAndX509 =
      noClasses()
          .that()
          .resideOutsideOfPackages("org.latchkey.crypto..", "org.latchkey.x509..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("org.bouncycastle..", "javax.crypto..", "com.amazon.corretto..")
                  .or(engineOfTheJca()));

  @ArchTest
  static final ArchRule entityManager_isInPackagePrivateStores =
      fields()
          .that()
          .haveRawType(EntityManager.class)
          .and()
          .areNotDeclaredIn(PersistenceUnit.class)
          .should()
          .beDeclaredInClassesThat()
          .arePackagePrivate();

  @ArchTest
  static final ArchRule operations_takeACallerFirst =
      methods()
          .that()
          .arePublic()
          .and()
          .areDeclaredInClassesThat()
          .haveSimpleNameEndingWith("Operations")
          .should(
              have(
                  describe(
                      "a Caller first",
                      (JavaMethod method) ->
                          !method.getRawParameterTypes().isEmpty()
                              && method
                                  .getRawParameterTypes()
                                  .get(0)
                                  .isEquivalentTo(Caller.class))));

  @ArchTest
  static final ArchRule operations_areAudited =
      classes()
          .that()
          .haveSimpleNameEndingWith("Operations")
          .should()
          .beAnnotatedWith(Audited.class);

  @ArchTest
  static final ArchRule operations_askTheAuthorizer =
      methods()
          .that()
          .arePublic()
          .and()
          .areDeclaredInClassesThat()
          .haveSimpleNameEndingWith("Operations")
          .should(reachTheAuthorizer());

  @ArchTest
  static final ArchRule secrets_areNotStrings =
      classes().that().areRecords().should(haveNoSecretInAString());

  @ArchTest
  static final ArchRule names_sayWhatThingsAre =
      noClasses()
          .should()
          .haveSimpleNameEndingWith("Impl")
          .orShould()
          .haveSimpleNameEndingWith("Util")
          .orShould()
          .haveSimpleNameEndingWith("Utils")
          .orShould()
          .haveSimpleNameEndingWith("Helper")
          .orShould()
          .haveSimpleNameEndingWith("Manager")
          .orShould()
          .haveSimpleNameEndingWith("DTO")
          .orShould()
          .haveSimpleNameEndingWith("VO");

  @ArchTest
  static void packages_sayWhatTheyAre(JavaClasses product) {
    Set<String> described =
        product.stream()
            .filter(each -> each.getSimpleName().equals("package-info"))
            .map(JavaClass::getPackageName)
            .collect(Collectors.toSet());
    assertThat(described)
        .containsAll(product.stream().map(JavaClass::getPackageName).collect(Collectors.toSet()));
  }

  private static String feature(JavaClass type) {
    return type.getPackageName().replaceFirst("^org\\.latchkey\\.([^.]+).*$", "$1");
  }

  private static DescribedPredicate<JavaClass> engineOfTheJca() {
    Set<String> engines =
        Set.of(
            "java.security.Signature",
            "java.security.MessageDigest",
            "java.security.KeyPairGenerator",
            "java.security.KeyFactory",
            "java.security.KeyStore",
            "java.security.SecureRandom",
            "java.security.cert.CertificateFactory",
            "java.security.cert.CertPathValidator");
    return describe("an engine of the JCA", type -> engines.contains(type.getName()));
  }

  /** Follows calls within the product: somewhere on the way an authorizer has to be asked. */
  private static ArchCondition<JavaMethod> reachTheAuthorizer() {
    return new ArchCondition<>("reach the Authorizer") {
      @Override
      public void check(JavaMethod method, ConditionEvents events) {
        boolean asks =
            reachable(method)
                .anyMatch(target -> target.startsWith(Authorizer.class.getName() + "."));
        events.add(
            new SimpleConditionEvent(
                method, asks, method.getFullName() + (asks ? " asks" : " never asks")));
      }
    };
  }

  private static Stream<String> reachable(JavaMethod start) {
    Set<String> seen = new TreeSet<>();
    List<JavaMethod> front = List.of(start);
    while (!front.isEmpty()) {
      List<JavaMethod> next =
          front.stream()
              .flatMap(method -> Stream.concat(calls(method), lambdas(method)))
              .filter(target -> seen.add(target.getFullName()))
              .toList();
      front = next;
    }
    return seen.stream();
  }

  private static Stream<JavaMethod> calls(JavaMethod method) {
    return Stream.concat(
            method.getMethodCallsFromSelf().stream().map(call -> call.getTarget().resolveMember()),
            method.getMethodReferencesFromSelf().stream()
                .map(reference -> reference.getTarget().resolveMember()))
        .flatMap(member -> member.stream())
        .filter(JavaMethod.class::isInstance)
        .map(JavaMethod.class::cast)
        .filter(target -> resideInAPackage("org.latchkey..").test(target.getOwner()));
  }

  /** A lambda's body is attributed to the method that it stands in. */
  private static Stream<JavaMethod> lambdas(JavaMethod method) {
    return method.getOwner().getMethods().stream()
        .filter(other -> other.getName().startsWith("lambda$" + method.getName() + "$"));
  }

  private static ArchCondition<JavaClass> haveNoSecretInAString() {
    List<String> secrets = List.of("password", "secretaccesskey", "passphrase", "plaintext");
    return new ArchCondition<>("have no secret in a String") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        type.getFields().stream()
            .filter(field -> field.getRawType().isEquivalentTo(String.class))
            .filter(
                field ->
                    secrets.stream().anyMatch(field.getName().toLowerCase(Locale.ROOT)::contains))
            .forEach(
                field ->
                    events.add(
                        SimpleConditionEvent.violated(
                            field, field.getFullName() + " is a secret in a String")));
      }
    };
  }
}
