package org.latchkey.access;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A policy in AWS's policy language, parsed and ready to be evaluated: immutable, to be shared and
 * reused.
 *
 * <p>The language's versions 2008-10-17 (the default) and 2012-10-17 (with policy variables) are
 * known, and every element and condition operator of the reference. A document with an element, an
 * operator or a value that is not understood is refused whole.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html">IAM
 *     User Guide, IAM JSON policy element reference</a>
 */
public final class PolicyDocument {

  /**
   * What a role's trust policy can allow.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecuritytokenservice.html">Service
   *     Authorization Reference, AWS Security Token Service</a>
   */
  private static final List<String> ASSUMING =
      List.of(
          "sts:assumerole",
          "sts:assumerolewithsaml",
          "sts:assumerolewithwebidentity",
          "sts:setcontext",
          "sts:setsourceidentity",
          "sts:tagsession");

  private final String text;
  private final @Nullable String version;
  private final List<Statement> statements;

  PolicyDocument(String text, @Nullable String version, List<Statement> statements) {
    this.text = text;
    this.version = version;
    this.statements = List.copyOf(statements);
  }

  /**
   * Parses a document that is to be attached to {@code kind}.
   *
   * @throws InvalidPolicy with one sentence that says what is wrong and where
   */
  public static PolicyDocument parse(String json, PolicyKind kind) {
    return new PolicyParser(json, kind).parse();
  }

  /** The Version element; null where there is none, which means 2008-10-17. */
  @Nullable String version() {
    return version;
  }

  List<Statement> statements() {
    return statements;
  }

  /** Whether every action that its statements name is one of KMS, as in a key's policy. */
  public boolean isAboutKeys() {
    return statements.stream()
        .flatMap(statement -> statement.actions().stream())
        .allMatch(action -> action.toString().startsWith("kms:"));
  }

  /**
   * A condition key with one value at most on which {@code ForAllValues} allows something: it holds
   * where a request has no such value, too.
   */
  public Optional<String> overlyPermissiveKey() {
    return statements.stream()
        .filter(statement -> statement.effect() == Effect.ALLOW)
        .flatMap(statement -> statement.conditions().stream())
        .filter(condition -> condition.quantifier() == Condition.Quantifier.FOR_ALL_VALUES)
        .map(Condition::key)
        .filter(
            key -> key.startsWith("kms:encryptioncontext:") || key.startsWith("aws:requesttag/"))
        .findFirst();
  }

  /**
   * Whether every action that its statements name is one of assuming a role, as in a role's trust
   * policy.
   */
  public boolean isAboutAssuming() {
    return statements.stream()
        .allMatch(
            statement ->
                !statement.notAction()
                    && statement.actions().stream().allMatch(PolicyDocument::isOfAssuming));
  }

  private static boolean isOfAssuming(Glob action) {
    return action.toString().startsWith("sts:") && ASSUMING.stream().anyMatch(action::matches);
  }

  /** The JSON text that was parsed. */
  @Override
  public String toString() {
    return text;
  }
}
