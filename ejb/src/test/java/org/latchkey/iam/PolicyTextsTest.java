package org.latchkey.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.latchkey.access.PolicyKind;
import org.latchkey.identity.IdentityFault;
import org.latchkey.shared.ServiceException;

class PolicyTextsTest {

  @Test
  void whiteSpace_doesNotCount() {
    assertThat(PolicyTexts.length("{ \"a\" :\t1\n}\r")).isEqualTo(7);
  }

  @Test
  void encodedText_isThatOfRfc3986() {
    String text = "{\"Action\": \"kms:*\", \"Sid\": \"a+b~ü\"}";

    String encoded = PolicyTexts.encoded(text);

    assertThat(encoded).contains("kms%3A%2A").contains("a%2Bb~%C3%BC").doesNotContain("+");
    assertThat(URLDecoder.decode(encoded, StandardCharsets.UTF_8)).isEqualTo(text);
  }

  @Test
  void whatIsNoPolicy_isRefusedWithASentence() {
    assertThatExceptionOfType(ServiceException.class)
        .isThrownBy(() -> PolicyTexts.require("{}", PolicyKind.IDENTITY))
        .satisfies(
            refusal ->
                assertThat(refusal.fault()).isEqualTo(IdentityFault.MALFORMED_POLICY_DOCUMENT))
        .withMessageNotContaining("Exception");
  }

  @Test
  void managedPoliciesOfAws_areAllPolicies() {
    assertThat(AwsManagedPolicies.all())
        .hasSizeGreaterThan(5)
        .allSatisfy(
            policy ->
                assertThat(PolicyTexts.require(policy.document(), PolicyKind.IDENTITY))
                    .isNotNull());
    assertThat(AwsManagedPolicies.find("arn:aws:iam::aws:policy/AdministratorAccess")).isPresent();
    assertThat(AwsManagedPolicies.find("arn:aws:iam::aws:policy/None")).isEmpty();
  }
}
