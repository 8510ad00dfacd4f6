package org.latchkey.x509;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Every rule that a certificate is held against before it is signed. */
final class Lints {

  /** A rule: where it is written, and a check. */
  record Rule(String source, Check check) {}

  /** Looks at one thing. */
  @FunctionalInterface
  interface Check {

    /** What is wrong, or null where nothing is. */
    @Nullable String violation(LintedContent content);
  }

  private static final List<List<Rule>> ALL =
      List.of(
          FieldLints.RULES,
          NameLints.RULES,
          AuthorityLints.RULES,
          ExtensionLints.RULES,
          PublicTrustLints.RULES);

  private Lints() {}

  static List<LintFinding> check(LintedContent content) {
    List<LintFinding> findings = new ArrayList<>();
    for (List<Rule> rules : ALL) {
      for (Rule rule : rules) {
        String violation = violation(rule, content);
        if (violation != null) {
          findings.add(new LintFinding(rule.source(), violation));
        }
      }
    }
    return List.copyOf(findings);
  }

  private static @Nullable String violation(Rule rule, LintedContent content) {
    try {
      return rule.check().violation(content);
    } catch (RuntimeException unreadable) {
      // BouncyCastle's readers, on octets that a request or a call brought with it.
      return "a field or extension cannot be read";
    }
  }
}
