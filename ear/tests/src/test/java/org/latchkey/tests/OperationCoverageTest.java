package org.latchkey.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.annotation.Testable;
import software.amazon.awssdk.services.kms.KmsClient;

/**
 * No operation of KMS goes without a client test: the tests' class files are searched for calls of
 * the AWS SDK's client.
 */
class OperationCoverageTest {
  private static final String PAGINATOR = "Paginator";

  @Test
  void everyOperationOfTheSdk_isCalledByAClientTest() {
    Set<String> operations = SdkOperations.kms().keySet();

    Set<String> called = calledByTests();

    assertThat(operations).contains("encrypt", "decapsulate", "createCustomKeyStore");
    assertThat(called).containsAll(operations);
  }

  /** What the test classes call of the client, themselves or through the classes that help them. */
  private static Set<String> calledByTests() {
    JavaClasses classes =
        new ClassFileImporter()
            .importUrl(
                OperationCoverageTest.class.getProtectionDomain().getCodeSource().getLocation());
    Deque<JavaCodeUnit> open =
        classes.stream()
            .filter(OperationCoverageTest::hasTests)
            .flatMap(type -> type.getCodeUnits().stream())
            .collect(Collectors.toCollection(ArrayDeque::new));
    Set<JavaCodeUnit> seen = new HashSet<>(open);
    Set<String> called = new TreeSet<>();
    while (!open.isEmpty()) {
      targets(open.remove())
          .forEach(
              target -> {
                if (target.getOwner().isEquivalentTo(KmsClient.class)) {
                  called.add(operation(target.getName()));
                }
                target
                    .resolveMember()
                    .map(JavaCodeUnit.class::cast)
                    .filter(unit -> classes.contain(unit.getOwner().getName()))
                    .filter(seen::add)
                    .ifPresent(open::add);
              });
    }
    return called;
  }

  private static boolean hasTests(JavaClass type) {
    return type.getMethods().stream()
        .map(JavaMember.class::cast)
        .anyMatch(method -> method.isMetaAnnotatedWith(Testable.class));
  }

  private static Stream<? extends CodeUnitAccessTarget> targets(JavaCodeUnit unit) {
    return Stream.of(
            unit.getCallsFromSelf(),
            unit.getMethodReferencesFromSelf(),
            unit.getConstructorReferencesFromSelf())
        .flatMap(Set::stream)
        .map(access -> access.getTarget());
  }

  /** A paginator asks for the pages of the operation that it is named after. */
  private static String operation(String method) {
    return method.endsWith(PAGINATOR)
        ? method.substring(0, method.length() - PAGINATOR.length())
        : method;
  }
}
