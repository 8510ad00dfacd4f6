package org.latchkey.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ParsedPoliciesTest {

  private final ParsedPolicies policies = new ParsedPolicies(2);

  @Test
  void sameText_isParsedOnce() {
    assertThat(parse("kms:Decrypt")).isSameAs(parse("kms:Decrypt"));
  }

  @Test
  void leastRecentlyUsed_goesFirst() {
    PolicyDocument decrypt = parse("kms:Decrypt");
    PolicyDocument encrypt = parse("kms:Encrypt");
    assertThat(parse("kms:Decrypt")).isSameAs(decrypt);
    parse("kms:Sign");
    assertThat(policies.size()).isEqualTo(2);
    assertThat(parse("kms:Decrypt")).isSameAs(decrypt);
    assertThat(parse("kms:Encrypt")).isNotSameAs(encrypt);
  }

  @Test
  void anotherKind_isParsedByItsOwnRules() {
    parse("kms:Decrypt");
    assertThatThrownBy(() -> policies.parse(text("kms:Decrypt"), PolicyKind.RESOURCE))
        .isInstanceOf(InvalidPolicy.class);
  }

  private PolicyDocument parse(String action) {
    return policies.parse(text(action), PolicyKind.IDENTITY);
  }

  private static String text(String action) {
    return "{\"Statement\": {\"Effect\": \"Allow\", \"Action\": \"%s\", \"Resource\": \"*\"}}"
        .formatted(action);
  }
}
